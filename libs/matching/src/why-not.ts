import { solve } from './assignment.ts';
import { buildCohort, type CohortInput } from './cohort.ts';
import { findExclusions, type Exclusion } from './eligibility.ts';
import { MatchingError } from './errors.ts';
import { explain } from './explanation.ts';
import { toProfile, type Participant } from './participant.ts';
import type { MatchingPolicy } from './policy.ts';
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

/** "Why not X": the rules against the pair, or the exact effect of forcing it, compared with the run of these inputs. */
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
  const solution = solve(cohort.problem, cohort.options);
  const whatIf = new WhatIf(cohort.problem, solution);
  const pair = explain(cohort.problem, solution, i, j, whatIf);
  const mentorIdOf = (k: number): string | null => cohort.mentors[k]?.participant.id ?? null;
  const { forcedLoss, matchedLoss, reducedCost } = pair;
  const known = forcedLoss !== undefined && matchedLoss !== undefined && reducedCost !== undefined;
  return {
    menteeId,
    mentorId,
    ...scorePair(cohort.mentees[i]!, cohort.mentors[j]!, cohort.policy.criteria),
    exclusions: findExclusions(cohort.mentees[i]!, cohort.mentors[j]!, cohort.policy.rules),
    forbidden: whatIf.isForbidden(i, j),
    chosen: pair.chosen,
    effect: known
      ? {
          reducedCost,
          forcedLoss,
          matchedLoss,
          totalBefore: solution.total,
          totalAfter: solution.total - forcedLoss,
          moves: pair.displaced.map(({ mentee, from, to }) => ({
            menteeId: cohort.mentees[mentee]!.participant.id,
            fromMentorId: mentorIdOf(from),
            toMentorId: mentorIdOf(to),
          })),
        }
      : null,
  };
}
