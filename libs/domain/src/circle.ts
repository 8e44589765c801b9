import { movePairing } from './pairing.ts';
import type { MemberAnswer, PairingState } from './pairing.ts';
import { Refusal } from './refusal.ts';
import type { Format, Side } from './vocabulary.ts';

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

/** The sizes of a program's circles; null for a program of pairs. */
export const circleOf = (
  format: Format,
  policy: { readonly circle?: CircleRules | undefined },
): CircleRules | null => (format === 'circle' ? (policy.circle ?? usualCircle) : null);

/** The fewest mentees with whom a circle begins; `gathers`: they come one by one, as each asks the mentor for a place. */
export interface CircleStart {
  readonly smallest: number;
  readonly gathers: boolean;
}

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
 * have declined, but never fewer than two. One that gathers waits for the smallest size, since others may still come.
 */
export function acceptancesNeeded(
  { smallest, gathers }: CircleStart,
  members: readonly CircleMember[],
): number {
  return gathers ? smallest : Math.max(CIRCLE_SIZES.least, Math.min(smallest, menteesOf(members).length));
}

/**
 * The state of a circle whose members have answered as they have. Offered, it begins with the mentor and enough mentees,
 * and falls through with the mentor or when fewer than two mentees are left (while it gathers: none). Once it runs, only its
 * last mentee ends it.
 */
export function circleAfterAnswer(
  state: PairingState,
  start: CircleStart,
  members: readonly CircleMember[],
): PairingState {
  const mentees = menteesOf(members);
  const mentors = members.filter(({ role }) => role === 'mentor');
  if (state === 'offered') {
    const fewest = start.gathers ? 1 : CIRCLE_SIZES.least;
    if (mentors.some((mentor) => mentor.declinedAt) || mentees.length < fewest)
      return movePairing(state, 'declined');
    const accepted = mentees.filter(({ acceptedAt }) => acceptedAt).length;
    const isEnough = accepted >= acceptancesNeeded(start, members);
    return isEnough && mentors.every(({ acceptedAt }) => acceptedAt) ? movePairing(state, 'active') : state;
  }
  return mentees.length === 0 ? movePairing(state, 'ended') : state;
}

/**
 * With how many mentees an offered circle may begin before it does so by itself: all who have said yes, two or more, and its
 * mentor with them. Null while it may not. With its smallest size it begins by itself; below
 * that, its mentor or the coordinator decides that those who are there are enough.
 */
export function mayBeginWith(state: PairingState, members: readonly CircleMember[]): number | null {
  const accepted = menteesOf(members).filter(({ acceptedAt }) => acceptedAt).length;
  const isLed = members.some((member) => member.role === 'mentor' && isStaying(member) && member.acceptedAt);
  return state === 'offered' && isLed && accepted >= CIRCLE_SIZES.least ? accepted : null;
}

/**
 * The state of a circle that begins with those who have said yes. Refuses what is no longer offered (`pairing.wrong-state`)
 * and too few (`pairing.too-few-accepted`).
 */
export function beginCircle(state: PairingState, members: readonly CircleMember[]): PairingState {
  if (state !== 'offered')
    throw new Refusal('pairing.wrong-state', { from: state, to: 'active', possible: ['offered'] });
  if (mayBeginWith(state, members) === null)
    throw new Refusal('pairing.too-few-accepted', { least: CIRCLE_SIZES.least });
  return movePairing(state, 'active');
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

/** Mentees whom a mentor can still take: as many as the own places and the largest circle allow, and none where they suffice for no circle. */
export function circlePlacesLeft(
  capacity: number,
  members: number,
  { smallest, largest }: Pick<CircleRules, 'smallest' | 'largest'>,
): number {
  const most = Math.min(capacity, largest);
  return members === 0 && most < smallest ? 0 : Math.max(0, most - members);
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
