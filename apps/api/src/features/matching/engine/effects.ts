import type { Cohort, CohortInput } from '@ithaca/matching/cohort';
import { findExclusions } from '@ithaca/matching/eligibility';
import { Competition } from '@ithaca/matching/competition';
import { explain } from '@ithaca/matching/explanation';
import { solveCohort } from '@ithaca/matching/match';
import { scoreOf } from '@ithaca/matching/score';
import { explainUnmatched } from '@ithaca/matching/unmatched';
import type { Unmatched } from '@ithaca/matching/unmatched';

import { solveOnce } from './effects-cache.ts';
import type { Solved } from './effects-cache.ts';

/** "What if" for one mentee. `mentorIds`: the mentors asked about; null asks about everybody. */
export interface EffectsQuestion {
  input: CohortInput;
  menteeId: string;
  mentorIds: readonly string[] | null;
}

/** Somebody else who would have another mentor, or none, than when the draft is solved without the forced pair. */
export interface Displacement {
  menteeId: string;
  fromMentorId: string | null;
  toMentorId: string | null;
}

/** A mentor for a mentee: the rules against it, or what forcing it does to the whole, in points and people. */
export interface Effect {
  mentorId: string;
  score: number;
  forbiddenBy: { code: string; facts: Readonly<Record<string, unknown>> }[];
  effect: { totalChange: number; matchedChange: number; displaced: Displacement[] } | null;
}

export interface Effects {
  /** Scores of the mentee's options and of the mentor's, for ranks: how many are better than a pair's own score. */
  optionsOfMentee: number[];
  optionsOfMentors: Readonly<Record<string, number[]>>;
  /** What costs the whole least comes first, what is forbidden last. */
  effects: Effect[];
  /** The mentor whom a new draft would give; null when it would give nobody, and `alone` then says why. */
  mentorId: string | null;
  alone: Unmatched | null;
}

/**
 * The effects of the mentors asked about. Solved once, then asked "what if" from the kept prices. A pin on this mentee is
 * lifted first, since the question is about it; changes are told against the draft with the pin.
 */
export function findEffects({ input, menteeId, mentorIds }: EffectsQuestion): Effects {
  const locked = input.locked ?? [];
  const pin = locked.find((pair) => pair.menteeId === menteeId);
  const solved = solveOnce({ ...input, locked: locked.filter((pair) => pair !== pin) });
  const { cohort, mentorOf, floor, asked } = solved;
  const i = cohort.menteeIndex.get(menteeId);
  if (i === undefined)
    return { optionsOfMentee: [], optionsOfMentors: {}, effects: [], mentorId: null, alone: null };
  const pinned = pin ? cohort.mentorIndex.get(pin.mentorId) : undefined;
  const now = (pinned === undefined ? undefined : forced(solved, i, pinned)) ?? {
    mentorOf,
    forcedLoss: 0,
    matchedLoss: 0,
  };
  const wanted =
    mentorIds?.flatMap((id) => cohort.mentorIndex.get(id) ?? []) ?? cohort.mentors.map((_, j) => j);
  const chosen = now.mentorOf[i] ?? -1;
  const competition = () => new Competition(cohort.problem, { mentorOf, floor });
  return {
    optionsOfMentee: optionsOf(cohort, i),
    optionsOfMentors: askersOf(cohort, chosen >= 0 ? [...wanted, chosen] : wanted),
    effects: wanted.map((j) => effectOf(solved, now, i, j)).toSorted(byCost),
    mentorId: cohort.mentors[chosen]?.participant.id ?? null,
    alone:
      chosen >= 0
        ? null
        : explainUnmatched(cohort, { floor }, asked?.whatIf, competition(), withPlace(cohort), i),
  };
}

/** A whole new run with one more place, where one more place moves the floor under everybody. */
function withPlace(cohort: Cohort): ((j: number) => Int32Array) | undefined {
  if (cohort.goal.kind === 'largest-total') return undefined;
  return (j) => {
    const capacity = cohort.problem.capacity.slice();
    capacity[j] = (capacity[j] ?? 0) + 1;
    return solveCohort({ ...cohort, problem: { ...cohort.problem, capacity } }).mentorOf;
  };
}

/** Everybody's mentor under a condition, and what it loses against the best without any. */
interface Outcome {
  mentorOf: Int32Array;
  forcedLoss: number;
  matchedLoss: number;
}

/** The draft with one pair forced; undefined when that cannot be, or nothing exact can be said. */
function forced({ cohort, asked }: Solved, i: number, j: number): Outcome | undefined {
  if (!asked) return undefined;
  const { solution, whatIf } = asked;
  const { forcedLoss, matchedLoss, displaced } = explain(cohort.problem, solution, i, j, whatIf);
  if (forcedLoss === undefined || matchedLoss === undefined) return undefined;
  const mentorOf = solution.mentorOf.slice();
  for (const { mentee, to } of displaced) mentorOf[mentee] = to;
  mentorOf[i] = j;
  return { mentorOf, forcedLoss, matchedLoss };
}

function effectOf(solved: Solved, now: Outcome, i: number, j: number): Effect {
  const { cohort } = solved;
  const mentee = cohort.mentees[i];
  const mentor = cohort.mentors[j];
  if (!mentee || !mentor) throw new Error('An index outside the cohort.');
  const score = scoreOf(mentee, mentor, cohort.policy.criteria);
  const forbiddenBy: Effect['forbiddenBy'] = findExclusions(mentee, mentor, cohort.policy.rules).map(
    ({ code, facts }) => ({ code, facts }),
  );
  if (cohort.problem.forbidden?.some(([a, b]) => a === i && b === j))
    forbiddenBy.push({ code: 'forbidden', facts: {} });
  if (score < cohort.policy.floor)
    forbiddenBy.push({ code: 'floor', facts: { score, floor: cohort.policy.floor } });
  const then = forbiddenBy.length > 0 ? undefined : forced(solved, i, j);
  return {
    mentorId: mentor.participant.id,
    score,
    forbiddenBy,
    effect: then
      ? {
          // 0 - x, since -0 is no number to show.
          totalChange: 0 - (then.forcedLoss - now.forcedLoss),
          matchedChange: 0 - (then.matchedLoss - now.matchedLoss),
          displaced: differencesOf(cohort, now.mentorOf, then.mentorOf, i),
        }
      : null,
  };
}

function differencesOf(cohort: Cohort, now: Int32Array, then: Int32Array, except: number): Displacement[] {
  const idOf = (j: number | undefined) => cohort.mentors[j ?? -1]?.participant.id ?? null;
  const moves: Displacement[] = [];
  then.forEach((to, k) => {
    if (k !== except && to !== now[k])
      moves.push({
        menteeId: cohort.mentees[k]?.participant.id ?? '',
        fromMentorId: idOf(now[k]),
        toMentorId: idOf(to),
      });
  });
  // Who would lose or gain a mentor matters more than who would have another one.
  const rank = ({ fromMentorId, toMentorId }: Displacement) =>
    toMentorId === null ? 0 : fromMentorId === null ? 1 : 2;
  return moves.toSorted((a, b) => rank(a) - rank(b));
}

/** More people matched first, then the larger total, then the better pair; what is forbidden last. */
function byCost(a: Effect, b: Effect): number {
  const rank = ({ forbiddenBy, effect }: Effect) => (forbiddenBy.length > 0 ? 2 : effect === null ? 1 : 0);
  return (
    rank(a) - rank(b) ||
    (b.effect?.matchedChange ?? 0) - (a.effect?.matchedChange ?? 0) ||
    (b.effect?.totalChange ?? 0) - (a.effect?.totalChange ?? 0) ||
    b.score - a.score ||
    (a.mentorId < b.mentorId ? -1 : 1)
  );
}

function optionsOf({ problem }: Cohort, i: number): number[] {
  return [...problem.score.subarray(problem.ptr[i] ?? 0, problem.ptr[i + 1] ?? 0)];
}

/** Scores of everybody who could have each of these mentors, in one pass over all pairs. */
function askersOf({ problem, mentors }: Cohort, wanted: readonly number[]): Record<string, number[]> {
  const scores = new Map<number, number[]>(wanted.map((j) => [j, []]));
  problem.mentor.forEach((j, e) => scores.get(j)?.push(problem.score[e] ?? 0));
  return Object.fromEntries([...scores].map(([j, list]) => [mentors[j]?.participant.id ?? '', list]));
}
