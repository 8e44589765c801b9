import type { CohortState } from './cohort.ts';
import type { EnrolmentState } from './enrolment.ts';
import { move } from './lifecycle.ts';
import type { Transitions } from './lifecycle.ts';
import { Refusal } from './refusal.ts';

export const pairingStates = ['offered', 'active', 'paused', 'completed', 'ended', 'declined'] as const;
export type PairingState = (typeof pairingStates)[number];

/** Offered pairings wait for every side's yes; open states hold a mentor's place and a mentee's only seat. */
export const pairingTransitions: Transitions<PairingState> = {
  offered: ['active', 'declined', 'ended'],
  active: ['paused', 'completed', 'ended'],
  paused: ['active', 'completed', 'ended'],
  completed: [],
  ended: [],
  declined: [],
};

export const openPairingStates: readonly PairingState[] = ['offered', 'active', 'paused'];

/** Why a pairing ends, without blame; only the category is ever shown to a coordinator. */
export const endReasons = [
  'goals-reached',
  'no-time',
  'different-needs',
  'changed-job',
  'left',
  'other',
] as const;
export type EndReason = (typeof endReasons)[number];

/** Why somebody declines an offer, if they want to say; as with an end, a category and nothing else. */
export const declineReasons = ['no-time', 'different-needs', 'too-close', 'other'] as const;
export type DeclineReason = (typeof declineReasons)[number];

/** Everything an early exit can be put down to. */
export type ExitReason = EndReason | DeclineReason;

/** The next state of a pairing, or a refusal `pairing.wrong-state`. */
export function movePairing(from: PairingState, to: PairingState): PairingState {
  return move(pairingTransitions, from, to, 'pairing.wrong-state');
}

export interface MemberAnswer {
  personId: string;
  acceptedAt: Date | null;
  declinedAt: Date | null;
}

/** The state after one side accepts: active once all have, still offered before. Answering twice is refused. */
export function acceptPairing(
  state: PairingState,
  members: readonly MemberAnswer[],
  personId: string,
): PairingState {
  const own = members.find((member) => member.personId === personId);
  if (!own) throw new Refusal('record.not-found');
  if (own.acceptedAt || own.declinedAt) throw new Refusal('pairing.already-answered', { state });
  if (state !== 'offered')
    throw new Refusal('pairing.wrong-state', { from: state, to: 'active', possible: [] });
  return members.every((member) => member === own || member.acceptedAt)
    ? movePairing(state, 'active')
    : state;
}

/** What the sides do together: plans and messages need an active pairing, notes go on in a pause; afterwards all is read only, but for whether a meeting took place. */
export const pairingDoings = {
  plan: ['active'],
  note: ['active', 'paused'],
  tell: ['active', 'paused', 'completed', 'ended'],
} as const satisfies Record<string, readonly PairingState[]>;
export type PairingDoing = keyof typeof pairingDoings;

/** Refuses with `pairing.wrong-state` what the sides may not do in `state`; the facts name the states in which they may. */
export function assertDoing(state: PairingState, doing: PairingDoing): void {
  const possible: readonly PairingState[] = pairingDoings[doing];
  if (!possible.includes(state)) throw new Refusal('pairing.wrong-state', { state, possible: [...possible] });
}

/** The state after one side says no: declined, whatever the other side said. Answering twice is refused. */
export function declinePairing(
  state: PairingState,
  members: readonly MemberAnswer[],
  personId: string,
): PairingState {
  const own = members.find((member) => member.personId === personId);
  if (!own) throw new Refusal('record.not-found');
  if (own.acceptedAt || own.declinedAt) throw new Refusal('pairing.already-answered', { state });
  return movePairing(state, 'declined');
}

/**
 * What becomes of a pairing when its cohort comes to its close, null when it goes on: an offer nobody took up lapses as
 * soon as the cohort is closing; what runs has until the cohort is closed and is completed then, unless its sides agreed to
 * go on (`isExtended`) and that day has not passed.
 */
export function pairingAfterCohort(
  pairing: PairingState,
  cohort: CohortState,
  isExtended: boolean,
): 'completed' | 'ended' | null {
  const isClosed = cohort === 'closed' || cohort === 'archived';
  if (pairing === 'offered') return isClosed || cohort === 'closing' ? 'ended' : null;
  return isClosed && !isExtended && openPairingStates.includes(pairing) ? 'completed' : null;
}

export interface EnrolmentAfter {
  state: EnrolmentState;
  /** Pairings of the same enrolment that stay open: a mentor may have several. */
  otherOpenPairings: number;
  cohortState: CohortState;
  /** Has left the organisation. */
  hasLeft: boolean;
}

/** Cohorts in which somebody without a partner can still be given one. */
const matchable: readonly CohortState[] = ['enrolling', 'matching', 'running'];

/**
 * What becomes of an enrolment when one of its pairings closes, null when it stays as it is. Whoever completes has
 * completed; everybody else goes back to the pool without blame, unless they left or the cohort is over.
 */
export function enrolmentAfterPairing(
  outcome: 'declined' | 'completed' | 'ended',
  enrolment: EnrolmentAfter,
): EnrolmentState | null {
  if (enrolment.state !== 'matched' && enrolment.state !== 'in-pool') return null;
  if (enrolment.otherOpenPairings > 0) return null;
  const next =
    outcome === 'completed' && enrolment.state === 'matched'
      ? 'completed'
      : enrolment.hasLeft || !matchable.includes(enrolment.cohortState)
        ? 'withdrawn'
        : 'in-pool';
  return next === enrolment.state ? null : next;
}
