import type { Exclusion } from '@ithaca/matching/eligibility';
import { toProfile } from '@ithaca/matching/participant';
import type { Participant } from '@ithaca/matching/participant';
import { findPeerExclusions, halvePeerScore, scorePeers } from '@ithaca/matching/peer-score';
import type { PairScore } from '@ithaca/matching/score';
import { assessPair } from '@ithaca/matching/why-not';

import type { MatchingInputs } from './inputs.queries.ts';

/** One pair on its own: every rule against it, its score and parts; of two peers the rules either way and the mean of both directions. */
export function assess(
  { format, enginePolicy }: Pick<MatchingInputs, 'format' | 'enginePolicy'>,
  mentee: Participant,
  mentor: Participant,
): Pick<PairScore, 'score' | 'contributions'> & { exclusions: readonly Exclusion[] } {
  if (format !== 'peer') return assessPair(mentee, mentor, enginePolicy);
  const [one, other] = [toProfile(mentee), toProfile(mentor)];
  return {
    exclusions: findPeerExclusions(one, other, enginePolicy.rules),
    ...halvePeerScore(scorePeers(one, other, enginePolicy.criteria)),
  };
}
