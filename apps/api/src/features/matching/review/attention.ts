import type { Attention } from '@ithaca/domain/review';

import type { RunnerUp } from './proposal.entity.ts';

/** Another mentor is as good as this one when the whole loses no more than this share of the pair's score. */
const CLOSE_SHARE = 0.02;
/** Scores beneath this, or this close to the policy's floor, deserve a look. */
const WEAK_SCORE = 4000;
const NEAR_FLOOR = 500;

/** Why a proposal deserves a look; `brokenRules` are the hard rules that it breaks as things are now. */
export function attentionOf(proposal: {
  score: number | null;
  runnerUp: RunnerUp | null;
  brokenRules: number;
  floor: number;
}): Attention {
  const { score, runnerUp, brokenRules, floor } = proposal;
  if (brokenRules > 0) return 'rule-at-risk';
  if (score === null) return 'clear';
  if (runnerUp && runnerUp.matchedLoss <= 0 && runnerUp.forcedLoss <= CLOSE_SHARE * score)
    return 'close-call';
  return score < Math.max(WEAK_SCORE, floor > 0 ? floor + NEAR_FLOOR : 0) ? 'weak' : 'clear';
}
