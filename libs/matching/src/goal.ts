import { solve, summarise } from './assignment.ts';
import { solveBoundedLoss } from './bounded-loss.ts';
import type { AccessGroup } from './access-groups.ts';
import { solveEqualAccess, type GroupLimit } from './equal-access.ts';
import { MatchingError } from './errors.ts';
import type { Step } from './face.ts';
import { leastChange } from './least-change.ts';
import { solveLeximin } from './leximin.ts';
import { requireInteger, type HallSet, type Options, type Problem, type Solution } from './problem.ts';
import { deferredAcceptance, toPreferences, type ProposingSide } from './stable.ts';

/**
 * What a matching is to be best at; locks, classes and the number matched come first in all but `stable`.
 * `bounded-loss`: the largest worst score that costs at most `lossPerMille` thousandths of the best total. `leximin`: the worst score, then
 * the next worst, for `levels` distinct scores, then the total. `equal-access`: the group served least, again and again, then the total.
 * `stable`: no two people who would rather have one another, best for one side; values say how much each side likes each pair.
 */
export type Goal =
  | { readonly kind: 'largest-total' }
  | { readonly kind: 'largest-worst' }
  | { readonly kind: 'bounded-loss'; readonly lossPerMille: number }
  | { readonly kind: 'leximin'; readonly levels: number }
  | { readonly kind: 'equal-access'; readonly groupOf: ArrayLike<number> }
  | {
      readonly kind: 'stable';
      readonly side: ProposingSide;
      readonly menteeValue?: ArrayLike<number>;
      readonly mentorValue?: ArrayLike<number>;
    };

/** What proves that a goal is reached, beside the matching itself. */
export type GoalProof =
  | { readonly kind: 'optimum'; readonly solution: Solution }
  | {
      readonly kind: 'bounded-loss';
      readonly solution: Solution;
      readonly best: Solution;
      readonly beyond: Solution;
    }
  | { readonly kind: 'leximin'; readonly steps: readonly Step[] }
  | {
      readonly kind: 'equal-access';
      readonly groups: readonly AccessGroup[];
      readonly limits: readonly GroupLimit[];
      readonly solution: Solution;
    }
  | { readonly kind: 'stable' };

/**
 * A matching that reaches its goal. `best`: the largest total of as many as possible, so that the price of the goal can be told:
 * `best.total - total`, `best.matched - matched`. `change`: proof that the fewest lose their earlier mentor.
 */
export interface GoalSolution {
  readonly mentorOf: Int32Array;
  readonly matched: number;
  readonly total: number;
  readonly minScore: number;
  readonly goal: Goal;
  readonly floor: number;
  readonly proof: GoalProof;
  readonly best: { readonly matched: number; readonly total: number };
  readonly hall: HallSet;
  readonly change?: { readonly before: Int32Array; readonly step: Step };
}

/**
 * Solves a problem for a goal, exactly and deterministically. `before[i]` (-1: none) asks for the least change against an earlier result
 * among all equally good matchings; a stable matching is unique for its side, so it is not asked there. A deadline in the options holds for
 * `largest-total` alone: out of time, the best found comes back as it is (`proof.solution.status` 'time-limit'). Throws MatchingError on bad data.
 */
export function optimise(
  problem: Problem,
  goal: Goal,
  { deadlineMs, clock, ...options }: Omit<Options, 'objective'> = {},
  before?: Int32Array,
): GoalSolution {
  if (before && before.length !== problem.mentees)
    throw new MatchingError('SHAPE', 'before: one per mentee', { field: 'before' });
  const floor = options.floor ?? 0;
  const largestTotal = (): Solution => solve(problem, { ...options, objective: 'lexicographic' });
  const finish = (
    mentorOf: Int32Array,
    proof: GoalProof,
    best: Solution,
    more: Partial<GoalSolution> = {},
  ): GoalSolution => ({
    mentorOf,
    ...summarise(problem, mentorOf),
    goal,
    floor,
    proof,
    best: { matched: best.matched, total: best.total },
    hall: best.hall,
    ...more,
  });
  const settle = (
    solution: Solution,
    best: Solution,
    toProof: (solution: Solution) => GoalProof,
  ): GoalSolution => {
    if (!before) return finish(solution.mentorOf, toProof(solution), best, { hall: solution.hall });
    const kept = leastChange(problem, solution, before);
    return finish(kept.solution.mentorOf, toProof(kept.solution), best, {
      hall: solution.hall,
      change: { before, step: kept.step },
    });
  };
  switch (goal.kind) {
    case 'largest-total': {
      const limit = deadlineMs === undefined || !clock ? {} : { deadlineMs, clock };
      const found = solve(problem, { ...options, ...limit, objective: 'lexicographic' });
      // The clock is no part of what was asked: a proof is plain data.
      const best: Solution = { ...found, options: { ...options, objective: 'lexicographic' } };
      if (best.status === 'time-limit')
        return finish(best.mentorOf, { kind: 'optimum', solution: best }, best);
      return settle(best, best, (solution) => ({ kind: 'optimum', solution }));
    }
    case 'largest-worst': {
      const solution = solve(problem, { ...options, objective: 'floor' });
      const best = before ? largestTotal() : solution;
      return settle(solution, best, (kept) => ({ kind: 'optimum', solution: kept }));
    }
    case 'bounded-loss': {
      requireInteger(goal.lossPerMille, 0, 1000, 'RANGE', { field: 'lossPerMille' });
      const { solution, best, beyond } = solveBoundedLoss(problem, options, goal.lossPerMille);
      return settle(solution, best, (kept) => ({ kind: 'bounded-loss', solution: kept, best, beyond }));
    }
    case 'leximin': {
      requireInteger(goal.levels, 0, 2 ** 31, 'RANGE', { field: 'levels' });
      const { mentorOf, steps } = solveLeximin(problem, { ...options, levels: goal.levels }, before);
      const change = before && { before, step: steps.at(-1)! };
      return finish(mentorOf, { kind: 'leximin', steps }, largestTotal(), change && { change });
    }
    case 'equal-access': {
      const { mentorOf, groups, limits, solution } = solveEqualAccess(problem, goal.groupOf, options);
      return finish(mentorOf, { kind: 'equal-access', groups, limits, solution }, largestTotal());
    }
    case 'stable': {
      const best = largestTotal();
      const preferences = toPreferences(problem, floor, goal.menteeValue, goal.mentorValue);
      const mentorOf = deferredAcceptance(preferences, goal.side);
      for (const [i, j] of problem.locked ?? []) mentorOf[i] = j;
      return finish(mentorOf, { kind: 'stable' }, best);
    }
  }
}
