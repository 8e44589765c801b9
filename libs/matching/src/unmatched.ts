import type { Cohort } from './cohort.ts';
import { findExclusions, type ExclusionCode } from './eligibility.ts';
import { findPair, type Solution } from './problem.ts';
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

/** `no-eligible-mentor`: the barriers leave nobody. `scarce-places`: `competing` mentees reach for the same `places`. */
export type UnmatchedCause =
  | { readonly code: 'no-mentors' }
  | { readonly code: 'no-eligible-mentor'; readonly mentors: number }
  | {
      readonly code: 'scarce-places';
      readonly eligibleMentors: number;
      readonly competing: number;
      readonly places: number;
    };

/**
 * One change that would match this person, found by solving again. `add-place`: one more place at the mentor is enough.
 * `add-place-and-lock`: one more place there, kept for this person. `relax-rule`: this person free of the barrier `rule`.
 */
export type HelpfulChange =
  | { readonly kind: 'add-place' | 'add-place-and-lock'; readonly mentorId: string; readonly score: number }
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

/** Explains one unmatched mentee of a solution. O(mentors) and a few searches. */
export function explainUnmatched(cohort: Cohort, solution: Solution, whatIf: WhatIf, i: number): Unmatched {
  const barriers = listBarriers(cohort, i, solution.floor);
  const { cause, open } = findCause(cohort, whatIf, i);
  const changes = [
    ...tryPlaces(cohort, solution, whatIf, i),
    ...tryRules(cohort, whatIf, i, barriers),
    ...reservePlace(cohort, i, open),
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
export function listBarriers(cohort: Cohort, i: number, floor: number): Barrier[] {
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

function findCause(cohort: Cohort, whatIf: WhatIf, i: number): { cause: UnmatchedCause; open: number[] } {
  const { ptr, mentor, score } = cohort.problem;
  const open: number[] = [];
  for (let e = ptr[i]!; e < ptr[i + 1]!; e++) if (whatIf.isOpen(i, mentor[e]!)) open.push(e);
  open.sort((a, b) => score[b]! - score[a]! || a - b);
  const options = open.map((e) => mentor[e]!);
  if (cohort.mentors.length === 0) return { cause: { code: 'no-mentors' }, open: options };
  if (open.length === 0)
    return { cause: { code: 'no-eligible-mentor', mentors: cohort.mentors.length }, open: options };
  const { mentees, places } = whatIf.competition(i);
  const cause = {
    code: 'scarce-places',
    eligibleMentors: open.length,
    competing: mentees.length,
    places,
  } as const;
  return { cause, open: options };
}

/** One more place at a mentor (also at one without any): does this person come in when all is best again? */
function tryPlaces(cohort: Cohort, solution: Solution, whatIf: WhatIf, i: number): HelpfulChange[] {
  const { ptr, mentor, score } = cohort.problem;
  const options: { j: number; score: number }[] = [];
  for (let e = ptr[i]!; e < ptr[i + 1]!; e++)
    if (score[e]! >= solution.floor && !whatIf.isForbidden(i, mentor[e]!))
      options.push({ j: mentor[e]!, score: score[e]! });
  options.sort((a, b) => b.score - a.score || a.j - b.j);
  for (const option of options.slice(0, PLACES_TRIED))
    if (whatIf.addPlace(option.j).mentorOf[i]! >= 0)
      return [{ kind: 'add-place', mentorId: idOf(cohort, option.j), score: option.score }];
  return [];
}

/** This person without one barrier: does anybody become possible when all is best again? */
function tryRules(cohort: Cohort, whatIf: WhatIf, i: number, barriers: readonly Barrier[]): HelpfulChange[] {
  const { mentees, mentors, policy } = cohort;
  const helpful: HelpfulChange[] = [];
  for (const { code, alone } of barriers) {
    if (code === 'capacity' || code === 'same-person' || alone.length === 0) continue;
    const more = new Set(alone);
    const pairs = mentors.flatMap((_, j) => (more.has(j) || whatIf.isOpen(i, j) ? [j] : []));
    const scores = pairs.map((j) => scoreOf(mentees[i]!, mentors[j]!, policy.criteria));
    const found = whatIf.matchWith(i, pairs, scores);
    if (found !== undefined)
      helpful.push({
        kind: 'relax-rule',
        rule: code,
        mentorId: idOf(cohort, found),
        score: scores[pairs.indexOf(found)]!,
      });
  }
  return helpful;
}

/** Always possible for somebody who has an eligible mentor: a place more, kept for this person, takes nothing from anybody. */
function reservePlace(cohort: Cohort, i: number, open: readonly number[]): HelpfulChange[] {
  const best = open[0];
  if (best === undefined) return [];
  const score = cohort.problem.score[findPair(cohort.problem, i, best)]!;
  return [{ kind: 'add-place-and-lock', mentorId: idOf(cohort, best), score }];
}

function idOf(cohort: Cohort, j: number): string {
  return cohort.mentors[j]!.participant.id;
}
