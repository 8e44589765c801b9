import { addDays } from './cohort.ts';
import { move } from './lifecycle.ts';
import type { Transitions } from './lifecycle.ts';
import { Refusal } from './refusal.ts';
import type { Format, Side } from './vocabulary.ts';

/**
 * What one side of a pairing does for the other beyond the talks: puts them in touch with a colleague, finds somebody whose
 * work they may watch for a day, or speaks for them.
 */
export const introductionKinds = ['introduction', 'shadowing', 'sponsorship'] as const;
export type IntroductionKind = (typeof introductionKinds)[number];

/** The helper does it, the guest is introduced, the third is the colleague. Of a sponsorship there is no third. */
export const introductionParts = ['helper', 'guest', 'third'] as const;
export type IntroductionPart = (typeof introductionParts)[number];

export const introductionStates = [
  'asked',
  'offered',
  'sent',
  'made',
  'done',
  'missed',
  'declined',
  'lapsed',
  'withdrawn',
] as const;
export type IntroductionState = (typeof introductionStates)[number];

/**
 * Asked by the guest it waits for the helper, offered by the helper for the guest, sent for the third. Made: whoever it
 * concerns has agreed. Afterwards it came about (done) or not (missed), which may turn out otherwise.
 */
export const introductionTransitions: Transitions<IntroductionState> = {
  asked: ['sent', 'made', 'declined', 'lapsed', 'withdrawn'],
  offered: ['sent', 'declined', 'lapsed', 'withdrawn'],
  sent: ['made', 'declined', 'lapsed', 'withdrawn'],
  made: ['done', 'missed', 'withdrawn'],
  done: ['missed'],
  missed: ['done'],
  declined: [],
  lapsed: [],
  withdrawn: [],
};

/** How long a day of job shadowing is. */
export const shadowingLengths = ['half-day', 'day'] as const;
export type ShadowingLength = (typeof shadowingLengths)[number];

/** States that wait for somebody's yes. */
export const openIntroductionStates: readonly IntroductionState[] = ['asked', 'offered', 'sent'];

/** How many of a pairing may wait for an answer at a time. */
export const MOST_OPEN_INTRODUCTIONS = 5;
/** By how many a colleague may be asked at a time. */
export const MOST_ASKS_OF_ONE = 3;
/** Days somebody has for an answer; then it lapses. */
export const INTRODUCTION_ANSWER_DAYS = 14;
/** For so many days after an answer a colleague is not asked the same for the same person again. */
export const INTRODUCTION_REST_DAYS = 60;
/** Days after which those who were put in touch are asked what came of it. */
export const FOLLOW_UP_DAYS = 14;
/** For so many days a follow-up that found no room in a week's mails is tried again. */
export const FOLLOW_UP_TRIES_DAYS = 14;

/** Who may do something for whom: mentors for their mentees; where both learn from each other, either. */
export function mayHelp(format: Format, helper: Side, guest: Side): boolean {
  if (format === 'peer' || format === 'reverse') return true;
  return helper === 'mentor' && guest === 'mentee';
}

/** Whose answer a state waits for; null when for nobody's. */
export function turnOf(state: IntroductionState): IntroductionPart | null {
  return state === 'asked' ? 'helper' : state === 'offered' ? 'guest' : state === 'sent' ? 'third' : null;
}

/** The first state. What somebody says they will do as a sponsor is a promise at once. */
export function beginIntroduction(kind: IntroductionKind, by: 'helper' | 'guest'): IntroductionState {
  if (by === 'guest') return 'asked';
  return kind === 'sponsorship' ? 'made' : 'offered';
}

/** The state after an answer; `introduction.wrong-state` unless it is this part's turn. */
export function answerIntroduction(
  kind: IntroductionKind,
  state: IntroductionState,
  part: IntroductionPart,
  yes: boolean,
): IntroductionState {
  if (turnOf(state) !== part) throw new Refusal('introduction.wrong-state', { state });
  const next = !yes
    ? 'declined'
    : state === 'sent' || (state === 'asked' && kind === 'sponsorship')
      ? 'made'
      : 'sent';
  return moveIntroduction(state, next);
}

/**
 * Whether this part may take it back: helper and guest while it waits for somebody; afterwards only what is still to be
 * done, a day of shadowing by any of the three and a promise by whoever gave it.
 */
export function mayTakeBack(
  kind: IntroductionKind,
  state: IntroductionState,
  part: IntroductionPart,
): boolean {
  if (openIntroductionStates.includes(state)) return part !== 'third';
  if (state !== 'made') return false;
  return kind === 'shadowing' || (kind === 'sponsorship' && part === 'helper');
}

/** Who says what came of it: the guest, and of a sponsorship the helper who promised it. */
export const teller = (kind: IntroductionKind): IntroductionPart =>
  kind === 'sponsorship' ? 'helper' : 'guest';

/** The state after the teller has said whether it came about; it may be said anew. */
export function tellOutcome(
  kind: IntroductionKind,
  state: IntroductionState,
  part: IntroductionPart,
  happened: boolean,
): IntroductionState {
  const to = happened ? 'done' : 'missed';
  if (part !== teller(kind)) throw new Refusal('introduction.wrong-state', { state });
  return state === to ? state : moveIntroduction(state, to);
}

/** The next state, or a refusal `introduction.wrong-state`. */
export function moveIntroduction(from: IntroductionState, to: IntroductionState): IntroductionState {
  return move(introductionTransitions, from, to, 'introduction.wrong-state');
}

/**
 * What others are told: whether somebody said no, or said nothing, is theirs alone, so both look alike.
 */
export function toldOfIntroduction(
  state: IntroductionState,
): Exclude<IntroductionState, 'declined' | 'lapsed'> | 'not-this-time' {
  return state === 'declined' || state === 'lapsed' ? 'not-this-time' : state;
}

/** When whoever's turn it is must have answered. */
export const introductionDueAt = (at: Date): Date =>
  new Date(at.getTime() + INTRODUCTION_ANSWER_DAYS * 86_400_000);

/**
 * The day from which it is asked what came of it: two weeks after people were put in touch, the day after a day of
 * shadowing, and the day by which a sponsor wanted to have done it. Days are `2026-03-01`.
 */
export function followUpOn(made: {
  kind: IntroductionKind;
  madeOn: string;
  /** Agreed by both. */
  dayOn: string | null;
  dueOn: string | null;
}): string {
  if (made.kind === 'shadowing' && made.dayOn !== null) return addDays(made.dayOn, 1);
  if (made.kind === 'sponsorship' && made.dueOn !== null) return made.dueOn;
  return addDays(made.madeOn, FOLLOW_UP_DAYS);
}

/** Refuses one more (`introduction.too-many`) while as many of the pairing wait for an answer as may. */
export function assertRoomForIntroduction(open: number): void {
  if (open >= MOST_OPEN_INTRODUCTIONS)
    throw new Refusal('introduction.too-many', { open, most: MOST_OPEN_INTRODUCTIONS });
}

/** Why a colleague cannot be asked. */
export const thirdObstacles = ['member', 'gone', 'unreachable', 'busy', 'asked'] as const;
export type ThirdObstacle = (typeof thirdObstacles)[number];

/** What stands against asking this colleague; null when nothing does. */
export function obstacleToThird(third: {
  isMember: boolean;
  isGone: boolean;
  hasAddress: boolean;
  openAsks: number;
  /** Was asked the same for the same guest within the days of rest. */
  askedBefore: boolean;
}): ThirdObstacle | null {
  if (third.isMember) return 'member';
  if (third.isGone) return 'gone';
  if (!third.hasAddress) return 'unreachable';
  if (third.askedBefore) return 'asked';
  return third.openAsks >= MOST_ASKS_OF_ONE ? 'busy' : null;
}
