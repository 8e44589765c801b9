import type { CohortInput } from '@ithaca/matching/cohort';
import { explainPeerAlone } from '@ithaca/matching/peer-alone';
import { buildPeerCohort } from '@ithaca/matching/peer-cohort';
import type { PeerCohort } from '@ithaca/matching/peer-cohort';
import { solvePeers } from '@ithaca/matching/peer-matching';
import type { PeerSolution } from '@ithaca/matching/peer-problem';
import { findPeerExclusions, halvePeerScore, scorePeers } from '@ithaca/matching/peer-score';
import { tryPeerChange } from '@ithaca/matching/peer-what-if';

import { byCost } from './effects.ts';
import type { Displacement, Effect, Effects, EffectsQuestion } from './effects.ts';

/** Every choice is a solve of its own: for how many partners, the best fits first, and how long at most. */
const SOLVED_FOR = 12;
const SOLVING_MS = 1_500;

/**
 * "What if" for one of a pool of peers: every partner asked about is tried by solving again with the two together, within a time. A pin on this
 * person is lifted first, since the question is about it; changes are told against the draft with the pin.
 */
export function findPeerEffects({ input, menteeId, mentorIds, isLarge }: EffectsQuestion): Effects {
  const isPinned = input.locked?.some((pair) => has(pair, menteeId)) ?? false;
  const cohort = buildPeerCohort({
    ...input,
    locked: input.locked?.filter((pair) => !has(pair, menteeId)) ?? [],
  });
  const { people, problem, options, index } = cohort;
  const i = index.get(menteeId);
  if (i === undefined)
    return { optionsOfMentee: [], optionsOfMentors: {}, effects: [], mentorId: null, alone: null };
  const free = solvePeers(problem, options);
  const now = isPinned ? solvePeers(buildPeerCohort(input).problem, options) : free;
  const wanted = (mentorIds?.flatMap((id) => index.get(id) ?? []) ?? [...people.keys()]).filter(
    (j) => j !== i,
  );
  const judged = wanted.map((j) => ({ j, ...judge(cohort, i, j) }));
  const open = judged
    .filter(({ forbiddenBy }) => forbiddenBy.length === 0)
    .toSorted((a, b) => b.score - a.score || a.j - b.j);
  const until = performance.now() + SOLVING_MS;
  const told = new Map<number, Effect['effect']>();
  for (const [k, { j }] of open.entries()) {
    if (isLarge || (k > 0 && (k >= SOLVED_FOR || performance.now() > until))) break;
    told.set(j, effectOf(cohort, { free, now }, i, j));
  }
  const chosen = now.partnerOf[i] ?? -1;
  return {
    optionsOfMentee: optionsOf(cohort, i),
    optionsOfMentors: Object.fromEntries(
      (chosen >= 0 ? [...wanted, chosen] : wanted).map((j) => [idOf(cohort, j) ?? '', optionsOf(cohort, j)]),
    ),
    effects: judged
      .map(({ j, ...found }): Effect => {
        const effect = told.get(j) ?? null;
        const isKnown = found.forbiddenBy.length > 0 || effect !== null;
        const unknown = isLarge ? 'too-large' : told.has(j) ? 'places-kept' : 'one-by-one';
        return { ...found, effect, unknown: isKnown ? null : unknown };
      })
      .toSorted(byCost),
    mentorId: idOf(cohort, chosen),
    alone: chosen >= 0 ? null : explainPeerAlone(cohort, free, i),
  };
}

const has = ({ menteeId, mentorId }: NonNullable<CohortInput['locked']>[number], id: string) =>
  menteeId === id || mentorId === id;

const idOf = ({ people }: PeerCohort, i: number) => people[i]?.participant.id ?? null;

/** Scores of everybody whom somebody could have, on the scale of single directions. */
const optionsOf = ({ problem: { ptr, score } }: PeerCohort, i: number) =>
  [...score.subarray(ptr[i], ptr[i + 1])].map((sum) => Math.round(sum / 2));

/** A pair's score, and the rules against it either way. */
function judge(cohort: PeerCohort, i: number, j: number): Pick<Effect, 'mentorId' | 'score' | 'forbiddenBy'> {
  const { people, policy, problem, options } = cohort;
  const [one, other] = [people[i], people[j]];
  if (!one || !other) throw new Error('An index outside the pool.');
  const sum = scorePeers(one, other, policy.criteria);
  const { score } = halvePeerScore(sum);
  const forbiddenBy: Effect['forbiddenBy'] = findPeerExclusions(one, other, policy.rules).map(
    ({ code, facts }) => ({ code, facts }),
  );
  if (problem.forbidden?.some((pair) => pair.includes(i) && pair.includes(j)))
    forbiddenBy.push({ code: 'forbidden', facts: {} });
  if (sum.score < (options.floor ?? 0))
    forbiddenBy.push({ code: 'floor', facts: { score, floor: policy.floor } });
  return { mentorId: other.participant.id, score, forbiddenBy };
}

/** What it does to the whole to have two people together, against the draft as it is now. Null when one of them is kept for somebody else. */
function effectOf(
  cohort: PeerCohort,
  { free, now }: { free: PeerSolution; now: PeerSolution },
  i: number,
  j: number,
): Effect['effect'] {
  const then = tryPeerChange(cohort.problem, cohort.options, free, {
    kind: 'together',
    pair: [i, j],
  })?.solution;
  if (!then) return null;
  const displaced: Displacement[] = [];
  then.partnerOf.forEach((to, k) => {
    const from = now.partnerOf[k] ?? -1;
    if (k === i || k === j || to === from) return;
    displaced.push({
      menteeId: idOf(cohort, k) ?? '',
      fromMentorId: idOf(cohort, from),
      toMentorId: idOf(cohort, to),
    });
  });
  // Who would lose or gain a partner matters more than who would have another one.
  const rank = ({ fromMentorId, toMentorId }: Displacement) =>
    toMentorId === null ? 0 : fromMentorId === null ? 1 : 2;
  return {
    totalChange: Math.round((then.total - now.total) / 2),
    matchedChange: then.matched - now.matched,
    displaced: displaced.toSorted((a, b) => rank(a) - rank(b)),
  };
}
