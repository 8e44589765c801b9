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
