import { move } from './lifecycle.ts';
import type { Transitions } from './lifecycle.ts';

/** How the pairings of a program come about: the engine proposes and a coordinator decides, or mentees ask mentors. */
export const pairingModes = ['coordinator', 'self-service'] as const;
export type PairingMode = (typeof pairingModes)[number];

export const mentorRequestStates = [
  'suggested',
  'waiting',
  'asked',
  'accepted',
  'declined',
  'lapsed',
  'withdrawn',
  'passed',
] as const;
export type MentorRequestState = (typeof mentorRequestStates)[number];

/**
 * A coordinator suggests, and the mentee agrees or not. A choice waits for its turn, is asked, and ends. What was taken back may be chosen again; a mentor's answer holds, and
 * only a coordinator asks somebody again who was silent.
 */
export const mentorRequestTransitions: Transitions<MentorRequestState> = {
  suggested: ['waiting', 'asked', 'withdrawn', 'passed'],
  waiting: ['asked', 'withdrawn', 'passed'],
  asked: ['accepted', 'declined', 'lapsed', 'withdrawn', 'passed'],
  accepted: [],
  declined: [],
  lapsed: ['asked'],
  withdrawn: ['waiting', 'suggested'],
  passed: ['waiting', 'suggested'],
};

/** How many mentors a mentee may have in line. */
export const MOST_CHOICES = 5;
/** Days a mentor has for an answer. */
export const ANSWER_DAYS = { least: 1, most: 30, usual: 5 } as const;

/** The next state of a request, or a refusal `mentor-request.wrong-state`. */
export function moveMentorRequest(from: MentorRequestState, to: MentorRequestState): MentorRequestState {
  return move(mentorRequestTransitions, from, to, 'mentor-request.wrong-state');
}

/** When a mentor who is asked now must have answered. */
export function answerDueAt(askedAt: Date, days: number): Date {
  return new Date(askedAt.getTime() + days * 86_400_000);
}

export interface Choice {
  state: MentorRequestState;
  rank: number;
  /** Places the mentor has now. */
  freePlaces: number;
}

/**
 * Whom to ask next: nobody while somebody is asked, else the best choice that waits and has a place. One
 * without a place keeps its turn, because places become free.
 */
export function nextToAsk<C extends Choice>(choices: readonly C[]): C | null {
  if (choices.some(({ state }) => state === 'asked')) return null;
  const possible = choices.filter(({ state, freePlaces }) => state === 'waiting' && freePlaces > 0);
  return possible.toSorted((a, b) => a.rank - b.rank)[0] ?? null;
}

/**
 * What a mentee is told of a choice that came to nothing: that there is no place, never whether the mentor declined,
 * let the time go by, or was full.
 */
export function toldToMentee(
  state: MentorRequestState,
): Exclude<MentorRequestState, 'declined' | 'lapsed' | 'passed'> | 'no-place' {
  return state === 'declined' || state === 'lapsed' || state === 'passed' ? 'no-place' : state;
}

/**
 * The free places of a mentor as a mentee is shown them, `state` being that of their own request (null: none). A mentor who
 * said no to them, or nothing, looks like one who has none: otherwise a list that leaves them out would tell.
 */
export function placesShown(state: MentorRequestState | null, freePlaces: number): number {
  return state === 'declined' || state === 'lapsed' ? 0 : freePlaces;
}

/** Whether a mentor may be put in line: whoever is in it stays, anybody else has to show a free place. */
export function mayBeChosen(state: MentorRequestState | null, freePlaces: number): boolean {
  return state === 'waiting' || state === 'asked' || placesShown(state, freePlaces) > 0;
}

/** Why a mentee without a mentor waits for the coordinator. */
export const waitingCauses = [
  'suggestion-unanswered',
  'pairing-over',
  'choices-over',
  'silent-mentor',
  'no-place',
  'nobody-chosen',
  'without-pairing',
] as const;
export type WaitingCause = (typeof waitingCauses)[number];

/** What a coordinator can do about it with one press. */
export const waitingHelps = ['ask-again', 'more-time', 'match-by-hand'] as const;
export type WaitingHelp = (typeof waitingHelps)[number];

export interface WaitingMentee<C extends Choice & { askedAt: Date | null; dueAt: Date | null }> {
  mode: PairingMode;
  /** Had a pairing in this cohort that is over. */
  hadPairing: boolean;
  /** In the pool since; null when that is not known. */
  since: Date | null;
  /** The pairings of the cohort are published and run. */
  isRunning: boolean;
  /** Days a mentor has for an answer; as long may a mentee take to choose. */
  answerDays: number;
  choices: readonly C[];
}

/**
 * What of a mentee in the pool, without a pairing, is for the coordinator: null while things go on by themselves. `choice` is
 * the request that `help` is about. A mentor counts as silent when half of the time has gone by.
 */
export function waitsForCoordinator<C extends Choice & { askedAt: Date | null; dueAt: Date | null }>(
  mentee: WaitingMentee<C>,
  now: Date,
): { cause: WaitingCause; help: WaitingHelp; choice: C | null } | null {
  const ranked = mentee.choices.toSorted((a, b) => a.rank - b.rank);
  const byHand = (cause: WaitingCause) => ({ cause, help: 'match-by-hand' as const, choice: null });
  const asked = ranked.find(({ state }) => state === 'asked');
  const suggested = ranked.find(({ state }) => state === 'suggested');
  if (suggested) return suggested.dueAt && suggested.dueAt <= now ? byHand('suggestion-unanswered') : null;
  if (asked)
    return asked.askedAt && asked.dueAt && 2 * now.getTime() > asked.askedAt.getTime() + asked.dueAt.getTime()
      ? { cause: 'silent-mentor', help: 'more-time', choice: asked }
      : null;
  const waiting = ranked.filter(({ state }) => state === 'waiting');
  if (waiting.length > 0) return waiting.some(({ freePlaces }) => freePlaces > 0) ? null : byHand('no-place');
  const silent = ranked.find(({ state, freePlaces }) => state === 'lapsed' && freePlaces > 0);
  if (silent) return { cause: 'choices-over', help: 'ask-again', choice: silent };
  if (mentee.hadPairing) return byHand('pairing-over');
  if (ranked.some(({ state }) => state !== 'withdrawn')) return byHand('choices-over');
  const isSlow = mentee.since !== null && answerDueAt(mentee.since, mentee.answerDays) <= now;
  if (mentee.mode === 'self-service') return isSlow ? byHand('nobody-chosen') : null;
  // Where coordinators match, the draft takes care of everybody until it is published.
  return mentee.isRunning ? byHand('without-pairing') : null;
}
