import { movePairing } from './pairing.ts';
import type { MemberAnswer, PairingState } from './pairing.ts';
import { Refusal } from './refusal.ts';
import type { Side } from './vocabulary.ts';

/** Mentees of one circle: from a conversation of three to what one person can hold together. */
export const CIRCLE_SIZES = { least: 2, most: 8 } as const;

/** How large circles are, and how many of one department may sit in one; null: as many as there are. */
export interface CircleRules {
  readonly smallest: number;
  readonly largest: number;
  readonly mostOfOneDepartment: number | null;
}

/** What holds where a policy says nothing of circles. */
export const usualCircle: CircleRules = { smallest: 3, largest: 6, mostOfOneDepartment: null };

/** A member of a circle as it decides about its next state. */
export interface CircleMember extends MemberAnswer {
  role: Side;
  leftAt: Date | null;
}

const isStaying = ({ declinedAt, leftAt }: CircleMember) => !declinedAt && !leftAt;
const menteesOf = (members: readonly CircleMember[]) =>
  members.filter((member) => member.role === 'mentee' && isStaying(member));

/**
 * How many mentees have to accept before an offered circle begins: the smallest size, or everybody who is left where some
 * have declined, but never fewer than two.
 */
export function acceptancesNeeded(smallest: number, members: readonly CircleMember[]): number {
  return Math.max(CIRCLE_SIZES.least, Math.min(smallest, menteesOf(members).length));
}

/**
 * The state of a circle whose members have answered as they have. Offered, it begins with the mentor and enough mentees,
 * and falls through with the mentor or when fewer than two mentees are left. Once it runs, only its last mentee ends it.
 */
export function circleAfterAnswer(
  state: PairingState,
  smallest: number,
  members: readonly CircleMember[],
): PairingState {
  const mentees = menteesOf(members);
  const mentors = members.filter(({ role }) => role === 'mentor');
  if (state === 'offered') {
    if (mentors.some((mentor) => mentor.declinedAt) || mentees.length < CIRCLE_SIZES.least)
      return movePairing(state, 'declined');
    const accepted = mentees.filter(({ acceptedAt }) => acceptedAt).length;
    const isEnough = accepted >= acceptancesNeeded(smallest, members);
    return isEnough && mentors.every(({ acceptedAt }) => acceptedAt) ? movePairing(state, 'active') : state;
  }
  return mentees.length === 0 ? movePairing(state, 'ended') : state;
}

/** Refuses a second answer (`pairing.already-answered`) and any to a circle that is over (`pairing.wrong-state`). */
export function assertMayAnswer(
  state: PairingState,
  own: CircleMember | undefined,
): asserts own is CircleMember {
  if (!own) throw new Refusal('record.not-found');
  if (own.acceptedAt || !isStaying(own)) throw new Refusal('pairing.already-answered', { state });
  const possible: readonly PairingState[] = ['offered', 'active', 'paused'];
  if (!possible.includes(state))
    throw new Refusal('pairing.wrong-state', { from: state, to: 'active', possible });
}

/** True when this member can leave while the others go on: a mentee with another mentee beside. */
export function canLeaveAlone(
  smallest: number | null,
  members: readonly CircleMember[],
  personId: string,
): boolean {
  if (smallest === null) return false;
  const mentees = menteesOf(members);
  return mentees.length > 1 && mentees.some((member) => member.personId === personId);
}
