import type { HomeCard } from '@ithaca/contracts/reports';
import CalendarCheck from 'lucide-react/icons/calendar-check';
import CalendarClock from 'lucide-react/icons/calendar-clock';
import CalendarPlus from 'lucide-react/icons/calendar-plus';
import ClipboardPen from 'lucide-react/icons/clipboard-pen';
import FileSignature from 'lucide-react/icons/file-pen-line';
import HandHelping from 'lucide-react/icons/hand-helping';
import Handshake from 'lucide-react/icons/handshake';
import HeartHandshake from 'lucide-react/icons/heart-handshake';
import Hourglass from 'lucide-react/icons/hourglass';
import Goal from 'lucide-react/icons/goal';
import ListTodo from 'lucide-react/icons/list-todo';
import MessageCircle from 'lucide-react/icons/message-circle';
import MessageCircleQuestion from 'lucide-react/icons/message-circle-question-mark';
import Smile from 'lucide-react/icons/smile';
import Sprout from 'lucide-react/icons/sprout';
import UserCheck from 'lucide-react/icons/user-check';
import UserSearch from 'lucide-react/icons/user-search';
import Waypoints from 'lucide-react/icons/waypoints';
import type { LucideIcon } from 'lucide-react/types';
import type { Format } from '../../lib/format.ts';
import type { Translate, Values } from '../../lib/i18n.tsx';

type Kind = HomeCard['kind'];

export const cardIcon: Record<Kind, LucideIcon> = {
  'accept-pairing': Handshake,
  'answer-request': HandHelping,
  'answer-suggestion': UserSearch,
  'answer-introduction': Handshake,
  'tell-introduction': MessageCircleQuestion,
  'choose-mentors': UserSearch,
  'sign-agreement': FileSignature,
  'next-meeting': CalendarClock,
  'confirm-meeting': CalendarCheck,
  'confirm-goal': Goal,
  'plan-meeting': CalendarPlus,
  'check-in': Smile,
  'answer-survey': MessageCircleQuestion,
  'unread-messages': MessageCircle,
  'finish-enrolment': ClipboardPen,
  'open-cohort': Sprout,
  'take-seat': UserCheck,
  'decide-approvals': UserCheck,
  'waiting-for-approval': Hourglass,
  'waiting-for-seat': Hourglass,
  'waiting-for-draw': Hourglass,
  'waiting-for-match': Hourglass,
  'waiting-for-answer': Hourglass,
  'paused-enrolment': Hourglass,
  'action-due': ListTodo,
  'review-matching': Waypoints,
  'help-pairings': HeartHandshake,
};

const coordinating = new Set<Kind>(['review-matching', 'help-pairings']);

export const lenses = ['mentoring', 'team', 'coordination'] as const;

export function lensOf({ kind }: HomeCard): (typeof lenses)[number] {
  if (kind === 'decide-approvals') return 'team';
  return coordinating.has(kind) ? 'coordination' : 'mentoring';
}

/** A day or an instant, as people say it: "tomorrow", "Tue, 3 Mar, 14:00", "12 Mar 2026". */
export function whenOf(at: string, format: Format): string {
  return at.length === 10 ? format.day(at) : format.instant(at);
}

export interface CardWords {
  title: string;
  why: string;
  action: string;
}

/** What a card says: what to do, why now, and the words of its button. */
export function wordsOf(card: HomeCard, t: Translate, format: Format): CardWords {
  const text = (name: string, fallback: string) => {
    const fact = card.facts[name];
    return typeof fact === 'string' && fact !== '' ? fact : fallback;
  };
  const number = (name: string) => {
    const fact = card.facts[name];
    return typeof fact === 'number' ? fact : 0;
  };
  const names = (name: string) => {
    const fact = card.facts[name];
    return Array.isArray(fact) ? fact.map(String) : [];
  };
  /** "the circle of Dana Reyes, 5 mentees": a list of six names says less. */
  const circleOf = (value: unknown, partners: readonly string[]): string | null => {
    if (typeof value !== 'object' || value === null) return null;
    const { role, mentees } = value as Record<string, unknown>;
    const count = typeof mentees === 'number' ? mentees : partners.length;
    return role === 'mentor'
      ? t('home.circle.own', { count })
      : t('home.circle', { mentor: partners[0] ?? t('home.partner'), count });
  };
  const values: Values = {
    partner:
      circleOf(card.facts['circle'], names('partnerNames')) ??
      (format.list(names('partnerNames')) || t('home.partner')),
    program: text('programName', t('home.program')),
    moment: text('moment', ''),
    of: text('of', ''),
    title: text('title', t('home.meeting')),
    titled: text('title', '') === '' ? 'no' : 'yes',
    count: number('count') || number('matched'),
    place: number('place'),
    waiting: number('waiting'),
    manager: text('managerName', ''),
    named: text('managerName', '') === '' ? 'no' : 'yes',
    // The catalogue chooses other words where no date is known.
    first: card.facts['isFirst'] === true ? 'yes' : 'no',
    again: card.facts['isAgain'] === true ? 'yes' : 'no',
    edits: card.facts['canEdit'] === true ? 'yes' : 'no',
    peers: card.facts['isOfPeers'] === true ? 'yes' : 'no',
    dated: card.at === null ? 'no' : 'yes',
    when: card.at === null ? '' : whenOf(card.at, format),
  };
  return {
    title: t(`home.card.${card.kind}`, values),
    why: t(`home.card.${card.kind}.why`, values),
    action: t(`home.card.${card.kind}.action`, values),
  };
}
