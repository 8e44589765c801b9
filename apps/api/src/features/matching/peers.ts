import type { MatchingPolicy } from '@ithaca/contracts/programs';
import { Refusal } from '@ithaca/domain/refusal';

import type { MatchingInputs } from './inputs.queries.ts';

/** Goals that a pool of peers can be matched for: the others tell mentors from mentees. */
const goalsOfPeers: readonly MatchingPolicy['objective'][] = ['total', 'floor'];

/** Refuses a run of peers for a goal that they do not have, and of fewer than two. */
export function requirePeersPossible({ format, policy, mentees }: MatchingInputs): void {
  if (format !== 'peer') return;
  if (!goalsOfPeers.includes(policy.objective))
    throw new Refusal('matching.goal-not-for-peers', { goal: policy.objective, possible: goalsOfPeers });
  if (mentees.length < 2)
    throw new Refusal('matching.nobody-to-match', { mentees: mentees.length, places: mentees.length });
}
