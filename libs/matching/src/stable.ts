import { MatchingError } from './errors.ts';
import type { IndexPair, Problem } from './problem.ts';

/**
 * Strict preferences over the allowed pairs: row i of `byMentee` lists mentors best first, row j of `byMentor` mentees best first. A pair
 * that is missing in either is unacceptable. `places[j]`: places beside locked pairs; locked mentees have empty rows.
 */
export interface Preferences {
  readonly mentees: number;
  readonly mentors: number;
  readonly places: Int32Array;
  readonly byMentee: Ranking;
  readonly byMentor: Ranking;
}

/** Rows of `other`, best first; `rank[k]` is the place of the row's owner in the list of `other[k]`. */
export interface Ranking {
  readonly ptr: Int32Array;
  readonly other: Int32Array;
  readonly rank: Int32Array;
}

export type ProposingSide = 'mentees' | 'mentors';

/**
 * Preferences by value: `menteeValue[e]` and `mentorValue[e]`, whole numbers of 0…2^30, say how much each side likes pair e (larger first;
 * by default the score). Equals are ordered by the problem's `tieKey` (the other's key), then by index: strict, and recorded. O(E log E).
 */
export function toPreferences(
  problem: Problem,
  floor = 0,
  menteeValue: ArrayLike<number> = problem.score,
  mentorValue: ArrayLike<number> = problem.score,
): Preferences {
  const { mentees: n, mentors: m, tieKey } = problem;
  if (menteeValue.length !== problem.mentor.length || mentorValue.length !== problem.mentor.length)
    throw new MatchingError('SHAPE', 'one value per pair is needed');
  const { places, rows } = allowedPairs(problem, floor);
  const columns = byColumn(rows, n, m);
  const sides = [
    { lists: rows, value: menteeValue, order: rankByKey(m, tieKey?.subarray(n)) },
    { lists: columns, value: mentorValue, order: rankByKey(n, tieKey?.subarray(0, n)) },
  ] as const;
  const rankOfPair = [new Int32Array(problem.mentor.length), new Int32Array(problem.mentor.length)] as const;
  const [byMentee, byMentor] = sides.map(({ lists, value, order }, side) => {
    const count = order.length;
    const personAt = new Int32Array(count);
    order.forEach((place, person) => (personAt[place] = person));
    const pairOf = new Int32Array(count);
    const sorted = new Int32Array(lists.pair.length);
    const ranks = rankOfPair[side]!;
    const buffer = new Float64Array(longest(lists.ptr));
    for (let k = 0; k + 1 < lists.ptr.length; k++) {
      const from = lists.ptr[k]!;
      const length = lists.ptr[k + 1]! - from;
      // Value and key in one number: sorting plain numbers is many times faster than sorting by a comparison.
      for (let at = 0; at < length; at++) {
        const e = lists.pair[from + at]!;
        const person = lists.other[from + at]!;
        pairOf[person] = e;
        buffer[at] = (TOP_VALUE - value[e]!) * count + order[person]!;
      }
      const keys = buffer.subarray(0, length).sort();
      for (let rank = 0; rank < length; rank++) {
        const place = keys[rank]! - Math.floor(keys[rank]! / count) * count;
        const e = pairOf[personAt[place]!]!;
        sorted[from + rank] = e;
        ranks[e] = rank;
      }
    }
    return sorted;
  });
  return {
    mentees: n,
    mentors: m,
    places,
    byMentee: {
      ptr: rows.ptr,
      other: byMentee!.map((e) => problem.mentor[e]!),
      rank: byMentee!.map((e) => rankOfPair[1][e]!),
    },
    byMentor: {
      ptr: columns.ptr,
      other: byMentor!.map((e) => rows.owner[e]!),
      rank: byMentor!.map((e) => rankOfPair[0][e]!),
    },
  };
}

const TOP_VALUE = 2 ** 30;

function longest(ptr: Int32Array): number {
  let most = 0;
  for (let k = 0; k + 1 < ptr.length; k++) most = Math.max(most, ptr[k + 1]! - ptr[k]!);
  return most;
}

/** Rows of people `other` with the index of their pair; `owner[e]` is the mentee of pair e. */
interface Lists {
  readonly ptr: Int32Array;
  readonly other: Int32Array;
  readonly pair: Int32Array;
  readonly owner: Int32Array;
}

function allowedPairs(problem: Problem, floor: number): { places: Int32Array; rows: Lists } {
  const { mentees: n, mentors: m, ptr, mentor, score } = problem;
  const places = problem.capacity.slice();
  const isLocked = new Uint8Array(n);
  for (const [i, j] of problem.locked ?? []) {
    isLocked[i] = 1;
    places[j]! -= 1;
  }
  const banned = new Set((problem.forbidden ?? []).map(([i, j]) => i * m + j));
  const rows = new Int32Array(n + 1);
  const pair = new Int32Array(mentor.length);
  const owner = new Int32Array(mentor.length);
  let used = 0;
  for (let i = 0; i < n; i++) {
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
      const j = mentor[e]!;
      owner[e] = i;
      if (isLocked[i] || score[e]! < floor || places[j]! <= 0 || banned.has(i * m + j)) continue;
      pair[used++] = e;
    }
    rows[i + 1] = used;
  }
  const kept = pair.subarray(0, used);
  return { places, rows: { ptr: rows, other: kept.map((e) => mentor[e]!), pair: kept, owner } };
}

function byColumn(rows: Lists, n: number, m: number): Lists {
  const ptr = new Int32Array(m + 1);
  for (const j of rows.other) ptr[j + 1]! += 1;
  for (let j = 0; j < m; j++) ptr[j + 1]! += ptr[j]!;
  const next = ptr.slice(0, m);
  const other = new Int32Array(rows.other.length);
  const pair = new Int32Array(rows.other.length);
  for (let i = 0; i < n; i++) {
    for (let at = rows.ptr[i]!; at < rows.ptr[i + 1]!; at++) {
      const j = rows.other[at]!;
      const to = next[j]!;
      next[j] = to + 1;
      other[to] = i;
      pair[to] = rows.pair[at]!;
    }
  }
  return { ptr, other, pair, owner: rows.owner };
}

/** Place of everybody in the order of the keys, equal keys by index. */
function rankByKey(count: number, key: Uint32Array | undefined): Int32Array {
  const order = Array.from({ length: count }, (_, k) => k);
  if (key) order.sort((a, b) => key[a]! - key[b]! || a - b);
  const rank = new Int32Array(count);
  order.forEach((k, place) => (rank[k] = place));
  return rank;
}

/**
 * A stable matching that is best for every member of the proposing side at once, `mentorOf[i]` or -1 (Gale & Shapley 1962, with places).
 * O(pairs · places of one mentor) at worst.
 */
export function deferredAcceptance(preferences: Preferences, side: ProposingSide): Int32Array {
  return side === 'mentees' ? menteesPropose(preferences) : mentorsPropose(preferences);
}

function menteesPropose({ mentees: n, mentors: m, places, byMentee }: Preferences): Int32Array {
  const mentorOf = new Int32Array(n).fill(-1);
  const heldRank = new Int32Array(n);
  const held: number[][] = Array.from({ length: m }, () => []);
  const next = byMentee.ptr.slice(0, n);
  const asking = Array.from({ length: n }, (_, k) => n - 1 - k);
  for (let i = asking.pop(); i !== undefined; i = asking.pop()) {
    const at = next[i]!;
    if (at >= byMentee.ptr[i + 1]!) continue;
    next[i] = at + 1;
    const j = byMentee.other[at]!;
    heldRank[i] = byMentee.rank[at]!;
    const seats = held[j]!;
    if (seats.length < places[j]!) {
      seats.push(i);
      mentorOf[i] = j;
      continue;
    }
    let worst = 0;
    for (let k = 1; k < seats.length; k++) if (heldRank[seats[k]!]! > heldRank[seats[worst]!]!) worst = k;
    const other = seats[worst]!;
    if (heldRank[other]! < heldRank[i]!) {
      asking.push(i);
      continue;
    }
    mentorOf[other] = -1;
    mentorOf[i] = j;
    seats[worst] = i;
    asking.push(other);
  }
  return mentorOf;
}

function mentorsPropose({ mentees: n, mentors: m, places, byMentor }: Preferences): Int32Array {
  const mentorOf = new Int32Array(n).fill(-1);
  const heldRank = new Int32Array(n);
  const free = places.slice();
  const next = byMentor.ptr.slice(0, m);
  const asking = Array.from({ length: m }, (_, k) => m - 1 - k);
  for (let j = asking.pop(); j !== undefined; j = asking.pop()) {
    while (free[j]! > 0 && next[j]! < byMentor.ptr[j + 1]!) {
      const at = next[j]!;
      next[j] = at + 1;
      const i = byMentor.other[at]!;
      const rank = byMentor.rank[at]!;
      const before = mentorOf[i]!;
      if (before >= 0 && heldRank[i]! < rank) continue;
      mentorOf[i] = j;
      heldRank[i] = rank;
      free[j]! -= 1;
      if (before < 0) continue;
      free[before]! += 1;
      asking.push(before);
    }
  }
  return mentorOf;
}

/**
 * Pairs of two who would rather have one another than what they have: the mentee likes the mentor better than the present one, and the
 * mentor has a free place or likes the mentee better than somebody held. Empty for a stable matching. O(pairs).
 */
export function blockingPairs(preferences: Preferences, mentorOf: Int32Array): IndexPair[] {
  const { mentees: n, mentors: m, places, byMentee } = preferences;
  const load = new Int32Array(m);
  const worstHeld = new Int32Array(m).fill(-1);
  for (let i = 0; i < n; i++) {
    for (let at = byMentee.ptr[i]!; at < byMentee.ptr[i + 1]!; at++) {
      const j = byMentee.other[at]!;
      if (j !== mentorOf[i]) continue;
      load[j]! += 1;
      worstHeld[j] = Math.max(worstHeld[j]!, byMentee.rank[at]!);
    }
  }
  const found: IndexPair[] = [];
  for (let i = 0; i < n; i++) {
    for (let at = byMentee.ptr[i]!; at < byMentee.ptr[i + 1]!; at++) {
      const j = byMentee.other[at]!;
      if (j === mentorOf[i]) break;
      if (load[j]! < places[j]! || byMentee.rank[at]! < worstHeld[j]!) found.push([i, j]);
    }
  }
  return found;
}
