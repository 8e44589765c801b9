import type { Cohort } from '@ithaca/matching/cohort';
import { runnersUp } from '@ithaca/matching/explanation';
import type { Problem, Solution } from '@ithaca/matching/problem';
import { WhatIf } from '@ithaca/matching/what-if';

import type { DraftPair } from './draft.ts';

/** Points within which another mentor counts as close: 2 % of the most that a pair can have (see `attentionOf`). */
export const CLOSE = 200;

/** Who else a mentee could have, and what it would cost the whole. `null`: nobody within `CLOSE` points. */
export type FindRunnerUp = (i: number) => DraftPair['runnerUp'];

/**
 * Second choices from a part of the pairs. When another mentor for somebody costs the whole L points, every pair of that other
 * optimum has a reduced cost of at most L: so the pairs within `CLOSE` are enough for exact losses up to `CLOSE`, and whatever
 * they show to be dearer is not told. One pass over the pairs, then a search each on the few that are left.
 */
export function closeCalls(
  { problem, mentors }: Pick<Cohort, 'problem' | 'mentors'>,
  solution: Solution,
): FindRunnerUp {
  return secondChoices(nearPairs(problem, solution), mentors, solution);
}

/** The same from the pairs that come close. */
export function secondChoices(near: Problem, mentors: Cohort['mentors'], solution: Solution): FindRunnerUp {
  const whatIf = new WhatIf(near, solution);
  const locked = new Set(near.locked?.map(([i]) => i));
  return (i) => {
    // A lock is somebody's decision: there is nothing close about it.
    if (locked.has(i)) return null;
    const [next] = runnersUp(near, solution, i, 1, whatIf);
    const mentor = mentors[next?.mentor ?? -1];
    if (!next || !mentor || next.matchedLoss > 0 || next.forcedLoss > CLOSE) return null;
    const { score, forcedLoss, matchedLoss } = next;
    return { mentorId: mentor.participant.id, score, forcedLoss, matchedLoss };
  };
}

/** The pairs that are chosen, or within `CLOSE` of being as good as the chosen ones. */
function nearPairs(problem: Problem, solution: Solution): Problem {
  const { ptr, mentor, score, mentees } = problem;
  const { u, v, maxScore, mentorOf } = solution;
  const keep = new Uint8Array(mentor.length);
  const nearPtr = new Int32Array(mentees + 1);
  let used = 0;
  for (let i = 0; i < mentees; i += 1) {
    const [dual, own] = [u[i] ?? 0, mentorOf[i] ?? -1];
    for (let e = ptr[i] ?? 0; e < (ptr[i + 1] ?? 0); e += 1) {
      const j = mentor[e] ?? 0;
      if (j !== own && maxScore - (score[e] ?? 0) - dual - (v[j] ?? 0) > CLOSE) continue;
      keep[e] = 1;
      used += 1;
    }
    nearPtr[i + 1] = used;
  }
  const part = (list: Int32Array) => {
    const kept = new Int32Array(used);
    let at = 0;
    for (let e = 0; e < keep.length; e += 1)
      if (keep[e] === 1) {
        kept[at] = list[e] ?? 0;
        at += 1;
      }
    return kept;
  };
  return { ...problem, ptr: nearPtr, mentor: part(mentor), score: part(score) };
}
