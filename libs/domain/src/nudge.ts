import { addDays, daysBetween } from './cohort.ts';
import { SAY_DAYS } from './meeting.ts';
import type { MeetingState } from './meeting.ts';
import type { Side } from './vocabulary.ts';

/** What the clock may remind people of in a pairing, the most pressing first. */
export const nudgeRules = [
  'meeting-soon',
  'offer-waits',
  'did-you-meet',
  'first-meeting',
  'check-in-waits',
  'next-meeting',
  'first-goal',
  'milestone',
] as const;
export type NudgeRule = (typeof nudgeRules)[number];

/** `afterDays` counts from what the rule is about; for a meeting that comes, towards it. */
export interface NudgeSetting {
  on: boolean;
  afterDays: number;
}
export type NudgeSettings = Record<NudgeRule, NudgeSetting>;

export const NUDGE_DAYS = { least: 0, most: 60 } as const;

const usual: NudgeSettings = {
  'meeting-soon': { on: true, afterDays: 1 },
  'offer-waits': { on: true, afterDays: 3 },
  'did-you-meet': { on: true, afterDays: 1 },
  'first-meeting': { on: true, afterDays: 5 },
  'check-in-waits': { on: true, afterDays: 4 },
  'next-meeting': { on: true, afterDays: 3 },
  'first-goal': { on: true, afterDays: 21 },
  milestone: { on: true, afterDays: 0 },
};

/** The settings of a program: the usual ones, but for what it changed. */
export const nudgeSettingsOf = (changed: Partial<NudgeSettings>): NudgeSettings => ({ ...usual, ...changed });

/** A pairing as the rules see it; days are those of the organisation's zone, `2026-03-01`. */
export interface NudgedPairing {
  id: string;
  state: 'offered' | 'active';
  offeredOn: string;
  startedOn: string | null;
  cadenceDays: number;
  cohortStartsOn: string;
  milestones: readonly { title: string; dayOfCohort: number }[];
  members: readonly { personId: string; role: Side; hasAccepted: boolean }[];
  /** Those that are planned, and the last that was held. */
  meetings: readonly {
    id: string;
    state: MeetingState;
    plannedOn: string;
    on: string;
    answeredBy: readonly string[];
  }[];
  goals: number;
  /** Open and unanswered. */
  checkIns: readonly { id: string; personId: string; askedOn: string }[];
}

/** One reminder that is due; the same rule, person, subject and period is never sent twice. */
export interface Nudge {
  rule: NudgeRule;
  personId: string;
  subjectId: string;
  period: number;
  /** The day it is about: since when something is missing, or when something is. */
  day: string;
  /** Of a milestone. */
  title: string;
}

/** A reminder that was of no use is repeated once, after a week, and then left to people. */
const AGAIN_AFTER_DAYS = 7;
const MOST_TIMES = 2;
/** A milestone whose morning fell on days off is still worth a word for so long. */
const MILESTONE_DAYS = 3;

/** Every reminder that the rules ask for on `today`, whether it was sent before or not. O(members + meetings + milestones). */
export function listNudges(pairing: NudgedPairing, settings: NudgeSettings, today: string): Nudge[] {
  const context = { pairing, today };
  return nudgeRules.flatMap((rule) => {
    const { on, afterDays } = settings[rule];
    return on ? rules[rule](context, afterDays).map((nudge) => ({ title: '', ...nudge, rule })) : [];
  });
}

interface Context {
  pairing: NudgedPairing;
  today: string;
}
type Found = Omit<Nudge, 'rule' | 'title'> & { title?: string };

const rules: Record<NudgeRule, (context: Context, afterDays: number) => Found[]> = {
  'meeting-soon': ({ pairing, today }, days) =>
    ahead(pairing, today)
      .filter(({ on, plannedOn }) => on > today && on <= addDays(today, days) && plannedOn < today)
      .flatMap(({ id, on }) =>
        everybody(pairing).map((personId) => ({ personId, subjectId: id, period: dayNumber(on), day: on })),
      ),

  'offer-waits': ({ pairing, today }, days) => {
    const turn = turnOf(pairing.offeredOn, days, today);
    if (pairing.state !== 'offered' || turn === null) return [];
    return pairing.members
      .filter(({ hasAccepted }) => !hasAccepted)
      .map(({ personId }) => about(pairing, personId, turn, pairing.offeredOn));
  },

  'did-you-meet': ({ pairing, today }, days) =>
    pairing.meetings
      .filter(({ state, on }) => state === 'planned' && on < today && daysBetween(on, today) >= days)
      .flatMap(({ id, on, answeredBy }) =>
        everybody(pairing)
          .filter((personId) => !answeredBy.includes(personId))
          .map((personId) => ({ personId, subjectId: id, period: 0, day: on })),
      ),

  'first-meeting': ({ pairing, today }, days) => {
    const { startedOn } = pairing;
    if (!isIdle(pairing, today) || startedOn === null || lastHeld(pairing) !== null) return [];
    return oweTheStep(pairing, turnOf(startedOn, days, today), startedOn);
  },

  'check-in-waits': ({ pairing, today }, days) =>
    pairing.checkIns
      .filter(({ askedOn }) => daysBetween(askedOn, today) >= days)
      .map(({ id, personId, askedOn }) => ({ personId, subjectId: id, period: 0, day: askedOn })),

  'next-meeting': ({ pairing, today }, days) => {
    const last = lastHeld(pairing);
    if (!isIdle(pairing, today) || last === null) return [];
    const turn = turnOf(last, pairing.cadenceDays + days, today);
    // Each gap between meetings is its own: a turn of a later one is not one of an earlier.
    return oweTheStep(pairing, turn, last).map((nudge) => ({
      ...nudge,
      period: dayNumber(last) * MOST_TIMES + nudge.period,
    }));
  },

  'first-goal': ({ pairing, today }, days) => {
    const { startedOn } = pairing;
    if (pairing.state !== 'active' || startedOn === null || pairing.goals > 0) return [];
    const turn = turnOf(startedOn, days, today);
    return turn === null ? [] : mentees(pairing).map((personId) => about(pairing, personId, turn, startedOn));
  },

  milestone: ({ pairing, today }, days) => {
    if (pairing.state !== 'active') return [];
    return pairing.milestones.flatMap(({ title, dayOfCohort }) => {
      const on = addDays(pairing.cohortStartsOn, dayOfCohort + days);
      const late = daysBetween(on, today);
      return late < 0 || late > MILESTONE_DAYS
        ? []
        : everybody(pairing).map((personId) => ({ ...about(pairing, personId, dayOfCohort, on), title }));
    });
  },
};

const about = ({ id }: NudgedPairing, personId: string, period: number, day: string): Found => ({
  personId,
  subjectId: id,
  period,
  day,
});

/** First the mentee alone, who owes the step; the second time the mentor as well. Peers owe it one another. */
const oweTheStep = (pairing: NudgedPairing, turn: number | null, day: string): Found[] =>
  turn === null
    ? []
    : (turn === 0 ? mentees(pairing) : everybody(pairing)).map((personId) =>
        about(pairing, personId, turn, day),
      );

/** Which time it is since something fell due: 0, 1; null before and after. */
function turnOf(since: string, afterDays: number, today: string): number | null {
  const late = daysBetween(since, today) - afterDays;
  const turn = Math.floor(late / AGAIN_AFTER_DAYS);
  return late < 0 || turn >= MOST_TIMES ? null : turn;
}

const everybody = ({ members }: NudgedPairing): string[] => members.map(({ personId }) => personId);
const mentees = ({ members }: NudgedPairing): string[] =>
  members.filter(({ role }) => role !== 'mentor').map(({ personId }) => personId);
const ahead = ({ meetings, state }: NudgedPairing, today: string) =>
  state === 'active' ? meetings.filter((one) => one.state === 'planned' && one.on >= today) : [];
/** Active, with nothing planned ahead and no past meeting that waits for a word. */
const isIdle = ({ state, meetings }: NudgedPairing, today: string): boolean =>
  state === 'active' &&
  !meetings.some((one) => one.state === 'planned' && one.on >= addDays(today, -SAY_DAYS));
const lastHeld = ({ meetings }: NudgedPairing): string | null =>
  meetings
    .filter(({ state }) => state === 'held')
    .map(({ on }) => on)
    .toSorted()
    .at(-1) ?? null;
const dayNumber = (day: string): number => daysBetween('2020-01-01', day);
