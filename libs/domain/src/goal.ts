import { move } from './lifecycle.ts';
import type { Transitions } from './lifecycle.ts';

export const goalStates = ['open', 'reached', 'abandoned'] as const;
export type GoalState = (typeof goalStates)[number];

export const goalTransitions: Transitions<GoalState> = {
  open: ['reached', 'abandoned'],
  reached: ['open'],
  abandoned: ['open'],
};

/** One to three goals at a time: more than three is a wish list. */
export const MOST_OPEN_GOALS = 3;

/** The next state of a goal, or a refusal `goal.wrong-state`. */
export function moveGoal(from: GoalState, to: GoalState): GoalState {
  return move(goalTransitions, from, to, 'goal.wrong-state');
}
