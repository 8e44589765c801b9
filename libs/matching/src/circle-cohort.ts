import { solve, summarise } from './assignment.ts';
import { certifyCircles, circleRulesOf, type CircleCertificate } from './circle-certificate.ts';
import { settleCircles } from './circle-start.ts';
import { matchCircles, totalBound, type CircleMatch } from './circles.ts';
import { buildCohort, type Cohort, type CohortInput, type PairOfIds } from './cohort.ts';
import { Competition } from './competition.ts';
import { scorePair, type Contribution } from './score.ts';
import { explainUnmatched, type Unmatched } from './unmatched.ts';

/** A mentee of a circle with the evidence; `locked` pairs were kept. */
export interface CirclePlace extends PairOfIds {
  readonly score: number;
  readonly contributions: readonly Contribution[];
  readonly locked: boolean;
}

/** The result of a run with circles, sorted by mentee id. */
export interface CircleCohortMatch {
  readonly cohort: Cohort;
  readonly mentorOf: Int32Array;
  readonly pairings: readonly CirclePlace[];
  readonly unmatched: readonly Unmatched[];
  readonly certificate: CircleCertificate;
}

/**
 * Matches a cohort in circles: as many mentees as possible, then the largest total, by integer programs that take at most `seconds` each
 * and else keep the best found, with the bound that is proven. Throws MatchingError on bad data, INFEASIBLE when locks cannot be kept.
 */
export async function matchCircleCohort(input: CohortInput, seconds: number): Promise<CircleCohortMatch> {
  const cohort = buildCohort(input);
  const found = await matchCircles(cohort.problem, circleRulesOf(cohort, input, seconds));
  return describeCircles(input, cohort, found);
}

/** Circles at once, with the network optimum as their bound: for an answer whose time is up, and while somebody tries a policy. */
export function settleCircleCohort(input: CohortInput): CircleCohortMatch {
  const cohort = buildCohort(input);
  const rules = circleRulesOf(cohort, input);
  const mentorOf = settleCircles(cohort.problem, rules);
  const relaxation = solve(cohort.problem, { objective: 'lexicographic', floor: cohort.policy.floor });
  const figures = summarise(cohort.problem, mentorOf);
  const bound = totalBound(cohort.problem, rules, mentorOf, relaxation);
  const gap = { matched: relaxation.matched - figures.matched, total: bound - figures.total };
  const isOptimal = gap.matched === 0 && gap.total === 0;
  const status = isOptimal ? 'optimal' : 'time-limit';
  return describeCircles(input, cohort, {
    mentorOf,
    ...figures,
    status,
    matchedBound: relaxation.matched,
    bound,
    gap,
    relaxation,
  });
}

function describeCircles(input: CohortInput, cohort: Cohort, found: CircleMatch): CircleCohortMatch {
  const { mentees, mentors, problem, policy } = cohort;
  const { mentorOf } = found;
  const locked = new Set(problem.locked?.map(([i]) => i));
  const competition = new Competition(problem, { mentorOf, floor: policy.floor });
  const left = problem.capacity.slice();
  for (const j of mentorOf) if (j >= 0) left[j]! -= 1;
  const pairings: CirclePlace[] = [];
  const unmatched: Unmatched[] = [];
  mentorOf.forEach((j, i) => {
    if (j < 0) {
      unmatched.push(explainAlone(cohort, competition, left, i));
      return;
    }
    const { score, contributions } = scorePair(mentees[i]!, mentors[j]!, policy.criteria);
    const ids = { menteeId: mentees[i]!.participant.id, mentorId: mentors[j]!.participant.id };
    pairings.push({ ...ids, score, contributions, locked: locked.has(i) });
  });
  return { cohort, mentorOf, pairings, unmatched, certificate: certifyCircles(input, cohort, found) };
}

/** Why somebody sits in no circle: as in pairs, unless an eligible mentor has a place that only the rules of circles keep empty. */
export function explainAlone(
  cohort: Cohort,
  competition: Competition,
  left: Int32Array,
  i: number,
): Unmatched {
  const { problem, policy } = cohort;
  const found = explainUnmatched(cohort, { floor: policy.floor }, undefined, competition, undefined, i);
  if (found.cause.code !== 'scarce-places') return found;
  const banned = new Set((problem.forbidden ?? []).filter(([a]) => a === i).map(([, j]) => j));
  let isHeldBack = false;
  for (let e = problem.ptr[i]!; e < problem.ptr[i + 1]!; e++) {
    const j = problem.mentor[e]!;
    if (left[j]! > 0 && problem.score[e]! >= policy.floor && !banned.has(j)) isHeldBack = true;
  }
  const { eligibleMentors } = found.cause;
  if (!isHeldBack) return { ...found, changes: [] };
  const smallest = policy.circles?.smallest ?? 1;
  return { ...found, cause: { code: 'circle-size', eligibleMentors, smallest }, changes: [] };
}
