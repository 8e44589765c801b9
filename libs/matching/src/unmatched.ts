import type { Cohort } from './cohort.ts';
import type { Competition } from './competition.ts';
import { findExclusions, type ExclusionCode } from './eligibility.ts';
import { toProfile } from './participant.ts';
import type { Problem, Solution } from './problem.ts';
import { scoreOf } from './score.ts';
import type { WhatIf } from './what-if.ts';

/** Whatever can keep a mentor from a mentee: a rule, a coordinator's ban, or the floor under the scores. */
export type BarrierCode = ExclusionCode | 'forbidden' | 'floor';

/** How many mentors a barrier keeps from somebody, and how many it alone keeps away. */
export interface BarrierCount {
  readonly code: BarrierCode;
  readonly mentors: number;
  readonly alone: number;
}

/**
 * `no-eligible-mentor`: the barriers leave nobody. `scarce-places`: `competing` mentees reach for the same `places`.
 * `circle-size`: a place would be free, but no circle that keeps its size and composition has one.
 */
export type UnmatchedCause =
  | { readonly code: 'no-mentors' }
  | { readonly code: 'no-eligible-mentor'; readonly mentors: number }
  | {
      readonly code: 'scarce-places';
      readonly eligibleMentors: number;
      readonly competing: number;
      readonly places: number;
    }
  | { readonly code: 'circle-size'; readonly eligibleMentors: number; readonly smallest: number };

/**
 * One change that would match this person, found by solving again. `wish`: this person naming the mentor first. `add-place`: one more place at the mentor is enough.
 * `add-place-and-lock`: one more place there, kept for this person. `relax-rule`: this person free of the barrier `rule`.
 */
export type HelpfulChange =
  | {
      readonly kind: 'wish' | 'add-place' | 'add-place-and-lock';
      readonly mentorId: string;
      readonly score: number;
    }
  | {
      readonly kind: 'relax-rule';
      readonly rule: BarrierCode;
      readonly mentorId: string;
      readonly score: number;
    };

/** Why a mentee has nobody, every barrier counted, and what would help: the smallest change first. */
export interface Unmatched {
  readonly menteeId: string;
  readonly cause: UnmatchedCause;
  readonly barriers: readonly BarrierCount[];
  readonly changes: readonly HelpfulChange[];
}

/** How many mentors to try one more place at, the best scores first: a bound on the work, named so that the text can say it. */
export const PLACES_TRIED = 12;

/** For objectives that are no single sum one more place or pair is tried by a whole solve, which costs: only the best few. */
const TRIED_BY_SOLVING = 3;

/**
 * The matching of a whole new run under one change, for objectives that answer to more than prices: one more place at mentor j; or these
 * pairs for mentee i, the others as they are.
 */
export interface RunWith {
  place(j: number): Int32Array;
  pairs(i: number, mentors: readonly number[], scores: readonly number[]): Int32Array;
}

/**
 * Explains one unmatched mentee. O(mentors) and a few searches. Changes are found by a `whatIf`, a `runWith`, or where both are given by the
 * one and confirmed by the other; without either only the change that needs no search is offered: a place more, kept for this person.
 */
export function explainUnmatched(
  cohort: Cohort,
  solution: Pick<Solution, 'floor'>,
  whatIf: WhatIf | undefined,
  competition: Competition,
  runWith: RunWith | undefined,
  i: number,
): Unmatched {
  const barriers = listBarriers(cohort, i, solution.floor);
  const cause = findCause(cohort, competition, solution.floor, i);
  const trial: Trial = { cohort, floor: solution.floor, whatIf, runWith };
  const changes = [
    ...tryPlaces(trial, i),
    ...tryRules(trial, i, barriers),
    ...tryWish(trial, i),
    ...reservePlace(cohort, competition, i),
  ];
  return {
    menteeId: cohort.mentees[i]!.participant.id,
    cause,
    barriers: barriers.map(({ code, mentors, alone }) => ({ code, mentors, alone: alone.length })),
    changes,
  };
}

interface Barrier {
  code: BarrierCode;
  mentors: number;
  alone: number[];
}

/** Barriers of a mentee, the widest first, with the mentors that each alone keeps away. */
export function listBarriers(
  cohort: Pick<Cohort, 'mentees' | 'mentors' | 'policy'> & { problem: Pick<Problem, 'forbidden'> },
  i: number,
  floor: number,
): Barrier[] {
  const { mentees, mentors, policy, problem } = cohort;
  const banned = new Set((problem.forbidden ?? []).filter(([a]) => a === i).map(([, j]) => j));
  const found = new Map<BarrierCode, Barrier>();
  mentors.forEach((mentor, j) => {
    const codes: BarrierCode[] = findExclusions(mentees[i]!, mentor, policy.rules).map(({ code }) => code);
    if (banned.has(j)) codes.push('forbidden');
    if (floor > 0 && scoreOf(mentees[i]!, mentor, policy.criteria) < floor) codes.push('floor');
    const distinct = new Set(codes);
    for (const code of distinct) {
      const barrier = found.get(code) ?? { code, mentors: 0, alone: [] };
      barrier.mentors++;
      if (distinct.size === 1) barrier.alone.push(j);
      found.set(code, barrier);
    }
  });
  return [...found.values()].sort((a, b) => b.mentors - a.mentors || (a.code < b.code ? -1 : 1));
}

function findCause(cohort: Cohort, competition: Competition, floor: number, i: number): UnmatchedCause {
  const { length } = listOpen(cohort, competition, floor, i);
  if (cohort.mentors.length === 0) return { code: 'no-mentors' };
  if (length === 0) return { code: 'no-eligible-mentor', mentors: cohort.mentors.length };
  const { mentees, places } = competition.around(i, cohort.goal.kind === 'stable');
  return { code: 'scarce-places', eligibleMentors: length, competing: mentees, places };
}

/** Pairs of a mentee that could be chosen, by mentor. */
function listOpen({ problem }: Cohort, competition: Competition, floor: number, i: number): number[] {
  const { ptr, mentor, score } = problem;
  const open: number[] = [];
  for (let e = ptr[i]!; e < ptr[i + 1]!; e++)
    if (score[e]! >= floor && competition.isOpen(i, mentor[e]!)) open.push(e);
  return open;
}

/** The best few of some pairs by score, without sorting the many others. */
function bestOf(score: Int32Array, pairs: readonly number[], most: number): number[] {
  const best: number[] = [];
  for (const e of pairs) {
    if (best.length === most && score[e]! <= score[best[most - 1]!]!) continue;
    let at = Math.min(best.length, most - 1);
    for (; at > 0 && score[best[at - 1]!]! < score[e]!; at--) best[at] = best[at - 1]!;
    best[at] = e;
  }
  return best;
}

interface Trial {
  readonly cohort: Cohort;
  readonly floor: number;
  readonly whatIf: WhatIf | undefined;
  readonly runWith: RunWith | undefined;
}

/** How many of the best options are tried. */
const mostTried = ({ whatIf, runWith }: Trial): number =>
  whatIf ? PLACES_TRIED : runWith ? TRIED_BY_SOLVING : 0;

/** The mentor whom the person would have with these pairs when all is best again; undefined when still nobody. */
function findWith(
  { whatIf, runWith }: Trial,
  i: number,
  options: readonly number[],
  scores: readonly number[],
): number | undefined {
  const found = whatIf?.matchWith(i, options, scores);
  if (whatIf && found === undefined) return undefined;
  if (!runWith) return found;
  const j = runWith.pairs(i, options, scores)[i]!;
  return j < 0 ? undefined : j;
}

/** Pairs of a person that no ban and no floor closes, as mentors with their scores. */
function listOptions({ cohort, floor }: Trial, i: number): { j: number; score: number }[] {
  const { ptr, mentor, score, forbidden } = cohort.problem;
  const banned = new Set((forbidden ?? []).filter(([a]) => a === i).map(([, j]) => j));
  const options: { j: number; score: number }[] = [];
  for (let e = ptr[i]!; e < ptr[i + 1]!; e++)
    if (score[e]! >= floor && !banned.has(mentor[e]!)) options.push({ j: mentor[e]!, score: score[e]! });
  return options;
}

/** This person naming a mentor as the first wish: does that bring them in when all is best again? */
function tryWish(trial: Trial, i: number): HelpfulChange[] {
  const { cohort } = trial;
  const mentee = cohort.mentees[i]!;
  const counts = cohort.policy.criteria.some(({ code, weight }) => code === 'mentee-wish' && weight > 0);
  if (!counts || mostTried(trial) === 0) return [];
  const wished = listOptions(trial, i)
    .filter(({ j }) => !mentee.wishRank.has(cohort.mentors[j]!.participant.personId))
    .sort((a, b) => b.score - a.score || a.j - b.j)
    .slice(0, mostTried(trial));
  for (const { j, score } of wished) {
    const mentor = cohort.mentors[j]!;
    const { personId } = mentor.participant;
    const wishing = toProfile({ ...mentee.participant, wishes: [personId, ...mentee.participant.wishes] });
    const raised = scoreOf(wishing, mentor, cohort.policy.criteria);
    if (raised > score && findWith(trial, i, [j], [raised]) === j)
      return [{ kind: 'wish', mentorId: idOf(cohort, j), score: raised }];
  }
  return [];
}

/** One more place at a mentor (also at one without any): does this person come in when all is best again? */
function tryPlaces(trial: Trial, i: number): HelpfulChange[] {
  const { cohort, whatIf, runWith } = trial;
  const best = listOptions(trial, i)
    .sort((a, b) => b.score - a.score || a.j - b.j)
    .slice(0, mostTried(trial));
  for (const { j, score } of best)
    if ((whatIf?.matchesWithPlace(i, j) ?? true) && (runWith?.place(j)[i] ?? 0) >= 0)
      return [{ kind: 'add-place', mentorId: idOf(cohort, j), score }];
  return [];
}

/** This person without one barrier, whichever rule it is: does anybody become possible when all is best again? */
function tryRules(trial: Trial, i: number, barriers: readonly Barrier[]): HelpfulChange[] {
  const { cohort } = trial;
  if (mostTried(trial) === 0) return [];
  const { mentees, mentors, policy } = cohort;
  const helpful: HelpfulChange[] = [];
  for (const { code, alone } of barriers) {
    if (code === 'capacity' || code === 'same-person' || alone.length === 0) continue;
    // The pairs that are open already bring nobody in, so the ones that would open are enough to look at.
    const scores = alone.map((j) => scoreOf(mentees[i]!, mentors[j]!, policy.criteria));
    const found = findWith(trial, i, alone, scores);
    const at = found === undefined ? -1 : alone.indexOf(found);
    if (at >= 0)
      helpful.push({
        kind: 'relax-rule',
        rule: code,
        mentorId: idOf(cohort, alone[at]!),
        score: scores[at]!,
      });
  }
  return helpful;
}

/**
 * Always possible for somebody who has an eligible mentor: a place more, kept for this person, takes nothing from anybody. The policy's floor
 * counts here, not one that the objective has raised: it holds for the pairs that are chosen, and this one is kept.
 */
function reservePlace(cohort: Cohort, competition: Competition, i: number): HelpfulChange[] {
  const { mentor, score } = cohort.problem;
  const [best] = bestOf(score, listOpen(cohort, competition, cohort.policy.floor, i), 1);
  if (best === undefined) return [];
  return [{ kind: 'add-place-and-lock', mentorId: idOf(cohort, mentor[best]!), score: score[best]! }];
}

function idOf(cohort: Cohort, j: number): string {
  return cohort.mentors[j]!.participant.id;
}
