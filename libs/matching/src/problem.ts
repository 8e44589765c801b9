import { MatchingError } from './errors.ts';

/** A mentee's and a mentor's index. */
export type IndexPair = readonly [mentee: number, mentor: number];

/**
 * A matching problem: mentees `0..mentees-1`, mentors with places, and eligible pairs as compressed rows (`ptr`, `mentor`, `score`),
 * mentors strictly increasing in a row. `priority`: class per mentee, 0 is served first. `tieKey`: one key per mentee, then one per
 * mentor; people are taken in the order of their keys, so distinct keys make the answer independent of input order.
 */
export interface Problem {
  readonly mentees: number;
  readonly mentors: number;
  readonly capacity: Int32Array;
  readonly ptr: Int32Array;
  readonly mentor: Int32Array;
  readonly score: Int32Array;
  readonly locked?: readonly IndexPair[];
  readonly forbidden?: readonly IndexPair[];
  readonly priority?: Uint16Array;
  readonly tieKey?: Uint32Array;
}

/** Largest score a pair may have, and most places a mentor may have. */
export const MAX_SCORE = 2 ** 20;
export const MAX_CAPACITY = 65_535;

/**
 * `lexicographic`: as many mentees as possible (class after class), then the largest total score.
 * `floor`: as many mentees as possible, then the largest worst score, then the largest total (a bottleneck assignment).
 * Option `floor`: pairs beneath it do not count at all, under either objective. `maxScore`: the scale's top, costs are `maxScore - score`
 * (by default the largest score present). `seed`: order of equals when the problem brings no `tieKey`. `deadlineMs`: time to spend by `clock`
 * (milliseconds from anywhere, as performance.now); then the best answer so far comes with the gap it may still have.
 */
export interface Options {
  readonly objective: 'lexicographic' | 'floor';
  readonly floor?: number;
  readonly maxScore?: number;
  readonly seed?: number;
  readonly deadlineMs?: number;
  readonly clock?: () => number;
}

/** Mentees who compete for no more than `places` places: as many as they are above it can never be matched. */
export interface HallSet {
  readonly mentees: Int32Array;
  readonly mentors: Int32Array;
  readonly places: number;
}

/** Proof that the floor cannot rise: with pairs scoring above `above` only, this set of mentees of class <= `upToClass` lacks places. */
export interface FloorProof {
  readonly above: number;
  readonly upToClass: number;
  readonly hall: HallSet;
}

export interface Stats {
  readonly mentees: number;
  readonly pairs: number;
  readonly places: number;
  readonly searches: number;
}

/**
 * An optimal matching with its proof. `mentorOf[i]` is -1 for nobody. `u`, `v` are integer duals of costs `maxScore - score`, where leaving
 * mentee i out costs `penalty * (classes - class(i))`. `floor`: the score beneath which pairs were left out (0: none). `gap`: how far the
 * costs may be above the best (0 unless `status` is 'time-limit').
 */
export interface Solution {
  readonly mentorOf: Int32Array;
  readonly matched: number;
  readonly total: number;
  readonly minScore: number;
  readonly status: 'optimal' | 'time-limit';
  readonly gap: number;
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly penalty: number;
  readonly maxScore: number;
  readonly floor: number;
  readonly floorProof?: FloorProof;
  readonly hall: HallSet;
  readonly options: Options;
  readonly stats: Stats;
}

/** Makes a Problem of loose edges `[mentee, mentor, score]` in any order. Throws NOT_FINITE, RANGE, DUPLICATE_PAIR, CAPACITY. */
export function toProblem(
  mentees: number,
  capacity: ArrayLike<number>,
  edges: readonly (readonly [mentee: number, mentor: number, score: number])[],
  more: Pick<Problem, 'locked' | 'forbidden' | 'priority' | 'tieKey'> = {},
): Problem {
  const mentors = capacity.length;
  for (let j = 0; j < mentors; j++) requireInteger(capacity[j]!, 0, MAX_CAPACITY, 'CAPACITY', { mentor: j });
  requireInteger(mentees, 0, 2 ** 31 - 1, 'RANGE', { field: 'mentees' });
  for (const [i, j, score] of edges) {
    requireInteger(i, 0, mentees - 1, 'RANGE', { mentee: i });
    requireInteger(j, 0, mentors - 1, 'RANGE', { mentor: j });
    requireInteger(score, 0, MAX_SCORE, 'RANGE', { mentee: i, mentor: j, score });
  }
  const sorted = [...edges].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const ptr = new Int32Array(mentees + 1);
  for (const [i] of sorted) ptr[i + 1]! += 1;
  for (let i = 0; i < mentees; i++) ptr[i + 1]! += ptr[i]!;
  const mentor = Int32Array.from(sorted, (edge) => edge[1]);
  const score = Int32Array.from(sorted, (edge) => edge[2]);
  const problem: Problem = {
    mentees,
    mentors,
    capacity: Int32Array.from(capacity),
    ptr,
    mentor,
    score,
    ...more,
  };
  checkProblem(problem);
  return problem;
}

/** Index of the pair in `mentor` and `score`, or -1 when i and j are not an eligible pair. O(log row). */
export function findPair(problem: Problem, i: number, j: number): number {
  let low = problem.ptr[i]!;
  let high = problem.ptr[i + 1]! - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = problem.mentor[middle]!;
    if (found === j) return middle;
    if (found < j) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Throws a MatchingError (SHAPE, RANGE, CAPACITY, DUPLICATE_PAIR, LOCK_CONFLICT, NOT_FINITE) unless the problem is well formed. O(pairs). */
export function checkProblem(problem: Problem): void {
  const { mentees: n, mentors: m, capacity, ptr, mentor, score } = problem;
  requireInteger(n, 0, 2 ** 31 - 1, 'RANGE', { field: 'mentees' });
  requireInteger(m, 0, 2 ** 31 - 1, 'RANGE', { field: 'mentors' });
  const pairs = ptr.length > 0 ? ptr[ptr.length - 1]! : -1;
  requireShape(capacity.length === m, 'capacity needs one entry per mentor');
  requireShape(ptr.length === n + 1 && ptr[0] === 0, 'ptr needs mentees + 1 entries and starts at 0');
  requireShape(mentor.length === pairs && score.length === pairs, 'mentor and score need one entry per pair');
  requireShape(problem.priority === undefined || problem.priority.length === n, 'priority: one per mentee');
  requireShape(problem.tieKey === undefined || problem.tieKey.length === n + m, 'tieKey: one per person');
  for (let j = 0; j < m; j++) requireInteger(capacity[j]!, 0, MAX_CAPACITY, 'CAPACITY', { mentor: j });
  for (let i = 0; i < n; i++) {
    requireShape(ptr[i]! <= ptr[i + 1]! && ptr[i + 1]! <= pairs, 'ptr must not fall');
    if (isPlainRow(mentor, score, ptr[i]!, ptr[i + 1]!, m)) continue;
    let before = -1;
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
      const j = mentor[e]!;
      if (j < 0 || j >= m) throw new MatchingError('RANGE', 'unknown mentor', { mentee: i, mentor: j });
      if (j === before)
        throw new MatchingError('DUPLICATE_PAIR', 'pair given twice', { mentee: i, mentor: j });
      requireShape(j > before, 'mentors of a row must increase');
      if (score[e]! < 0 || score[e]! > MAX_SCORE)
        throw new MatchingError('RANGE', 'score outside 0..2^20', { mentee: i, mentor: j, score: score[e]! });
      before = j;
    }
  }
  for (const [i, j] of problem.forbidden ?? []) requirePair(problem, i, j);
  checkLocks(problem);
}

/** True when a row surely is right, at a glance: all mentors in order, scores beneath 2^20. Anything else is looked at closely. */
function isPlainRow(mentor: Int32Array, score: Int32Array, from: number, to: number, m: number): boolean {
  if (to - from !== m) return false;
  const mentors = mentor.subarray(from, to);
  const scores = score.subarray(from, to);
  let order = 0;
  let bits = 0;
  for (let j = 0; j < m; j++) {
    order |= mentors[j]! ^ j;
    bits |= scores[j]!;
  }
  return order === 0 && bits >= 0 && bits < MAX_SCORE;
}

/** Infeasible locks name the fewest locks that clash: two of one mentee, or one more than a mentor's places, or a pair that is no pair. */
function checkLocks(problem: Problem): void {
  const locked = problem.locked ?? [];
  const forbidden = new Set((problem.forbidden ?? []).map(([i, j]) => i * problem.mentors + j));
  const ofMentee = new Map<number, IndexPair>();
  const ofMentor = new Map<number, IndexPair[]>();
  for (const lock of locked) {
    const [i, j] = lock;
    requirePair(problem, i, j);
    const other = ofMentee.get(i);
    if (other) throw new MatchingError('LOCK_CONFLICT', 'a mentee is locked twice', { locks: [other, lock] });
    ofMentee.set(i, lock);
    if (findPair(problem, i, j) < 0 || forbidden.has(i * problem.mentors + j))
      throw new MatchingError('LOCK_CONFLICT', 'a locked pair is not eligible', { locks: [lock] });
    const locks = [...(ofMentor.get(j) ?? []), lock];
    ofMentor.set(j, locks);
    if (locks.length > problem.capacity[j]!)
      throw new MatchingError('LOCK_CONFLICT', 'more locks than places', {
        locks,
        places: problem.capacity[j]!,
      });
  }
}

function requirePair(problem: Problem, i: number, j: number): void {
  requireInteger(i, 0, problem.mentees - 1, 'RANGE', { mentee: i });
  requireInteger(j, 0, problem.mentors - 1, 'RANGE', { mentor: j });
}

function requireShape(condition: boolean, message: string): void {
  if (!condition) throw new MatchingError('SHAPE', message);
}

/** Throws NOT_FINITE for NaN and infinities, `code` for anything that is not an integer of `low..high`. */
export function requireInteger(
  value: number,
  low: number,
  high: number,
  code: 'RANGE' | 'CAPACITY',
  facts: Readonly<Record<string, unknown>>,
): void {
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new MatchingError('NOT_FINITE', 'a number is not finite', facts);
  if (!Number.isInteger(value) || value < low || value > high)
    throw new MatchingError(code, `must be a whole number from ${low} to ${high}`, { ...facts, value });
}
