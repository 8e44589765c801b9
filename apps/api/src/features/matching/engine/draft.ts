import type { Cohort } from '@ithaca/matching/cohort';
import { summariseScores } from '@ithaca/matching/match-statistics';
import type { CohortMatch, MatchedPair } from '@ithaca/matching/match';
import type { PeerAlone } from '@ithaca/matching/peer-alone';
import type { MatchingRunPhase } from '@ithaca/domain/matching-run';

import type { DraftCertificate, Unexplained } from './first-answer.ts';
import type { RunFiles } from '../runs/run-files.ts';

/** Told when a task enters its next phase, and the share of the phase that is done. */
export type Report = (phase: MatchingRunPhase, share?: number) => void;

/** A pair of a draft, with what its queue and its page start from. `runnerUp` is null where nobody comes close. */
export type DraftPair = Pick<
  MatchedPair,
  'menteeId' | 'mentorId' | 'score' | 'contributions' | 'runnerUp' | 'reducedCost' | 'locked'
>;

/** The result of a run as it is stored. */
export interface DraftMatch {
  pairings: readonly DraftPair[];
  unmatched: readonly (CohortMatch['unmatched'][number] | PeerAlone | Unexplained)[];
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

/** Figures of the pairs of a draft. */
export function statisticsOf(cohort: Cohort, pairings: readonly DraftPair[]): DraftMatch['statistics'] {
  const total = pairings.reduce((sum, { score }) => sum + score, 0);
  // What is counted by rank and by missing answers is not kept.
  const counted = pairings.map(({ score }) => ({ score, missingAnswers: 0, rank: { forMentee: 0 } }));
  const { mentees, mentors, places, eligiblePairs, matched, mean, median, worst } = summariseScores(
    cohort,
    { matched: pairings.length, total },
    counted,
  );
  return { mentees, mentors, places, eligiblePairs, matched, mean, median, worst };
}
