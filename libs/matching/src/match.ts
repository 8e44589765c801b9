import { certify, type MatchCertificate } from './cohort-certificate.ts';
import { buildCohort, compareText, withPairs, type Cohort, type CohortInput } from './cohort.ts';
import { Competition } from './competition.ts';
import { findExclusions, type Exclusion, type Facts } from './eligibility.ts';
import { runnersUp } from './explanation.ts';
import { optimise, type GoalSolution } from './goal.ts';
import type { Criterion } from './policy.ts';
import { findPair, type Options, type Solution } from './problem.ts';
import { scorePair, type Contribution } from './score.ts';
import { explainUnmatched, type RunWith, type Unmatched } from './unmatched.ts';
import { summariseScores, type MatchStatistics } from './match-statistics.ts';
import { WhatIf } from './what-if.ts';

/** A reason for a pairing: the criterion (or `locked`) with its evidence; the strongest first. */
export interface Reason {
  readonly code: Criterion['code'] | 'locked';
  readonly facts: Facts;
}

/** Place of the pair among each side's eligible options by score, 1 the best, equals sharing a place. */
export interface PairRank {
  readonly forMentee: number;
  readonly menteeOptions: number;
  readonly forMentor: number;
  readonly mentorOptions: number;
}

/**
 * A proposed pairing with its evidence. `runnerUp`: the mentee's next best alternative for the whole, with the exact loss of choosing it.
 * (null also under objectives that are no single sum). `reducedCost`: 0 for a chosen pair; for a lock, what keeping it costs at least. `overrides`: rules that a lock sets aside.
 */
export interface MatchedPair {
  readonly menteeId: string;
  readonly mentorId: string;
  readonly score: number;
  readonly contributions: readonly Contribution[];
  readonly reasons: readonly Reason[];
  readonly missingAnswers: number;
  readonly rank: PairRank;
  readonly runnerUp: {
    readonly mentorId: string;
    readonly score: number;
    readonly forcedLoss: number;
    readonly matchedLoss: number;
  } | null;
  readonly reducedCost: number;
  readonly locked: boolean;
  readonly overrides: readonly Exclusion[];
}

/** The result of a matching run, plain JSON throughout. Everything is sorted by mentee id. */
export interface CohortMatch {
  readonly pairings: readonly MatchedPair[];
  readonly unmatched: readonly Unmatched[];
  readonly idleMentors: readonly { readonly mentorId: string; readonly placesLeft: number }[];
  readonly certificate: MatchCertificate;
  readonly statistics: MatchStatistics;
}

/** Most reasons worth telling. */
const REASONS_SHOWN = 4;

/**
 * Matches a cohort optimally under its policy, explains every pairing and everybody left out, and proves the result: the certificate has
 * passed the independent checker. Deterministic; the order of the inputs does not matter. Throws MatchingError on bad data.
 */
export function matchCohort(input: CohortInput): CohortMatch {
  const cohort = buildCohort(input);
  const { problem } = cohort;
  const solution = solveCohort(cohort);
  const linear = linearOptimum(solution);
  const whatIf = linear && new WhatIf(problem, linear);
  const floor = linear?.floor ?? solution.floor;
  const competition = new Competition(problem, { mentorOf: solution.mentorOf, floor });
  const runWith = cohort.goal.kind === 'largest-total' ? undefined : toRunWith(cohort);
  const pairings: MatchedPair[] = [];
  const unmatched: Unmatched[] = [];
  const ranks = rankPairs(cohort, solution);
  const load = new Int32Array(problem.mentors);
  solution.mentorOf.forEach((j, i) => {
    if (j < 0) {
      unmatched.push(explainUnmatched(cohort, { floor }, whatIf, competition, runWith, i));
      return;
    }
    load[j]! += 1;
    pairings.push(describePair(cohort, linear, whatIf, i, j, ranks[i]!));
  });
  const idleMentors = cohort.mentors.flatMap(({ participant }, j) =>
    load[j] === 0 && problem.capacity[j]! > 0
      ? [{ mentorId: participant.id, placesLeft: problem.capacity[j]! }]
      : [],
  );
  return {
    pairings,
    unmatched,
    idleMentors,
    certificate: certify(input, cohort, solution),
    statistics: summariseScores(cohort, solution, pairings),
  };
}

/** Whole solves under one change. Every distinct mentor is asked for once and remembered: everybody left out asks for the same few. */
export function toRunWith(cohort: Cohort): RunWith {
  const known = new Map<number, Int32Array>();
  return {
    place(j) {
      const capacity = cohort.problem.capacity.slice();
      capacity[j]! += 1;
      const mentorOf =
        known.get(j) ?? solveCohort({ ...cohort, problem: { ...cohort.problem, capacity } }).mentorOf;
      known.set(j, mentorOf);
      return mentorOf;
    },
    pairs: (i, mentors, scores) => solveCohort(withPairs(cohort, i, mentors, scores)).mentorOf,
  };
}

/** Solves a cohort for the objective of its policy, exactly and with proof; with a `limit` as `optimise` keeps it. */
export function solveCohort(
  { problem, options, goal, before }: Cohort,
  limit: Pick<Options, 'deadlineMs' | 'clock'> = {},
): GoalSolution {
  const { objective: _, ...rest } = options;
  return optimise(problem, goal, { ...rest, ...limit }, before);
}

/** The prices of a solution that is one largest sum, to which "what if" can be asked; undefined for objectives that are no single sum. */
export function linearOptimum({ proof }: GoalSolution): Solution | undefined {
  return proof.kind === 'optimum' || proof.kind === 'bounded-loss' ? proof.solution : undefined;
}

function describePair(
  cohort: Cohort,
  solution: Solution | undefined,
  whatIf: WhatIf | undefined,
  i: number,
  j: number,
  rank: PairRank,
): MatchedPair {
  const { mentees, mentors, problem, policy } = cohort;
  const parts = scorePair(mentees[i]!, mentors[j]!, policy.criteria);
  const locked = problem.locked?.some(([a]) => a === i) ?? false;
  const [next] = solution ? runnersUp(problem, solution, i, 1, whatIf) : [];
  const strongest = parts.contributions
    .filter(({ missing, value, points }) => !missing && value >= 0.5 && points > 0)
    .sort((a, b) => b.points - a.points || compareText(a.code, b.code))
    .slice(0, REASONS_SHOWN)
    .map(({ code, facts }): Reason => ({ code, facts }));
  return {
    menteeId: mentees[i]!.participant.id,
    mentorId: mentors[j]!.participant.id,
    score: parts.score,
    contributions: parts.contributions,
    reasons: locked ? [{ code: 'locked', facts: {} }, ...strongest] : strongest,
    missingAnswers: parts.missing,
    rank,
    runnerUp: next
      ? {
          mentorId: mentors[next.mentor]!.participant.id,
          score: next.score,
          forcedLoss: next.forcedLoss,
          matchedLoss: next.matchedLoss,
        }
      : null,
    reducedCost: whatIf?.reducedCost(i, j) ?? 0,
    locked,
    overrides: locked ? findExclusions(mentees[i]!, mentors[j]!, policy.rules) : [],
  };
}

/** Ranks of every chosen pair in one pass over all pairs. */
function rankPairs(cohort: Cohort, solution: Pick<Solution, 'mentorOf'>): PairRank[] {
  const { ptr, mentor, score, mentees, mentors } = cohort.problem;
  const own = Int32Array.from(solution.mentorOf, (j, i) =>
    j < 0 ? -1 : score[findPair(cohort.problem, i, j)]!,
  );
  const menteesOf: number[][] = Array.from({ length: mentors }, () => []);
  solution.mentorOf.forEach((j, i) => {
    if (j >= 0) menteesOf[j]!.push(i);
  });
  const forMentee = new Int32Array(mentees).fill(1);
  const forMentor = new Int32Array(mentees).fill(1);
  const optionsOf = new Int32Array(mentors);
  for (let i = 0; i < mentees; i++) {
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
      optionsOf[mentor[e]!]! += 1;
      if (score[e]! > own[i]!) forMentee[i]! += 1;
      for (const other of menteesOf[mentor[e]!]!) if (score[e]! > own[other]!) forMentor[other]! += 1;
    }
  }
  return Array.from({ length: mentees }, (_, i) => ({
    forMentee: forMentee[i]!,
    menteeOptions: ptr[i + 1]! - ptr[i]!,
    forMentor: forMentor[i]!,
    mentorOptions: optionsOf[solution.mentorOf[i]!] ?? 0,
  }));
}
