import { candidateProblem, nearProblem } from '@ithaca/matching/candidates';
import { hashInputs, layOutCohort } from '@ithaca/matching/cohort';
import type { Cohort, CohortInput, CohortRows } from '@ithaca/matching/cohort';
import { certify } from '@ithaca/matching/cohort-certificate';
import { solveLargeCohort } from '@ithaca/matching/large-cohort';
import type { LargeSolution } from '@ithaca/matching/large-cohort';
import type { Problem } from '@ithaca/matching/problem';

import { CLOSE, secondChoices } from './close-calls.ts';
import { evidenceOf } from './explain-draft.ts';
import { answerAtOnce, boundCertificate, isFeasible } from './first-answer.ts';
import type { Unexplained } from './first-answer.ts';
import { hashesOf, toRunFiles } from '../runs/run-files.ts';
import type { RunFiles } from '../runs/run-files.ts';
import { statisticsOf } from './draft.ts';
import type { Report, SolvedCohort } from './draft.ts';

/** Pairs kept of a mentee to look for second choices: with more that come so close, the nearest will do. */
const NEAR_PER_MENTEE = 64;

/**
 * A draft of a pool whose pairs are too many to keep: candidates, prices, and a proof over all pairs. Second choices come from the
 * pairs that come close; why somebody is left out is worked out when somebody asks.
 */
export function draftLarge(input: CohortInput, report: Report): SolvedCohort {
  const start = performance.now();
  report('solving');
  const found = solveLargeCohort(input);
  report('explaining');
  const { cohort: laid, solution } = found;
  const cohort = asCohort(laid, found.problem);
  const certificate = { ...certify(input, cohort, goalSolution(found)), isLarge: true as const };
  const pairings = evidenceOf(cohort, solution.mentorOf);
  report('explaining', 0.3);
  const near = nearProblem(laid.rows, laid.shell, solution, CLOSE, NEAR_PER_MENTEE);
  const findRunnerUp = secondChoices(near, laid.mentors, solution);
  for (const pair of pairings) pair.runnerUp = findRunnerUp(laid.menteeIndex.get(pair.menteeId) ?? -1);
  report('checking');
  const unmatched = leftOver(laid, solution.mentorOf);
  const statistics = { ...statisticsOf(cohort, pairings), eligiblePairs: found.report.pairs };
  const match = { pairings, unmatched, certificate, statistics };
  // The checker has been over all pairs already: without that there is no solution (see solveLargeCohort).
  return {
    match,
    verified: found.report.valid,
    solveMs: performance.now() - start,
    files: toRunFiles(input, cohort, match),
  };
}

/** A large pool solved once more, for the comparison. */
export function replayLarge(input: CohortInput): Pick<RunFiles, 'resultHash' | 'scoresHash'> {
  const { cohort: laid, problem, solution } = solveLargeCohort(input);
  const cohort = asCohort(laid, problem);
  return hashesOf(cohort, evidenceOf(cohort, solution.mentorOf), hashInputs(input));
}

/** When the time is up: the best candidates in one pass, with a bound from everybody's best mentor. */
export function settleLarge(input: CohortInput): SolvedCohort {
  const start = performance.now();
  const laid = layOutCohort(input);
  const cohort = asCohort(laid, candidateProblem(laid.rows, laid.shell, laid.options));
  const mentorOf = answerAtOnce(cohort);
  const pairings = evidenceOf(cohort, mentorOf);
  const total = pairings.reduce((sum, { score }) => sum + score, 0);
  const search = { prices: null, steps: null };
  const match = {
    pairings,
    unmatched: laid.mentees.flatMap(({ participant: { id } }, i): Unexplained[] =>
      mentorOf[i] === -1 ? [{ menteeId: id, cause: { code: 'out-of-time' }, barriers: [], changes: [] }] : [],
    ),
    certificate: {
      ...boundCertificate(input, cohort, { matched: pairings.length, total }, search),
      isLarge: true as const,
    },
    statistics: statisticsOf(cohort, pairings),
  };
  return {
    match,
    verified: isFeasible(cohort, mentorOf),
    solveMs: performance.now() - start,
    files: toRunFiles(input, cohort, match),
  };
}

/** The same in the way in which it was answered out of time. */
export function replayLargeStopped(input: CohortInput): Pick<RunFiles, 'resultHash' | 'scoresHash'> {
  const laid = layOutCohort(input);
  const cohort = asCohort(laid, candidateProblem(laid.rows, laid.shell, laid.options));
  return hashesOf(cohort, evidenceOf(cohort, answerAtOnce(cohort)), hashInputs(input));
}

/** The cohort with the pairs that were looked at. */
function asCohort(laid: CohortRows, problem: Problem): Cohort {
  const { mentees, mentors, menteeIndex, mentorIndex, policy, options, before } = laid;
  return {
    mentees,
    mentors,
    menteeIndex,
    mentorIndex,
    policy,
    options,
    before,
    problem,
    goal: { kind: 'largest-total' },
  };
}

function goalSolution({ solution, change }: LargeSolution): Parameters<typeof certify>[2] {
  const { mentorOf, matched, total, minScore, floor, hall } = solution;
  return {
    mentorOf,
    matched,
    total,
    minScore,
    floor,
    hall,
    goal: { kind: 'largest-total' },
    proof: { kind: 'optimum', solution },
    best: { matched, total },
    ...(change && { change }),
  };
}

/** Everybody who is left out, with how many mentors there would be: one row of scores each. */
function leftOver({ mentees, shell, rows, policy }: CohortRows, mentorOf: Int32Array): Unexplained[] {
  const scores = new Int32Array(shell.mentors);
  return mentees.flatMap(({ participant: { id } }, i): Unexplained[] => {
    if ((mentorOf[i] ?? -1) >= 0) return [];
    rows.scoreRow(i, scores);
    const least = Math.max(0, policy.floor);
    const eligibleMentors = scores.reduce((sum, score) => sum + Number(score >= least), 0);
    const cause: Unexplained['cause'] =
      eligibleMentors === 0
        ? { code: 'no-eligible-mentor', mentors: shell.mentors }
        : { code: 'places-taken', eligibleMentors };
    return [{ menteeId: id, cause, barriers: [], changes: [] }];
  });
}
