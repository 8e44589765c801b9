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
    inOrder(pairs, problem.mentor, m, tieKey?.subarray(n)),
    mentee,
    n,
    menteeValue,
  );
  const mentorLists = sortedLists(
    inOrder(pairs, mentee, n, tieKey?.subarray(0, n)),
    problem.mentor,
    m,
    mentorValue,
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
 * Everybody's list, best first. `pairs` come in the order of the ties: each owner's own then stand in that order, so that a number made of
 * what a pair is worth less than the best and of its place among the owner's own sorts the row, and nothing outside it is looked at.
 */
function sortedLists(
  pairs: Int32Array,
  ownerOf: Int32Array,
  owners: number,
  value: ArrayLike<number>,
): Lists {
  const ptr = new Int32Array(owners + 1);
  let most = 0;
  for (let at = 0; at < pairs.length; at++) {
    const e = pairs[at]!;
    ptr[ownerOf[e]! + 1]! += 1;
    if (value[e]! > most) most = value[e]!;
  }
  for (let k = 0; k < owners; k++) ptr[k + 1]! += ptr[k]!;
  const next = ptr.slice(0, owners);
  const own = new Int32Array(pairs.length);
  let longest = 1;
  for (let k = 0; k < owners; k++) longest = Math.max(longest, ptr[k + 1]! - ptr[k]!);
  const width = 2 ** Math.ceil(Math.log2(longest));
  const isSmall = (most + 1) * width <= 2 ** 31;
  const key = isSmall ? new Int32Array(pairs.length) : new Float64Array(pairs.length);
  for (let at = 0; at < pairs.length; at++) {
    const e = pairs[at]!;
    const to = next[ownerOf[e]!]!++;
    own[to] = e;
    key[to] = (most - value[e]!) * width + to - ptr[ownerOf[e]!]!;
  }
  const sorted = new Int32Array(pairs.length);
  const rankOf = new Int32Array(value.length);
  for (let k = 0; k < owners; k++) {
    const from = ptr[k]!;
    const row = key.subarray(from, ptr[k + 1]!).sort();
    for (let rank = 0; rank < row.length; rank++) {
      // `%` of numbers beyond 32 bits takes ten times as long.
      const place = isSmall ? row[rank]! & (width - 1) : row[rank]! - Math.floor(row[rank]! / width) * width;
      const e = own[from + place]!;
      sorted[from + rank] = e;
      rankOf[e] = rank;
    }
  }
  return { ptr, pairs: sorted, rankOf };
}

function toRanking({ ptr, pairs }: Lists, otherOf: Int32Array, { rankOf }: Lists): Ranking {
  const other = new Int32Array(pairs.length);
  const rank = new Int32Array(pairs.length);
  for (let at = 0; at < pairs.length; at++) {
    const e = pairs[at]!;
    other[at] = otherOf[e]!;
    rank[at] = rankOf[e]!;
  }
  return { ptr, other, rank };
}

/** The pairs in the order of the other side's keys, equal keys by index; without keys they are in the order of the index already. */
function inOrder(
  pairs: Int32Array,
  otherOf: Int32Array,
  others: number,
  key: Uint32Array | undefined,
): Int32Array {
  if (!key) return pairs;
  const order = Int32Array.from({ length: others }, (_, k) => k).sort((a, b) => key[a]! - key[b]! || a - b);
  const place = new Int32Array(others);
  order.forEach((k, at) => (place[k] = at));
  const next = new Int32Array(others + 1);
  for (let at = 0; at < pairs.length; at++) next[place[otherOf[pairs[at]!]!]! + 1]! += 1;
  for (let k = 0; k < others; k++) next[k + 1]! += next[k]!;
  const sorted = new Int32Array(pairs.length);
  for (let at = 0; at < pairs.length; at++) sorted[next[place[otherOf[pairs[at]!]!]!]!++] = pairs[at]!;
  return sorted;
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
