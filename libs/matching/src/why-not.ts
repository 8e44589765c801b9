import { buildCohort, type Cohort, type CohortInput } from './cohort.ts';
import { findExclusions, type Exclusion } from './eligibility.ts';
import { MatchingError } from './errors.ts';
import { explain, type PairExplanation } from './explanation.ts';
import type { GoalSolution } from './goal.ts';
import { linearOptimum, solveCohort } from './match.ts';
import { toProfile, type Participant } from './participant.ts';
import type { MatchingPolicy } from './policy.ts';
import { findPair } from './problem.ts';
import { scorePair, type PairScore } from './score.ts';
import { WhatIf } from './what-if.ts';

/** One pair on its own, for a swap or a lock by hand: every rule against it, its score and parts. */
export function assessPair(
  mentee: Participant,
  mentor: Participant,
  policy: MatchingPolicy,
): PairScore & { readonly eligible: boolean; readonly exclusions: readonly Exclusion[] } {
  const a = toProfile(mentee);
  const b = toProfile(mentor);
  const exclusions = findExclusions(a, b, policy.rules);
  return { eligible: exclusions.length === 0, exclusions, ...scorePair(a, b, policy.criteria) };
}

/** "Why not X": the rules against the pair, or the exact effect of forcing it, compared with the run of these inputs (`reducedCost` is 0 where the objective has no prices). */
export interface WhyNot extends PairScore {
  readonly menteeId: string;
  readonly mentorId: string;
  readonly exclusions: readonly Exclusion[];
  readonly forbidden: boolean;
  readonly chosen: boolean;
  readonly effect: {
    readonly reducedCost: number;
    readonly forcedLoss: number;
    readonly matchedLoss: number;
    readonly totalBefore: number;
    readonly totalAfter: number;
    readonly moves: readonly { menteeId: string; fromMentorId: string | null; toMentorId: string | null }[];
  } | null;
}

/** Answers "why not this mentor?" by a real re-solve. Throws MatchingError (RANGE) when either is not in the cohort. */
export function whyNot(input: CohortInput, menteeId: string, mentorId: string): WhyNot {
  const cohort = buildCohort(input);
  const i = cohort.menteeIndex.get(menteeId);
  const j = cohort.mentorIndex.get(mentorId);
  if (i === undefined || j === undefined)
    throw new MatchingError('RANGE', 'not in this cohort', { menteeId, mentorId });
  const found = solveCohort(cohort);
  const linear = linearOptimum(found);
  const pair = linear
    ? explain(cohort.problem, linear, i, j, new WhatIf(cohort.problem, linear))
    : explainAnew(cohort, found, i, j);
  const mentorIdOf = (k: number): string | null => cohort.mentors[k]?.participant.id ?? null;
  const { forcedLoss, matchedLoss, reducedCost } = pair;
  const known = forcedLoss !== undefined && matchedLoss !== undefined && reducedCost !== undefined;
  return {
    menteeId,
    mentorId,
    ...scorePair(cohort.mentees[i]!, cohort.mentors[j]!, cohort.policy.criteria),
    exclusions: findExclusions(cohort.mentees[i]!, cohort.mentors[j]!, cohort.policy.rules),
    forbidden: isForbidden(cohort, i, j),
    chosen: pair.chosen,
    effect: known
      ? {
          reducedCost,
          forcedLoss,
          matchedLoss,
          totalBefore: found.total,
          totalAfter: found.total - forcedLoss,
          moves: pair.displaced.map(({ mentee, from, to }) => ({
            menteeId: cohort.mentees[mentee]!.participant.id,
            fromMentorId: mentorIdOf(from),
            toMentorId: mentorIdOf(to),
          })),
        }
      : null,
  };
}

/** The effect of forcing a pair under an objective that has no prices of its own: the whole run again with the pair locked. */
function explainAnew(cohort: Cohort, found: GoalSolution, i: number, j: number): PairExplanation {
  const { problem } = cohort;
  const chosen = found.mentorOf[i] === j;
  const locked = (problem.locked ?? []).filter(([mentee]) => mentee !== i);
  const e = findPair(problem, i, j);
  const left = problem.capacity[j]! - locked.filter(([, mentor]) => mentor === j).length;
  const isOpen = e >= 0 && left > 0 && problem.score[e]! >= found.floor && !isForbidden(cohort, i, j);
  if (!isOpen && !chosen)
    return {
      open: false,
      chosen,
      reducedCost: undefined,
      forcedLoss: undefined,
      matchedLoss: undefined,
      displaced: [],
    };
  const forced = chosen
    ? found
    : solveCohort({ ...cohort, problem: { ...problem, locked: [...locked, [i, j]] } });
  const displaced = [...forced.mentorOf].flatMap((to, mentee) => {
    const from = found.mentorOf[mentee]!;
    return to !== from && mentee !== i ? [{ mentee, from, to }] : [];
  });
  return {
    open: true,
    chosen,
    reducedCost: 0,
    forcedLoss: found.total - forced.total,
    matchedLoss: found.matched - forced.matched,
    displaced,
  };
}

function isForbidden({ problem }: Cohort, i: number, j: number): boolean {
  return (problem.forbidden ?? []).some(([a, b]) => a === i && b === j);
}
