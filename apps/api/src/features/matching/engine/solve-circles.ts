import { circleRulesOf, verifyCircleCohort } from '@ithaca/matching/circle-certificate';
import { matchCircleCohort, settleCircleCohort } from '@ithaca/matching/circle-cohort';
import type { CircleCohortMatch } from '@ithaca/matching/circle-cohort';
import { hashInputs } from '@ithaca/matching/cohort';
import type { CohortInput } from '@ithaca/matching/cohort';

import { hashesOf, toRunFiles } from '../runs/run-files.ts';
import type { RunFiles } from '../runs/run-files.ts';
import { statisticsOf } from './draft.ts';
import type { DraftMatch, DraftPair, Report, SolvedCohort } from './draft.ts';
import type { Answered, DraftLimits } from './solve-cohort.ts';

/** A run has two integer programs, people and then the total; the search's time is for both. */
const secondsOfAProgram = ({ searchMs }: Pick<DraftLimits, 'searchMs'>) => searchMs / 2000;
/** A replay of what was proven takes as long as that did, and has no other end. */
const REPLAY_MS = 600_000;

export const hasCircles = ({ policy }: CohortInput): boolean => policy.circles !== undefined;

/** Solves a cohort in circles within its time, explains who is left over, checks, and makes the files of its record. */
export async function solveCirclesForDraft(
  input: CohortInput,
  limits: DraftLimits,
  report: Report,
): Promise<SolvedCohort> {
  const start = performance.now();
  report('solving');
  const match = await matchCircleCohort(input, secondsOfAProgram(limits));
  return finish(input, match, performance.now() - start, report);
}

/** What can be said of circles when the time is up: good ones at once, with how far from the best they can be. */
export function settleCirclesForLess(input: CohortInput): SolvedCohort {
  const start = performance.now();
  const match = settleCircleCohort(input);
  return finish(input, match, performance.now() - start, () => undefined);
}

/** Solves circles once more, in the way in which the run was answered, for nothing but the comparison. */
export async function solveCirclesForReplay(
  input: CohortInput,
  { status }: Pick<Answered, 'status'>,
): Promise<Pick<RunFiles, 'resultHash' | 'scoresHash'>> {
  const match =
    status === 'optimal'
      ? await matchCircleCohort(input, secondsOfAProgram({ searchMs: REPLAY_MS }))
      : settleCircleCohort(input);
  const rules = circleRulesOf(match.cohort, input);
  return hashesOf(match.cohort, pairsOf(match), hashInputs(input), rules);
}

function finish(input: CohortInput, found: CircleCohortMatch, solveMs: number, report: Report): SolvedCohort {
  report('checking');
  const { cohort, certificate, unmatched } = found;
  const { valid } = verifyCircleCohort(input, found);
  const pairings = pairsOf(found);
  const statistics = statisticsOf(cohort, pairings);
  const match: DraftMatch = { pairings, unmatched, certificate, statistics };
  return {
    match,
    verified: valid,
    solveMs,
    files: toRunFiles(input, cohort, match, circleRulesOf(cohort, input)),
  };
}

const pairsOf = ({ pairings }: CircleCohortMatch): DraftPair[] =>
  pairings.map(({ menteeId, mentorId, score, contributions, locked }) => ({
    menteeId,
    mentorId,
    score,
    contributions,
    // A second choice would need a circle of its own; it is told when somebody asks what a move would do.
    runnerUp: null,
    reducedCost: 0,
    locked,
  }));
