import { buildCohort, hashInputs } from '@ithaca/matching/cohort';
import type { Cohort, CohortInput } from '@ithaca/matching/cohort';
import { certify, verifyCohort } from '@ithaca/matching/cohort-certificate';
import { Competition } from '@ithaca/matching/competition';
import { linearOptimum, matchCohort, solveCohort } from '@ithaca/matching/match';
import type { CohortMatch, MatchedPair } from '@ithaca/matching/match';
import { summariseScores } from '@ithaca/matching/match-statistics';
import { scorePair } from '@ithaca/matching/score';
import { explainUnmatched } from '@ithaca/matching/unmatched';
import { WhatIf } from '@ithaca/matching/what-if';
import type { MatchingRunPhase } from '@ithaca/domain/matching-run';

import { answerAtOnce, boundCertificate, isFeasible } from './first-answer.ts';
import type { DraftCertificate, Unexplained } from './first-answer.ts';
import { hashesOf, toRunFiles } from '../runs/run-files.ts';
import type { RunFiles } from '../runs/run-files.ts';

/** Told when a task enters its next phase, and the share of the phase that is done. */
export type Report = (phase: MatchingRunPhase, share?: number) => void;

/** A pair of a draft, with what its queue and its page start from. `runnerUp` is null where it was not looked for. */
export type DraftPair = Pick<
  MatchedPair,
  'menteeId' | 'mentorId' | 'score' | 'contributions' | 'runnerUp' | 'reducedCost' | 'locked'
>;

/** The result of a run as it is stored. */
export interface DraftMatch {
  pairings: readonly DraftPair[];
  unmatched: readonly (CohortMatch['unmatched'][number] | Unexplained)[];
  certificate: DraftCertificate;
  statistics: Pick<
    CohortMatch['statistics'],
    'mentees' | 'mentors' | 'places' | 'eligiblePairs' | 'matched' | 'mean' | 'median' | 'worst'
  >;
}

export interface SolvedCohort {
  match: DraftMatch;
  verified: boolean;
  solveMs: number;
  files: RunFiles;
}

/**
 * With more possible pairs than this, the second choice of every pair is left to the moment at which somebody looks at the
 * pair: each asks for a solve of its own (60 ms at ten million pairs, 1.5 ms at 400,000).
 */
const WHOLE_UP_TO = 1_000_000;
/** How often a share is told while explaining. */
const STEPS = 20;

/** Solves a cohort, explains and checks it, phase by phase, and makes the files of its record. */
export function solveForDraft(input: CohortInput, report: Report): SolvedCohort {
  const start = performance.now();
  report('scoring');
  const cohort = buildCohort(input);
  report('solving');
  const match =
    cohort.problem.mentor.length <= WHOLE_UP_TO ? matchCohort(input) : matchLarge(input, cohort, report);
  const solveMs = performance.now() - start;
  report('checking');
  const { valid } = verifyCohort(input, match);
  report('checking', 0.5);
  return { match, verified: valid, solveMs, files: toRunFiles(input, cohort, match) };
}

function matchLarge(input: CohortInput, cohort: Cohort, report: Report) {
  const { solution, certificate } = prove(input, cohort);
  report('explaining');
  return describe(cohort, solution, certificate, (share) => report('explaining', share));
}

/** What can be said when the time is up: a feasible draft at once, with a bound on how much better another could be. */
export function settleForLess(input: CohortInput): SolvedCohort {
  const start = performance.now();
  const cohort = buildCohort(input);
  const mentorOf = answerAtOnce(cohort);
  const pairings = pairsOf(cohort, mentorOf);
  for (const pair of pairings) {
    const mentee = cohort.mentees[cohort.menteeIndex.get(pair.menteeId) ?? -1];
    const mentor = cohort.mentors[cohort.mentorIndex.get(pair.mentorId) ?? -1];
    if (mentee && mentor)
      pair.contributions = scorePair(mentee, mentor, cohort.policy.criteria).contributions;
  }
  const figures = { matched: pairings.length, total: pairings.reduce((sum, { score }) => sum + score, 0) };
  const unmatched = cohort.mentees.flatMap(({ participant: { id } }, i): Unexplained[] =>
    mentorOf[i] === -1 ? [{ menteeId: id, cause: { code: 'out-of-time' }, barriers: [], changes: [] }] : [],
  );
  const certificate = boundCertificate(input, cohort, figures);
  const scores = pairings.map(({ score }) => score).toSorted((a, b) => a - b);
  const middle = scores.length >> 1;
  const places = cohort.problem.capacity.reduce((sum, count) => sum + count, 0);
  const match: DraftMatch = {
    pairings,
    unmatched,
    certificate,
    statistics: {
      mentees: cohort.problem.mentees,
      mentors: cohort.problem.mentors,
      places,
      eligiblePairs: cohort.problem.mentor.length,
      matched: figures.matched,
      mean: scores.length === 0 ? null : figures.total / scores.length,
      median: scores[middle] ?? null,
      worst: scores[0] ?? null,
    },
  };
  return {
    match,
    verified: isFeasible(cohort, mentorOf),
    solveMs: performance.now() - start,
    files: toRunFiles(input, cohort, match),
  };
}

/** Solves once more, in the way in which the run was answered, for nothing but the comparison. */
export function solveForReplay(
  input: CohortInput,
  status: DraftCertificate['status'],
): Pick<RunFiles, 'resultHash' | 'scoresHash'> {
  const cohort = buildCohort(input);
  const mentorOf = status === 'optimal' ? solveCohort(cohort).mentorOf : answerAtOnce(cohort);
  return hashesOf(cohort, pairsOf(cohort, mentorOf), hashInputs(input));
}

function prove(input: CohortInput, cohort: Cohort) {
  const solution = solveCohort(cohort);
  return { solution, certificate: certify(input, cohort, solution) };
}

function describe(
  cohort: Cohort,
  solution: ReturnType<typeof solveCohort>,
  certificate: CohortMatch['certificate'],
  tell: (share: number) => void,
) {
  const { problem, mentees, mentors } = cohort;
  const linear = linearOptimum(solution);
  const whatIf = linear && new WhatIf(problem, linear);
  const floor = linear?.floor ?? solution.floor;
  const competition = new Competition(problem, { mentorOf: solution.mentorOf, floor });
  // "What if" is exact where the goal is one sum; elsewhere the change that needs no search is offered.
  const tries = cohort.goal.kind === 'largest-total' ? whatIf : undefined;
  const step = Math.max(1, Math.ceil(problem.mentees / STEPS));
  const pairings = new Map(
    pairsOf(cohort, solution.mentorOf).map((pair) => [cohort.menteeIndex.get(pair.menteeId) ?? -1, pair]),
  );
  const unmatched: CohortMatch['unmatched'][number][] = [];
  for (let i = 0; i < problem.mentees; i += 1) {
    if (i % step === 0) tell(i / problem.mentees);
    const pair = pairings.get(i);
    const [mentee, mentor] = [mentees[i], mentors[solution.mentorOf[i] ?? -1]];
    if (!pair || !mentee || !mentor) {
      unmatched.push(explainUnmatched(cohort, { floor }, tries, competition, undefined, i));
      continue;
    }
    pair.contributions = scorePair(mentee, mentor, cohort.policy.criteria).contributions;
    pair.reducedCost = whatIf?.reducedCost(i, solution.mentorOf[i] ?? -1) ?? 0;
  }
  const all = [...pairings.values()];
  const {
    firstChoices: _,
    missingAnswers: __,
    ...statistics
  } = summariseScores(
    cohort,
    solution,
    // What is counted by rank and by missing answers is not kept.
    all.map(({ score }) => ({ score, missingAnswers: 0, rank: { forMentee: 0 } })),
  );
  return { pairings: all, unmatched, certificate, statistics };
}

/** The pairs by mentee's id, with their scores and nothing else yet. */
function pairsOf(
  { mentees, mentors, problem, policy }: Cohort,
  mentorOf: Int32Array,
): { -readonly [K in keyof DraftPair]: DraftPair[K] }[] {
  const locked = new Set(problem.locked?.map(([i]) => i));
  return [...mentorOf].flatMap((j, i) => {
    const [mentee, mentor] = [mentees[i], mentors[j]];
    if (!mentee || !mentor) return [];
    return {
      menteeId: mentee.participant.id,
      mentorId: mentor.participant.id,
      score: scorePair(mentee, mentor, policy.criteria).score,
      contributions: [],
      runnerUp: null,
      reducedCost: 0,
      locked: locked.has(i),
    };
  });
}
