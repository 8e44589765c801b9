import { hashInputs } from '@ithaca/matching/cohort';
import type { CohortInput } from '@ithaca/matching/cohort';
import { summarisePeerScores } from '@ithaca/matching/match-statistics';
import { matchPeerCohort, verifyPeerCohort } from '@ithaca/matching/peer-match';
import type { PeerCohortMatch, PeerMatch } from '@ithaca/matching/peer-match';
import type { PeerOptions } from '@ithaca/matching/peer-problem';
import { halvePeerScore } from '@ithaca/matching/peer-score';

import { hashesOfPeers, toPeerRunFiles } from '../runs/peer-run-files.ts';
import type { RunFiles } from '../runs/run-files.ts';
import type { DraftMatch, DraftPair, Report, SolvedCohort } from './draft.ts';
import { SearchClock } from './search-clock.ts';
import type { SearchLimit } from './search-clock.ts';
import type { Answered, DraftLimits } from './solve-cohort.ts';

export const hasPeers = ({ peers }: CohortInput): boolean => peers === true;

/** Pairs a pool of peers within its time, explains who is left over, checks, and makes the files of its record. */
export function solvePeersForDraft(input: CohortInput, limits: DraftLimits, report: Report): SolvedCohort {
  report('solving');
  return solveWithin(input, { ms: limits.searchMs }, report);
}

/** What can be said of peers when the time is up: pairs of a short search, with how far from the best they can be. */
export function settlePeersForLess(input: CohortInput, limit: SearchLimit): SolvedCohort {
  return solveWithin(input, limit, () => undefined);
}

/** Pairs the pool once more, in the way in which the run was answered, for nothing but the comparison. */
export function solvePeersForReplay(
  input: CohortInput,
  { status, steps }: Pick<Answered, 'status' | 'steps'>,
): Pick<RunFiles, 'resultHash' | 'scoresHash'> {
  const limit: Pick<PeerOptions, 'deadlineMs' | 'clock'> =
    status === 'optimal' ? {} : new SearchClock({ steps: steps ?? 0 });
  return hashesOfPeers(matchPeerCohort(input, limit), hashInputs(input));
}

function solveWithin(input: CohortInput, limit: SearchLimit, report: Report): SolvedCohort {
  const start = performance.now();
  const clock = new SearchClock(limit);
  const run = matchPeerCohort(input, clock);
  const solveMs = performance.now() - start;
  report('checking');
  const { valid } = verifyPeerCohort(input, run);
  const match = toDraft(run, 'steps' in limit ? limit.steps : clock.steps);
  return { match, verified: valid, solveMs, files: toPeerRunFiles(input, run, match) };
}

/** The draft as it is stored: scores as the mean of both directions, as anywhere else; the proof with its sums. */
function toDraft(run: PeerCohortMatch, steps: number | null): DraftMatch {
  const { certificate, alone, cohort } = run;
  const pairings = run.pairings.map(toDraftPair);
  const late = alone.length === 0 && certificate.status === 'time-limit';
  const left = late ? [...run.solution.partnerOf.keys()].filter((i) => run.solution.partnerOf[i] === -1) : [];
  return {
    pairings,
    unmatched: [
      ...alone,
      ...left.map((i) => ({
        menteeId: cohort.people[i]?.participant.id ?? '',
        cause: { code: 'out-of-time' as const },
        barriers: [] as [],
        changes: [] as [],
      })),
    ],
    certificate: {
      ...certificate,
      ...(certificate.status === 'time-limit' && { steps }),
      floorProof: null,
      penalty: certificate.peers.penalty,
      hall: { menteeIds: [], mentorIds: [], places: 0 },
      menteePrices: {},
      mentorPrices: {},
    },
    statistics: summarisePeerScores(cohort, pairings),
  };
}

function toDraftPair({ menteeId, mentorId, score, contributions, locked }: PeerMatch): DraftPair {
  const half = halvePeerScore({ score, contributions });
  // A second choice would take the pool anew for each of the two; it is told when somebody asks what a change would do.
  return { menteeId, mentorId, ...half, runnerUp: null, reducedCost: 0, locked };
}
