import { solve } from '@ithaca/matching/assignment';
import { buildCohort, hashInputs } from '@ithaca/matching/cohort';
import type { Cohort, CohortInput } from '@ithaca/matching/cohort';
import { certify, verifyCohort } from '@ithaca/matching/cohort-certificate';
import type { GoalSolution } from '@ithaca/matching/goal';
import { linearOptimum, solveCohort } from '@ithaca/matching/match';
import type { Solution } from '@ithaca/matching/problem';

import { statisticsOf } from './draft.ts';
import type { DraftMatch, Report, SolvedCohort } from './draft.ts';
import { evidenceOf, explainDraft } from './explain-draft.ts';
import { answerAtOnce, betterOf, boundCertificate, isFeasible } from './first-answer.ts';
import type { DraftCertificate, Unexplained } from './first-answer.ts';
import { draftLarge, replayLarge, replayLargeStopped, settleLarge } from './large-draft.ts';
import { hashesOf, toRunFiles } from '../runs/run-files.ts';
import type { RunFiles } from '../runs/run-files.ts';
import { SearchClock } from './search-clock.ts';
import type { SearchLimit } from './search-clock.ts';

/** What a draft may take. `densePairs`: with more people × people than this, pairs are not kept but scored whenever they are needed. */
export interface DraftLimits {
  searchMs: number;
  densePairs: number;
  /** The groups of equal access may be kept with the run; those that people declared may not. */
  keepsGroups: boolean;
}

/** Solves a cohort, explains and checks it, phase by phase, and makes the files of its record. */
export function solveForDraft(input: CohortInput, limits: DraftLimits, report: Report): SolvedCohort {
  const start = performance.now();
  report('scoring');
  if (isLarge(input, limits)) return draftLarge(input, report);
  const cohort = buildCohort(input);
  report('solving');
  const clock = new SearchClock({ ms: limits.searchMs - (performance.now() - start) });
  const solution = solveCohort(cohort, clock);
  const stopped = stoppedSearch(solution);
  if (stopped) return finishEarly(input, cohort, { stopped, steps: clock.steps, start }, limits);
  const certificate = certify(input, cohort, solution);
  report('explaining');
  const isLate = () => performance.now() - start > limits.searchMs;
  const { pairings, unmatched } = explainDraft(cohort, solution, {
    isLate,
    tell: (share) => report('explaining', share),
  });
  const statistics = statisticsOf(cohort, pairings);
  const match = { pairings, unmatched, certificate, statistics };
  const solveMs = performance.now() - start;
  report('checking');
  const { valid } = verifyCohort(input, match);
  report('checking', 0.5);
  return kept({ input, cohort, match }, { verified: valid, solveMs }, limits);
}

/** What a run keeps. Without the groups: neither they nor the proof by them, which tells who is in one. */
function kept(
  { input, cohort, match }: { input: CohortInput; cohort: Cohort; match: DraftMatch },
  checked: Pick<SolvedCohort, 'verified' | 'solveMs'>,
  { keepsGroups }: Pick<DraftLimits, 'keepsGroups'>,
): SolvedCohort {
  if (keepsGroups || cohort.goal.kind !== 'equal-access')
    return { match, ...checked, files: toRunFiles(input, cohort, match) };
  const open = withoutGroups(input, cohort);
  const { goal: _, ...certificate } = match.certificate;
  const told: DraftMatch = {
    ...match,
    certificate: { ...certificate, inputsHash: hashInputs(open.input), isWithheld: true },
  };
  return { match: told, ...checked, files: toRunFiles(open.input, open.cohort, told) };
}

function withoutGroups(input: CohortInput, cohort: Cohort): { input: CohortInput; cohort: Cohort } {
  const { groups: _, ...rest } = input;
  return { input: rest, cohort: { ...cohort, goal: { kind: 'equal-access', groupOf: [] } } };
}

const isLarge = ({ mentees, mentors }: CohortInput, { densePairs }: Pick<DraftLimits, 'densePairs'>) =>
  mentees.length * mentors.length > densePairs;

/** The search for the largest total that did not come to its end. */
function stoppedSearch(found: GoalSolution): Solution | undefined {
  const solution = found.goal.kind === 'largest-total' ? linearOptimum(found) : undefined;
  return solution?.status === 'time-limit' ? solution : undefined;
}

/** What can be said when the time is up: the best found by a short search for the largest total, with a bound on what another could be. */
export function settleForLess(
  input: CohortInput,
  limit: SearchLimit,
  size: Pick<DraftLimits, 'densePairs' | 'keepsGroups'>,
): SolvedCohort {
  if (isLarge(input, size)) return settleLarge(input);
  const start = performance.now();
  const cohort = buildCohort(input);
  const clock = new SearchClock(limit);
  const stopped = searchTotal(cohort, clock);
  return finishEarly(
    input,
    cohort,
    { stopped, steps: 'steps' in limit ? limit.steps : clock.steps, start },
    size,
  );
}

const searchTotal = ({ problem, options }: Cohort, { deadlineMs, clock }: SearchClock): Solution =>
  solve(problem, { ...options, objective: 'lexicographic', deadlineMs, clock });

function finishEarly(
  input: CohortInput,
  cohort: Cohort,
  { stopped, steps, start }: { stopped: Solution; steps: number | null; start: number },
  limits: Pick<DraftLimits, 'keepsGroups'>,
): SolvedCohort {
  const mentorOf = betterOf(cohort, stopped.mentorOf, answerAtOnce(cohort));
  const pairings = evidenceOf(cohort, mentorOf);
  const figures = { matched: pairings.length, total: pairings.reduce((sum, { score }) => sum + score, 0) };
  const unmatched = cohort.mentees.flatMap(({ participant: { id } }, i): Unexplained[] =>
    mentorOf[i] === -1 ? [{ menteeId: id, cause: { code: 'out-of-time' }, barriers: [], changes: [] }] : [],
  );
  const certificate = boundCertificate(input, cohort, figures, { prices: stopped.v, steps });
  const match: DraftMatch = { pairings, unmatched, certificate, statistics: statisticsOf(cohort, pairings) };
  const checked = { verified: isFeasible(cohort, mentorOf), solveMs: performance.now() - start };
  return kept({ input, cohort, match }, checked, limits);
}

/** How a kept run was answered, so that it can be answered so again. */
export interface Answered {
  status: DraftCertificate['status'];
  /** See `DraftCertificate`. */
  steps: number | null;
  isLarge: boolean;
  /** Of before a search went on until its time was up: then the first feasible answer was kept. */
  isEarlier: boolean;
  isWithheld: boolean;
}

/** Solves once more, in the way in which the run was answered, for nothing but the comparison. */
export function solveForReplay(
  input: CohortInput,
  { status, steps, isLarge: wasLarge, isEarlier, isWithheld }: Answered,
): Pick<RunFiles, 'resultHash' | 'scoresHash'> {
  if (wasLarge) return status === 'optimal' ? replayLarge(input) : replayLargeStopped(input);
  const cohort = buildCohort(input);
  const mentorOf =
    status === 'optimal'
      ? solveCohort(cohort).mentorOf
      : isEarlier
        ? answerAtOnce(cohort)
        : answerEarly(cohort, steps);
  const pairings = evidenceOf(cohort, mentorOf);
  const known = isWithheld ? withoutGroups(input, cohort) : { input, cohort };
  return hashesOf(known.cohort, pairings, hashInputs(known.input));
}

function answerEarly(cohort: Cohort, steps: number | null): Int32Array {
  const clock = new SearchClock({ steps: steps ?? Infinity });
  return betterOf(cohort, searchTotal(cohort, clock).mentorOf, answerAtOnce(cohort));
}
