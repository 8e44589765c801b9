import { solveOverRows } from './candidates.ts';
import { hashInputs, layOutCohort, type CohortInput, type CohortRows, type PairOfIds } from './cohort.ts';
import { MatchingError } from './errors.ts';
import type { GoalSolution } from './goal.ts';
import { leastChange } from './least-change.ts';
import type { Problem, Solution } from './problem.ts';
import { verifyRows, type RowReport } from './row-certificate.ts';

/**
 * The optimum of a pool too large to keep its pairs, with its proof over all of them. `pairs`: eligible pairs proved; `pairsKept`: those
 * the solver looked at; `rounds` of pricing. Prices by id as in `MatchCertificate`.
 */
export interface LargeCohortMatch {
  readonly pairings: readonly (PairOfIds & { readonly score: number })[];
  readonly unmatchedIds: readonly string[];
  readonly certificate: {
    readonly inputsHash: string;
    readonly policyVersion: string;
    readonly seed: number;
    readonly matched: number;
    readonly total: number;
    readonly gap: 0;
    readonly pairs: number;
    readonly pairsKept: number;
    readonly rounds: number;
    readonly penalty: number;
    readonly floor: number;
    readonly menteePrices: Readonly<Record<string, number>>;
    readonly mentorPrices: Readonly<Record<string, number>>;
  };
}

/** A large pool with its optimum: `problem` holds the pairs that the solver looked at, `report` is the check over all pairs. */
export interface LargeSolution {
  readonly cohort: CohortRows;
  readonly problem: Problem;
  readonly solution: Solution;
  readonly report: RowReport;
  readonly rounds: number;
  /** Proof that the fewest of those looked at lose their earlier mentor, where an earlier result was given. */
  readonly change: GoalSolution['change'];
}

/**
 * Solves a pool of any size for the largest total in O(people) memory: candidates, then all pairs priced until no better one exists, then
 * the whole checked by `verifyRows`. Throws MatchingError (RANGE under other objectives).
 */
export function solveLargeCohort(input: CohortInput): LargeSolution {
  if (input.policy.objective !== 'largest-total')
    throw new MatchingError('RANGE', 'large pools are matched for the largest total', {
      field: 'objective',
      objective: input.policy.objective,
    });
  const cohort = layOutCohort(input);
  const { shell, rows, options, before } = cohort;
  const kept = [...(before ?? [])].flatMap((j, i) => (j >= 0 ? [[i, j] as const] : []));
  const pruned = solveOverRows(rows, shell, options, kept);
  const { problem, rounds } = pruned;
  const least = before && leastChange(problem, pruned.solution, before);
  const solution = least?.solution ?? pruned.solution;
  // The search for better pairs leaves out what cannot be better; the proof does not rely on it and looks at every pair.
  const report = verifyRows(rows, shell, solution);
  if (!report.valid)
    throw new Error(
      `the solver's result failed its own proof: ${report.faults.map(({ code }) => code).join(', ')}`,
    );
  const change = before && least ? { before, step: least.step } : undefined;
  return { cohort, problem, solution, report, rounds, change };
}

/** Matches a pool of any size (see `solveLargeCohort`), by id. No explanations: ask `assessPair` for a pair. Throws MatchingError. */
export function matchLargeCohort(input: CohortInput): LargeCohortMatch {
  const { cohort, problem, solution, report, rounds } = solveLargeCohort(input);
  const { mentees, mentors, shell, policy } = cohort;
  const menteeId = (i: number): string => mentees[i]!.participant.id;
  const mentorId = (j: number): string => mentors[j]!.participant.id;
  const pairings: (PairOfIds & { score: number })[] = [];
  const unmatchedIds: string[] = [];
  for (let i = 0; i < shell.mentees; i++) {
    const j = solution.mentorOf[i]!;
    if (j < 0) unmatchedIds.push(menteeId(i));
    for (let e = problem.ptr[i]!; e < problem.ptr[i + 1]!; e++)
      if (problem.mentor[e] === j)
        pairings.push({ menteeId: menteeId(i), mentorId: mentorId(j), score: problem.score[e]! });
  }
  return {
    pairings,
    unmatchedIds,
    certificate: {
      inputsHash: hashInputs(input),
      policyVersion: policy.version,
      seed: input.seed ?? 0,
      matched: report.matched,
      total: report.total,
      gap: 0,
      pairs: report.pairs,
      pairsKept: problem.mentor.length,
      rounds,
      penalty: solution.penalty,
      floor: solution.floor,
      menteePrices: Object.fromEntries([...solution.u].map((price, i) => [menteeId(i), price])),
      mentorPrices: Object.fromEntries([...solution.v].map((price, j) => [mentorId(j), price])),
    },
  };
}
