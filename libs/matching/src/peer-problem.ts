import { MatchingError } from './errors.ts';
import { MAX_SCORE, requireInteger } from './problem.ts';

/** Two people's indices, in any order. */
export type PeerPair = readonly [one: number, other: number];

/**
 * A pool in which anybody may be paired with anybody: people `0..people-1` and eligible pairs as compressed rows. Every pair stands in both rows
 * with the same score, partners strictly increasing in a row. `priority`: class per person, 0 is served first. `tieKey`: one key per person;
 * people are taken in the order of their keys, so distinct keys make the answer independent of input order. `before[i]` (-1: nobody): an
 * earlier partner to keep where that costs nothing.
 */
export interface PeerProblem {
  readonly people: number;
  readonly ptr: Int32Array;
  readonly partner: Int32Array;
  readonly score: Int32Array;
  readonly locked?: readonly PeerPair[];
  readonly forbidden?: readonly PeerPair[];
  readonly priority?: Uint16Array;
  readonly tieKey?: Uint32Array;
  readonly before?: Int32Array;
}

/**
 * `floor`: pairs beneath it do not count. `maxScore`: the scale's top, costs are `maxScore - score` (by default the largest score present).
 * `deadlineMs`: time to spend by `clock` (milliseconds from anywhere); then the best answer so far comes with the gap it may still have.
 */
export interface PeerOptions {
  readonly floor?: number;
  readonly maxScore?: number;
  readonly deadlineMs?: number;
  readonly clock?: () => number;
}

/** An odd number of people and the price of their being odd, in half points. */
export interface OddSet {
  readonly members: Int32Array;
  readonly price: number;
}

/**
 * Why nobody more can be matched (Tutte 1947, Berge 1958): without the `hubs` each of the `islands` is an odd group that reaches nobody
 * outside itself, so one of each stays alone, but for as many as there are hubs.
 */
export interface Barrier {
  readonly hubs: Int32Array;
  readonly islands: readonly Int32Array[];
}

/**
 * The best pairs with their proof. `partnerOf[i]` is -1 for nobody; `matched` counts people. Numbers of the proof are half points: twice a
 * pair's cost is `2·(scale·(maxScore - score) - kept)`, kept 1 for a pair of `before`; leaving i out costs `penalty·(classes - class(i))`.
 * `prices` and `oddSets` are the duals: see `verifyPeers`. `gap`: how far twice the cost may be above the best (0 unless out of time).
 */
export interface PeerSolution {
  readonly partnerOf: Int32Array;
  readonly matched: number;
  readonly total: number;
  readonly minScore: number;
  readonly status: 'optimal' | 'time-limit';
  readonly gap: number;
  readonly prices: Float64Array;
  readonly oddSets: readonly OddSet[];
  readonly penalty: number;
  readonly scale: number;
  readonly maxScore: number;
  readonly floor: number;
  readonly barrier: Barrier;
  readonly searches: number;
}

/** Makes a PeerProblem of loose pairs `[one, other, score]` in any order, each given once. Throws NOT_FINITE, RANGE, DUPLICATE_PAIR. */
export function toPeerProblem(
  people: number,
  pairs: readonly (readonly [one: number, other: number, score: number])[],
  more: Omit<PeerProblem, 'people' | 'ptr' | 'partner' | 'score'> = {},
): PeerProblem {
  requireInteger(people, 0, 2 ** 30, 'RANGE', { field: 'people' });
  const ptr = new Int32Array(people + 1);
  for (const [a, b, score] of pairs) {
    requireInteger(a, 0, people - 1, 'RANGE', { person: a });
    requireInteger(b, 0, people - 1, 'RANGE', { person: b });
    requireInteger(score, 0, MAX_SCORE, 'RANGE', { one: a, other: b, score });
    if (a === b) throw new MatchingError('RANGE', 'nobody is their own partner', { person: a });
    ptr[a + 1]! += 1;
    ptr[b + 1]! += 1;
  }
  for (let i = 0; i < people; i++) ptr[i + 1]! += ptr[i]!;
  const partner = new Int32Array(2 * pairs.length);
  const score = new Int32Array(2 * pairs.length);
  const next = ptr.slice(0, people);
  const sorted = pairs.flatMap(([a, b, s]) => [[a, b, s] as const, [b, a, s] as const]);
  for (const [a, b, s] of sorted.sort((one, other) => one[1] - other[1])) {
    const at = next[a]!++;
    partner[at] = b;
    score[at] = s;
  }
  const problem: PeerProblem = { people, ptr, partner, score, ...more };
  checkPeerProblem(problem);
  return problem;
}

/** Index of the pair in the row of i, or -1 when i and j are no eligible pair. O(log row). */
export function findPeerPair({ ptr, partner }: PeerProblem, i: number, j: number): number {
  let low = ptr[i]!;
  let high = ptr[i + 1]! - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = partner[middle]!;
    if (found === j) return middle;
    if (found < j) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Throws a MatchingError (SHAPE, RANGE, DUPLICATE_PAIR, LOCK_CONFLICT, NOT_FINITE) unless the problem is well formed. O(pairs). */
export function checkPeerProblem(problem: PeerProblem): void {
  const { people: n, ptr, partner, score, priority, tieKey, before } = problem;
  requireInteger(n, 0, 2 ** 30, 'RANGE', { field: 'people' });
  const pairs = ptr.length > 0 ? ptr[ptr.length - 1]! : -1;
  requireShape(ptr.length === n + 1 && ptr[0] === 0, 'ptr needs people + 1 entries and starts at 0');
  requireShape(
    partner.length === pairs && score.length === pairs,
    'partner and score need one entry per pair and side',
  );
  requireShape(priority === undefined || priority.length === n, 'priority: one per person');
  requireShape(tieKey === undefined || tieKey.length === n, 'tieKey: one per person');
  requireShape(before === undefined || before.length === n, 'before: one per person');
  // The rows are read in order, so a pair's other half is the next one in its partner's row: no search is needed.
  const next = ptr.slice(0, n);
  for (let i = 0; i < n; i++) {
    requireShape(ptr[i]! <= ptr[i + 1]! && ptr[i + 1]! <= pairs, 'ptr must not fall');
    let last = -1;
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
      const j = partner[e]!;
      if (j < 0 || j >= n || j === i)
        throw new MatchingError('RANGE', 'unknown partner', { person: i, partner: j });
      if (j === last) throw new MatchingError('DUPLICATE_PAIR', 'pair given twice', { one: i, other: j });
      requireShape(j > last, 'partners of a row must increase');
      if (score[e]! < 0 || score[e]! > MAX_SCORE)
        throw new MatchingError('RANGE', 'score outside 0..2^20', { one: i, other: j, score: score[e]! });
      const mirror = next[j]!++;
      requireShape(
        mirror < ptr[j + 1]! && partner[mirror] === i && score[mirror] === score[e],
        'every pair stands in both rows with one score',
      );
      last = j;
    }
  }
  before?.forEach((j, i) => {
    requireShape(
      j === -1 || (j >= 0 && j < n && j !== i && before[j] === i),
      'before names partners of one another',
    );
  });
  for (const [i, j] of problem.forbidden ?? []) requirePeers(n, i, j);
  checkPeerLocks(problem);
}

/** Locks that clash are named: two of one person, or a pair that is none. */
function checkPeerLocks(problem: PeerProblem): void {
  const banned = bansOf(problem);
  const lockOf = new Map<number, PeerPair>();
  for (const lock of problem.locked ?? []) {
    const [i, j] = lock;
    requirePeers(problem.people, i, j);
    for (const person of lock) {
      const other = lockOf.get(person);
      if (other)
        throw new MatchingError('LOCK_CONFLICT', 'a person is locked twice', { locks: [other, lock] });
      lockOf.set(person, lock);
    }
    if (findPeerPair(problem, i, j) < 0 || banned.has(peerKey(problem.people, i, j)))
      throw new MatchingError('LOCK_CONFLICT', 'a locked pair is not eligible', { locks: [lock] });
  }
}

/** One number for a pair, whichever way round. */
export function peerKey(people: number, i: number, j: number): number {
  return Math.min(i, j) * people + Math.max(i, j);
}

/** The forbidden pairs by `peerKey`. */
export function bansOf({ people, forbidden = [] }: PeerProblem): ReadonlySet<number> {
  return new Set(forbidden.map(([i, j]) => peerKey(people, i, j)));
}

/** Partners by lock, -1 for everybody who is free. */
export function locksOf({ people, locked = [] }: PeerProblem): Int32Array {
  const lockOf = new Int32Array(people).fill(-1);
  for (const [i, j] of locked) {
    lockOf[i] = j;
    lockOf[j] = i;
  }
  return lockOf;
}

/** Number of people matched, total and smallest score of pairs; the smallest score of nobody is 0. */
export function summarisePeers(
  problem: PeerProblem,
  partnerOf: Int32Array,
): Pick<PeerSolution, 'matched' | 'total' | 'minScore'> {
  let [matched, total, minScore] = [0, 0, Infinity];
  partnerOf.forEach((j, i) => {
    if (j < 0) return;
    matched++;
    if (i > j) return;
    const score = problem.score[findPeerPair(problem, i, j)]!;
    total += score;
    if (score < minScore) minScore = score;
  });
  return { matched, total, minScore: matched > 0 ? minScore : 0 };
}

function requirePeers(people: number, i: number, j: number): void {
  requireInteger(i, 0, people - 1, 'RANGE', { person: i });
  requireInteger(j, 0, people - 1, 'RANGE', { person: j });
  if (i === j) throw new MatchingError('RANGE', 'nobody is their own partner', { person: i });
}

function requireShape(condition: boolean, message: string): void {
  if (!condition) throw new MatchingError('SHAPE', message);
}
