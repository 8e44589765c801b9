import { move } from './lifecycle.ts';
import type { Transitions } from './lifecycle.ts';
import { Refusal } from './refusal.ts';
import type { Format, Side } from './vocabulary.ts';

/** `claimed`: one side says that it is reached, the other has not confirmed it yet. */
export const goalStates = ['open', 'claimed', 'reached', 'abandoned'] as const;
export type GoalState = (typeof goalStates)[number];

export const goalTransitions: Transitions<GoalState> = {
  open: ['claimed', 'abandoned'],
  claimed: ['reached', 'open', 'abandoned'],
  reached: ['open'],
  abandoned: ['open'],
};

/** One to three goals at a time: more than three is a wish list. */
export const MOST_OPEN_GOALS = 3;

/**
 * The next state of a goal that `by` moves, or a refusal: `goal.wrong-state`, or `goal.own-claim` when somebody would
 * confirm what they said themselves. `claimedBy` is whoever said that it is reached; null where nobody did.
 */
export function moveGoal(from: GoalState, to: GoalState, by: string, claimedBy: string | null): GoalState {
  const next = move(goalTransitions, from, to, 'goal.wrong-state');
  if (next === 'reached' && claimedBy === by) throw new Refusal('goal.own-claim');
  return next;
}

/**
 * Whether opening a goal needs a free place. A claim that is taken back or asked about needs none: it is the same goal,
 * and a question must not fail because its owner has set another one meanwhile.
 */
export const needsRoom = (from: GoalState, to: GoalState): boolean => to === 'open' && from !== 'claimed';

/** Steps of one goal. */
export const MOST_MILESTONES = 12;

/** Refuses another open goal (`goal.too-many`) when its owner has `open` of them already. */
export function assertRoomForGoal(open: number): void {
  if (open >= MOST_OPEN_GOALS) throw new Refusal('goal.too-many', { open, most: MOST_OPEN_GOALS });
}

/** Refuses another step (`goal.too-many-milestones`) on a goal with `count`, and any on a goal that is not open. */
export function assertRoomForMilestone(state: GoalState, count: number): void {
  if (state !== 'open') throw new Refusal('goal.wrong-state', { state, possible: ['open'] });
  if (count >= MOST_MILESTONES)
    throw new Refusal('goal.too-many-milestones', { count, most: MOST_MILESTONES });
}

/** Whose goal it is: of a peer, whoever writes it; else the mentee who writes it, or the first mentee when a mentor does. */
export function goalOwner(
  format: Format,
  members: readonly { personId: string; role: Side }[],
  writerId: string,
): string {
  const mentees = members.filter((member) => member.role === 'mentee');
  const own = format === 'peer' || mentees.some((member) => member.personId === writerId);
  return own ? writerId : (mentees[0]?.personId ?? writerId);
}

/** Who reads and keeps a goal of a circle: its owner and the mentor. A pair has no secrets of this kind. */
export function mayReadGoal(
  isCircle: boolean,
  members: readonly { personId: string; role: Side }[],
  readerId: string,
  ownerId: string,
): boolean {
  const reader = members.find((member) => member.personId === readerId);
  return !isCircle || readerId === ownerId || reader?.role === 'mentor';
}

/** Share of steps done, 0 to 1; null without steps. */
export function progressOf(milestones: readonly { doneAt: unknown }[]): number | null {
  if (milestones.length === 0) return null;
  return milestones.filter((milestone) => milestone.doneAt !== null).length / milestones.length;
}
