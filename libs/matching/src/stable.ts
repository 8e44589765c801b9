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
  const { places, pairs, mentee } = allowedPairs(problem, floor);
  const menteeLists = sortedLists(
    pairs,
    mentee,
    n,
    menteeValue,
    problem.mentor,
    rankByKey(m, tieKey?.subarray(n)),
  );
  const mentorLists = sortedLists(
    pairs,
    problem.mentor,
    m,
    mentorValue,
    mentee,
    rankByKey(n, tieKey?.subarray(0, n)),
  );
  return {
    mentees: n,
    mentors: m,
    places,
    byMentee: toRanking(menteeLists, problem.mentor, mentorLists),
    byMentor: toRanking(mentorLists, mentee, menteeLists),
  };
}

/** The pairs that may be matched, the mentee of every pair, and the places beside locked pairs. */
function allowedPairs(
  problem: Problem,
  floor: number,
): { places: Int32Array; pairs: Int32Array; mentee: Int32Array } {
  const { mentees: n, mentors: m, ptr, mentor, score } = problem;
  const places = problem.capacity.slice();
  const isLocked = new Uint8Array(n);
  for (const [i, j] of problem.locked ?? []) {
    isLocked[i] = 1;
    places[j]! -= 1;
  }
  const banned = new Set((problem.forbidden ?? []).map(([i, j]) => i * m + j));
  const pairs = new Int32Array(mentor.length);
  const mentee = new Int32Array(mentor.length);
  let used = 0;
  for (let i = 0; i < n; i++) {
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
      const j = mentor[e]!;
      mentee[e] = i;
      if (isLocked[i] || score[e]! < floor || places[j]! <= 0) continue;
      if (banned.size === 0 || !banned.has(i * m + j)) pairs[used++] = e;
    }
  }
  return { places, pairs: pairs.subarray(0, used), mentee };
}

/** Pairs in rows by owner, best first; `rankOf[e]` is the place of pair e in its row. */
interface Lists {
  readonly ptr: Int32Array;
  readonly pairs: Int32Array;
  readonly rankOf: Int32Array;
}

/**
 * Everybody's list at once: all pairs are counted into order by the least of their keys first, equals staying as they are (a radix sort). Comparing
 * them list by list takes three times as long.
 */
function sortedLists(
  pairs: Int32Array,
  ownerOf: Int32Array,
  owners: number,
  value: ArrayLike<number>,
  otherOf: Int32Array,
  tieRank: Int32Array | undefined,
): Lists {
  let sorted = pairs;
  // Without keys equals stay in the order of the pairs, which is that of the other's index.
  if (tieRank)
    sorted = sortBy(
      sorted,
      Int32Array.from(otherOf, (k) => tieRank[k]!),
      tieRank.length,
    );
  let least = Infinity;
  let most = -Infinity;
  for (const e of pairs) {
    if (value[e]! < least) least = value[e]!;
    if (value[e]! > most) most = value[e]!;
  }
  const key = new Int32Array(value.length);
  for (let shift = 0; (most - least) >> shift > 0; shift += DIGIT_BITS) {
    for (const e of pairs) key[e] = ((most - value[e]!) >> shift) & (DIGITS - 1);
    sorted = sortBy(sorted, key, Math.min(DIGITS, ((most - least) >> shift) + 1));
  }
  sorted = sortBy(sorted, ownerOf, owners);
  const ptr = new Int32Array(owners + 1);
  const rankOf = new Int32Array(value.length);
  let owner = 0;
  for (let at = 0; at < sorted.length; at++) {
    const e = sorted[at]!;
    while (owner < ownerOf[e]!) ptr[++owner] = at;
    rankOf[e] = at - ptr[owner]!;
  }
  while (owner < owners) ptr[++owner] = sorted.length;
  return { ptr, pairs: sorted, rankOf };
}

const DIGIT_BITS = 15;
const DIGITS = 2 ** DIGIT_BITS;

/** Pairs in the order of a key of 0…keys - 1, equals staying as they are. */
function sortBy(pairs: Int32Array, key: Int32Array, keys: number): Int32Array {
  const next = new Int32Array(keys + 1);
  for (let at = 0; at < pairs.length; at++) next[key[pairs[at]!]! + 1]! += 1;
  for (let k = 0; k < keys; k++) next[k + 1]! += next[k]!;
  const sorted = new Int32Array(pairs.length);
  for (let at = 0; at < pairs.length; at++) {
    const e = pairs[at]!;
    const k = key[e]!;
    sorted[next[k]!] = e;
    next[k]! += 1;
  }
  return sorted;
}

function toRanking({ ptr, pairs }: Lists, otherOf: Int32Array, { rankOf }: Lists): Ranking {
  return { ptr, other: pairs.map((e) => otherOf[e]!), rank: pairs.map((e) => rankOf[e]!) };
}

/** Place of everybody in the order of the keys, equal keys by index. */
function rankByKey(count: number, key: Uint32Array | undefined): Int32Array | undefined {
  if (!key) return undefined;
  const order = Array.from({ length: count }, (_, k) => k);
  order.sort((a, b) => key[a]! - key[b]! || a - b);
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
