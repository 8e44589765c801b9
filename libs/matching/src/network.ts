import { MatchingError } from './errors.ts';
import { hash32 } from './hash.ts';
import type { Options, Problem } from './problem.ts';

/**
 * The problem as the search sees it: allowed pairs only, locked mentees taken out with their place, people in tie order.
 * `menteeAt[x]` and `mentorAt[y]` are the original indices; `outside[x]` is the cost of leaving x out (0 for locked mentees, who have no pairs).
 */
export interface Network {
  readonly mentees: number;
  readonly mentors: number;
  readonly ptr: Int32Array;
  readonly mentor: Int32Array;
  readonly score: Int32Array;
  readonly places: Int32Array;
  readonly outside: Float64Array;
  readonly classOf: Uint16Array;
  readonly classes: number;
  readonly locked: Uint8Array;
  readonly menteeAt: Int32Array;
  readonly mentorAt: Int32Array;
  readonly maxScore: number;
  readonly penalty: number;
  /** True when every mentee has a pair with every mentor. */
  readonly complete: boolean;
}

/** Pairs by mentor: `mentee[f]` and `score[f]` for f in `ptr[j]..ptr[j+1]-1`. */
export interface Columns {
  readonly ptr: Int32Array;
  readonly mentee: Int32Array;
  readonly score: Int32Array;
}

/**
 * Builds the network of a checked problem. `ordered: false` keeps original indices, `withFull: true` the pairs with mentors whose places are all
 * locked. Throws OVERFLOW when penalties leave 2^53.
 */
export function buildNetwork(
  problem: Problem,
  options: Options,
  floor: number,
  ordered = true,
  withFull = false,
): Network {
  const { mentees: n, mentors: m } = problem;
  const order = ordered ? tieOrder(problem, options.seed) : undefined;
  const menteeAt = order?.mentees ?? Int32Array.from({ length: n }, (_, i) => i);
  const mentorAt = order?.mentors ?? Int32Array.from({ length: m }, (_, j) => j);
  const remaining = problem.capacity.slice();
  const isLocked = new Uint8Array(n);
  for (const [i, j] of problem.locked ?? []) {
    isLocked[i] = 1;
    remaining[j]! -= 1;
  }
  const maxScore = Math.max(options.maxScore ?? 0, topScore(problem.score));
  const rows =
    givenRows(problem, floor, order) ??
    allowedRows(problem, floor, { menteeAt, mentorAt, remaining, isLocked, withFull });
  const { classOf, classes } = compressClasses(problem);
  // One exchange of a lower class for a higher one moves at most n scores, so a step this large between the classes decides first.
  const penalty = (2 * n + 1) * (maxScore + 1);
  if (penalty * classes * 4 >= 2 ** 53)
    throw new MatchingError('OVERFLOW', 'penalties would leave the exact integers', { penalty, classes });
  return {
    mentees: n,
    mentors: m,
    ...rows,
    places: mentorAt.map((j) => remaining[j]!),
    outside: Float64Array.from(menteeAt, (i) => (isLocked[i] ? 0 : penalty * (classes - classOf[i]!))),
    classOf: Uint16Array.from(menteeAt, (i) => classOf[i]!),
    classes,
    locked: Uint8Array.from(menteeAt, (i) => isLocked[i]!),
    menteeAt,
    mentorAt,
    maxScore,
    penalty,
    complete: rows.mentor.length === n * m,
  };
}

function topScore(score: Int32Array): number {
  let top = 0;
  for (let e = 0; e < score.length; e++) if (score[e]! > top) top = score[e]!;
  return top;
}

/** The short way for problems without conditions, where the pairs stay as they are, or only change places. Undefined when it is not so. */
function givenRows(
  problem: Problem,
  floor: number,
  order: Order | undefined,
): Pick<Network, 'ptr' | 'mentor' | 'score'> | undefined {
  const { mentees: n, mentors: m, ptr, mentor, score, locked = [], forbidden = [] } = problem;
  if (locked.length > 0 || forbidden.length > 0 || floor > 0 || problem.capacity.includes(0))
    return undefined;
  if (!order) return { ptr, mentor, score };
  if (score.length !== n * m) return undefined;
  const ordered = new Int32Array(score.length);
  for (let x = 0; x < n; x++) {
    const start = order.mentees[x]! * m;
    permute(score.subarray(start, start + m), order.mentors, ordered.subarray(x * m, x * m + m));
  }
  return { ptr, mentor, score: ordered };
}

function permute(row: Int32Array, order: Int32Array, to: Int32Array): void {
  for (let y = 0; y < row.length; y++) to[y] = row[order[y]!]!;
}

interface Order {
  mentees: Int32Array;
  mentors: Int32Array;
}

interface Roster {
  menteeAt: Int32Array;
  mentorAt: Int32Array;
  remaining: Int32Array;
  isLocked: Uint8Array;
  withFull: boolean;
}

/** Keeps pairs that are not forbidden, not beneath the floor, of mentees without a lock and mentors with a place. */
function allowedRows(
  problem: Problem,
  floor: number,
  roster: Roster,
): Pick<Network, 'ptr' | 'mentor' | 'score'> {
  const { menteeAt, mentorAt, remaining, isLocked, withFull } = roster;
  const rankOf = new Int32Array(problem.mentors);
  let ordered = true;
  for (let y = 0; y < mentorAt.length; y++) {
    rankOf[mentorAt[y]!] = y;
    if (mentorAt[y] !== y) ordered = false;
  }
  const banned = new Map<number, Set<number>>();
  for (const [i, j] of problem.forbidden ?? []) banned.set(i, (banned.get(i) ?? new Set()).add(j));
  const ptr = new Int32Array(problem.mentees + 1);
  const mentor = new Int32Array(problem.mentor.length);
  const score = new Int32Array(problem.mentor.length);
  let used = 0;
  for (let x = 0; x < menteeAt.length; x++) {
    const i = menteeAt[x]!;
    const bans = banned.get(i);
    const end = isLocked[i] ? problem.ptr[i]! : problem.ptr[i + 1]!;
    for (let e = problem.ptr[i]!; e < end; e++) {
      const j = problem.mentor[e]!;
      if ((remaining[j] === 0 && !withFull) || problem.score[e]! < floor || bans?.has(j)) continue;
      mentor[used] = rankOf[j]!;
      score[used++] = problem.score[e]!;
    }
    ptr[x + 1] = used;
  }
  const rows = { ptr, mentor: mentor.subarray(0, used), score: score.subarray(0, used) };
  return ordered ? rows : sortRows(rows, problem.mentors);
}

/** Sorts every row by mentor: two transpositions, O(pairs). */
function sortRows(rows: Pick<Network, 'ptr' | 'mentor' | 'score'>, mentors: number): typeof rows {
  const columns = transpose(rows, mentors);
  const back = transpose(
    { ptr: columns.ptr, mentor: columns.mentee, score: columns.score },
    rows.ptr.length - 1,
  );
  return { ptr: back.ptr, mentor: back.mentee, score: back.score };
}

/** The same pairs by mentor, mentees increasing. */
export function transpose(rows: Pick<Network, 'ptr' | 'mentor' | 'score'>, mentors: number): Columns {
  const ptr = new Int32Array(mentors + 1);
  for (let e = 0; e < rows.mentor.length; e++) ptr[rows.mentor[e]! + 1]! += 1;
  for (let j = 0; j < mentors; j++) ptr[j + 1]! += ptr[j]!;
  const next = ptr.slice(0, mentors);
  const mentee = new Int32Array(rows.mentor.length);
  const score = new Int32Array(rows.mentor.length);
  for (let i = 0; i + 1 < rows.ptr.length; i++) {
    for (let e = rows.ptr[i]!; e < rows.ptr[i + 1]!; e++) {
      const j = rows.mentor[e]!;
      const at = next[j]!;
      next[j] = at + 1;
      mentee[at] = i;
      score[at] = rows.score[e]!;
    }
  }
  return { ptr, mentee, score };
}

function compressClasses(problem: Problem): { classOf: Uint16Array; classes: number } {
  const given = problem.priority;
  if (!given) return { classOf: new Uint16Array(problem.mentees), classes: 1 };
  const rank = new Map([...new Set(given)].sort((a, b) => a - b).map((value, index) => [value, index]));
  return { classOf: given.map((value) => rank.get(value)!), classes: Math.max(1, rank.size) };
}

/** People by key, equal keys by index; without keys a seed draws them, and without a seed the given order stays. */
function tieOrder(problem: Problem, seed: number | undefined): Order | undefined {
  const { mentees: n, mentors: m } = problem;
  let key = problem.tieKey;
  if (!key && seed !== undefined && seed !== 0)
    key = Uint32Array.from({ length: n + m }, (_, k) => hash32(seed, k));
  if (!key) return undefined;
  const keys = key;
  const sorted = (count: number, offset: number): Int32Array =>
    Int32Array.from({ length: count }, (_, k) => k).sort(
      (a, b) => keys[offset + a]! - keys[offset + b]! || a - b,
    );
  return { mentees: sorted(n, 0), mentors: sorted(m, n) };
}
