import { layOutCohort } from '@ithaca/matching/cohort';
import type { Cohort, CohortInput, PairOfIds } from '@ithaca/matching/cohort';
import { findExclusions } from '@ithaca/matching/eligibility';
import { Competition } from '@ithaca/matching/competition';
import { explain } from '@ithaca/matching/explanation';
import { solveCohort, toRunWith } from '@ithaca/matching/match';
import type { PeerAlone } from '@ithaca/matching/peer-alone';
import { findPair } from '@ithaca/matching/problem';
import type { IndexPair } from '@ithaca/matching/problem';
import { scoreOf } from '@ithaca/matching/score';
import { explainUnmatched, listBarriers } from '@ithaca/matching/unmatched';
import type { Unmatched } from '@ithaca/matching/unmatched';

import { solveOnce } from './effects-cache.ts';
import type { Solved } from './effects-cache.ts';
import type { Unexplained } from './first-answer.ts';

/** "What if" for one mentee. `mentorIds`: the mentors asked about; null asks about everybody. */
export interface EffectsQuestion {
  input: CohortInput;
  menteeId: string;
  mentorIds: readonly string[] | null;
  /** The draft's pairs were too many to keep: scores and rules are told, what a choice does to the whole is not. */
  isLarge: boolean;
  /** Who sits in which circle of the draft; not asked for in pairs. */
  seats?: readonly PairOfIds[];
}

/** Why nothing is said of a choice's effect: all places there are kept for others; each choice needs a solve, ask it alone; a large pool. */
export type EffectUnknown = 'places-kept' | 'one-by-one' | 'too-large';

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
  /** Null where the effect is told, or a rule forbids the pair. */
  unknown: EffectUnknown | null;
  /** Of circles: the members with this mentee, and how many the circle that is left behind keeps (null: none is). */
  circle?: { members: number; leaves: number | null; smallest: number };
}

/** Where every choice is a solve of its own: for how many mentors, the best fits first, and how long at most. */
const SOLVED_FOR = 12;
const SOLVING_MS = 1_500;
/** Of a large pool so many mentors are listed; any other can be asked about by name. */
const LARGE_SHOWN = 100;

/** Why somebody has nobody, and what would help; in a large pool without the changes, each of which is a solve. */
export type Alone = Pick<Unmatched, 'barriers' | 'changes'> & {
  cause: Unmatched['cause'] | PeerAlone['cause'] | Unexplained['cause'];
};

export interface Effects {
  /** Scores of the mentee's options and of the mentor's, for ranks: how many are better than a pair's own score. */
  optionsOfMentee: number[];
  optionsOfMentors: Readonly<Record<string, number[]>>;
  /** What costs the whole least comes first, what is forbidden last. */
  effects: Effect[];
  /** The mentor whom a new draft would give; null when it would give nobody, and `alone` then says why. */
  mentorId: string | null;
  alone: Alone | null;
}

/**
 * The effects of the mentors asked about. Solved once, then asked "what if" from the kept prices. A pin on this mentee is
 * lifted first, since the question is about it; changes are told against the draft with the pin.
 */
export function findEffects({ input, menteeId, mentorIds, isLarge }: EffectsQuestion): Effects {
  if (isLarge) return findEffectsLarge(input, menteeId, mentorIds);
  const locked = input.locked ?? [];
  const pin = locked.find((pair) => pair.menteeId === menteeId);
  const solved = solveOnce({ ...input, locked: locked.filter((pair) => pair !== pin) });
  const { cohort, mentorOf, floor, asked } = solved;
  const i = cohort.menteeIndex.get(menteeId);
  if (i === undefined)
    return { optionsOfMentee: [], optionsOfMentors: {}, effects: [], mentorId: null, alone: null };
  const pinned = pin ? cohort.mentorIndex.get(pin.mentorId) : undefined;
  const pinnedNow = pinned === undefined ? undefined : forced(solved, i, pinned);
  const now = pinnedNow ?? {
    mentorOf,
    forcedLoss: 0,
    matchedLoss: 0,
  };
  const wanted =
    mentorIds?.flatMap((id) => cohort.mentorIndex.get(id) ?? []) ?? cohort.mentors.map((_, j) => j);
  const chosen = now.mentorOf[i] ?? -1;
  const runWith = asked ? undefined : toRunWith(cohort);
  const competition = () => new Competition(cohort.problem, { mentorOf, floor });
  return {
    optionsOfMentee: optionsOf(cohort, i),
    optionsOfMentors: askersOf(cohort, chosen >= 0 ? [...wanted, chosen] : wanted),
    effects: effectsOf(solved, now, i, wanted).toSorted(byCost),
    mentorId: cohort.mentors[chosen]?.participant.id ?? null,
    alone: chosen >= 0 ? null : explainUnmatched(cohort, { floor }, asked?.whatIf, competition(), runWith, i),
  };
}

/** Everybody's mentor under a condition, and what it loses against the best without any. */
interface Outcome {
  mentorOf: Int32Array;
  forcedLoss: number;
  matchedLoss: number;
}

/** The draft with one pair forced; undefined when that cannot be. From kept prices, or by solving again with the pair locked. */
function forced(solved: Solved, i: number, j: number): Outcome | undefined {
  const { cohort, asked } = solved;
  if (!asked) return forcedBySolving(solved, i, j);
  const { solution, whatIf } = asked;
  const { forcedLoss, matchedLoss, displaced } = explain(cohort.problem, solution, i, j, whatIf);
  if (forcedLoss === undefined || matchedLoss === undefined) return undefined;
  const mentorOf = solution.mentorOf.slice();
  for (const { mentee, to } of displaced) mentorOf[mentee] = to;
  mentorOf[i] = j;
  return { mentorOf, forcedLoss, matchedLoss };
}

function forcedBySolving(
  { cohort, mentorOf, matched, total }: Solved,
  i: number,
  j: number,
): Outcome | undefined {
  if (mentorOf[i] === j) return { mentorOf, forcedLoss: 0, matchedLoss: 0 };
  const { problem } = cohort;
  const others = (problem.locked ?? []).filter(([a]) => a !== i);
  const kept = others.filter(([, b]) => b === j).length;
  if (kept >= (problem.capacity[j] ?? 0) || findPair(problem, i, j) < 0) return undefined;
  const pair: IndexPair = [i, j];
  const locked = [...others, pair].toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const then = solveCohort({ ...cohort, problem: { ...problem, locked } });
  return { mentorOf: then.mentorOf, forcedLoss: total - then.total, matchedLoss: matched - then.matched };
}

/** The effects of the mentors asked about; where each is a solve, of the best fits as far as time allows, and of one asked alone for certain. */
function effectsOf(solved: Solved, now: Outcome, i: number, wanted: readonly number[]): Effect[] {
  const { cohort, asked } = solved;
  const judged = wanted.map((j) => ({ j, ...judge(cohort, i, j) }));
  const open = judged
    .filter(({ forbiddenBy }) => forbiddenBy.length === 0)
    .toSorted((a, b) => b.score - a.score);
  const until = performance.now() + SOLVING_MS;
  const told = new Map<number, Outcome | undefined>();
  for (const [k, { j }] of open.entries()) {
    if (!asked && k > 0 && (k >= SOLVED_FOR || performance.now() > until)) break;
    told.set(j, forced(solved, i, j));
  }
  return judged.map(({ j, mentorId, score, forbiddenBy }) => {
    const then = told.get(j);
    const unknown = forbiddenBy.length > 0 || then ? null : told.has(j) ? 'places-kept' : 'one-by-one';
    return {
      mentorId,
      score,
      forbiddenBy,
      unknown,
      effect: then
        ? {
            // 0 - x, since -0 is no number to show.
            totalChange: 0 - (then.forcedLoss - now.forcedLoss),
            matchedChange: 0 - (then.matchedLoss - now.matchedLoss),
            displaced: differencesOf(cohort, now.mentorOf, then.mentorOf, i),
          }
        : null,
    };
  });
}

type Laid = Pick<Cohort, 'mentees' | 'mentors' | 'policy'> & {
  problem: Pick<Cohort['problem'], 'forbidden'>;
};

/** A pair's score, and the rules against it. */
function judge(cohort: Laid, i: number, j: number): Pick<Effect, 'mentorId' | 'score' | 'forbiddenBy'> {
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
  return { mentorId: mentor.participant.id, score, forbiddenBy };
}

/** Of a large pool: the best fits of a mentee and the rules against the mentors asked about, without a solve. O(mentors). */
function findEffectsLarge(
  input: CohortInput,
  menteeId: string,
  mentorIds: readonly string[] | null,
): Effects {
  const { shell, rows, ...laid } = layOutCohort(input);
  const i = laid.menteeIndex.get(menteeId);
  if (i === undefined)
    return { optionsOfMentee: [], optionsOfMentors: {}, effects: [], mentorId: null, alone: null };
  const scores = new Int32Array(shell.mentors);
  rows.scoreRow(i, scores);
  const options = [...scores.keys()].filter((j) => (scores[j] ?? -1) >= Math.max(0, laid.policy.floor));
  const best = options.toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b).slice(0, LARGE_SHOWN);
  const wanted = mentorIds?.flatMap((id) => laid.mentorIndex.get(id) ?? []) ?? best;
  const cohort = { ...laid, problem: shell };
  const effects = wanted.map((j): Effect => {
    const found = judge(cohort, i, j);
    return { ...found, effect: null, unknown: found.forbiddenBy.length > 0 ? null : 'too-large' };
  });
  return {
    optionsOfMentee: options.map((j) => scores[j] ?? 0),
    optionsOfMentors: {},
    effects: effects.toSorted(byCost),
    mentorId: null,
    alone: {
      cause:
        options.length === 0
          ? { code: 'no-eligible-mentor', mentors: shell.mentors }
          : { code: 'places-taken', eligibleMentors: options.length },
      barriers: listBarriers(cohort, i, laid.policy.floor).map(({ code, mentors, alone }) => ({
        code,
        mentors,
        alone: alone.length,
      })),
      changes: [],
    },
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
export function byCost(a: Effect, b: Effect): number {
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
