import { solve } from './assignment.ts';
import { hash32 } from './hash.ts';
import type { Options, Problem, Solution } from './problem.ts';
import type { Rows } from './row-search.ts';

/** A problem without its pairs. */
export type Shell = Omit<Problem, 'ptr' | 'mentor' | 'score'>;

/** The pairs that were looked at closely, the optimum over all pairs, and how the proof over all pairs went. */
export interface Pruned {
  readonly problem: Problem;
  readonly solution: Solution;
  readonly rounds: number;
}

/** Best mentors kept per mentee; mentors keep twice their places. */
const KEPT_PER_MENTEE = 32;

/**
 * Pairs added per mentee and round of pricing: those that would improve the whole, and those that come this close (in points; less close after
 * the first round), since prices still move. A round costs a sweep over all pairs, a pair too many costs little.
 */
const ADDED_PER_ROUND = 64;
const CLOSE = 400;

/** Merits beyond are all the same: prices may leave 32 bits, lists of the best keep whole words. */
const MOST_MERIT = 2 ** 30;

/**
 * Solves over all pairs while storing few: the best 32 of every mentee, the best two per place of every mentor and the locked pairs;
 * then every row is searched at the prices found and the violators join, until none is left. The duals are then feasible for all
 * pairs, so the optimum is one over all of them. Objective `lexicographic` only.
 */
export function solveOverRows(
  rows: Rows,
  shell: Shell,
  options: Options,
  also: Problem['locked'] = [],
): Pruned {
  const { mentees: n, mentors: m } = shell;
  const kept = selectCandidates(rows, shell, options.floor ?? 0);
  const left = shell.capacity.slice();
  for (const [, j] of shell.locked ?? []) left[j]! -= 1;
  const scores = new Int32Array(m);
  for (const [i, j] of [...(shell.locked ?? []), ...also]) {
    if (kept.rows[i]!.has(j)) continue;
    rows.scoreRow(i, scores);
    if (scores[j]! >= 0) kept.rows[i]!.set(j, scores[j]!);
  }
  const bans = new Map<number, Set<number>>();
  for (const [i, j] of shell.forbidden ?? []) bans.set(i, (bans.get(i) ?? new Set()).add(j));
  const isLocked = new Uint8Array(n);
  for (const [i] of shell.locked ?? []) isLocked[i] = 1;
  const best = new TopList(1, () => ADDED_PER_ROUND);
  const top = options.maxScore ?? kept.top;
  const least = Math.max(0, options.floor ?? 0);
  const prices = new Float64Array(m);
  const search = rows.search(prices);
  for (let rounds = 1; ; rounds++) {
    const problem = { ...shell, ...toRows(kept.rows) };
    const solution = solve(problem, { ...options, maxScore: top });
    // A mentor whose places are all locked is out of everybody's reach.
    solution.v.forEach((price, j) => (prices[j] = left[j]! > 0 ? price : -Infinity));
    search.reprice();
    let violators = 0;
    for (let i = 0; i < n; i++)
      if (!isLocked[i]) violators += addViolators(i, solution, rounds === 1 ? CLOSE : CLOSE / 4);
    if (violators === 0) return { problem, solution, rounds };
  }

  /** Adds the pairs whose reduced cost is beneath `limit` (the least first, equals drawn); answers how many of them are negative. */
  function addViolators(i: number, { u, maxScore }: Solution, limit: number): number {
    const row = kept.rows[i]!;
    const banned = bans.get(i);
    const most = limit - maxScore + u[i]!;
    let negative = 0;
    best.clear();
    for (let k = search.find(i, 1 - most) - 1; k >= 0; k--) {
      const j = search.mentor[k]!;
      const own = search.score[k]!;
      const merit = most + own + prices[j]!;
      const rank = Math.min(merit, MOST_MERIT);
      if (own < least || rank < best.least[0]! || row.has(j) || banned?.has(j)) continue;
      if (merit > limit) negative++;
      best.add(0, rank, hash32(i, j), j, own);
    }
    best.forEach(0, (_, j, own) => row.set(j, own));
    return negative;
  }
}

/**
 * The pairs that a search without pricing would look at: the best of every mentee and of every mentor, and the locked ones. Everybody's
 * best pair is among them, so a bound from the best pairs holds for all. One sweep over all pairs.
 */
export function candidateProblem(rows: Rows, shell: Shell, options: Options): Problem {
  const kept = selectCandidates(rows, shell, options.floor ?? 0).rows;
  const scores = new Int32Array(shell.mentors);
  for (const [i, j] of shell.locked ?? []) {
    rows.scoreRow(i, scores);
    kept[i]!.set(j, scores[j]!);
  }
  return { ...shell, ...toRows(kept) };
}

/**
 * The pairs whose reduced cost is at most `within` (at most `most` of a mentee, the closest), and the chosen ones: what "what if" needs for
 * exact losses up to `within`. One sweep over all pairs.
 */
export function nearProblem(
  rows: Rows,
  shell: Shell,
  { u, v, maxScore, floor, mentorOf }: Solution,
  within: number,
  most: number,
): Problem {
  const search = rows.search(v);
  const kept: Map<number, number>[] = [];
  for (let i = 0; i < shell.mentees; i++) {
    const limit = maxScore - u[i]!;
    const near: { j: number; score: number; slack: number }[] = [];
    for (let k = search.find(i, limit - within) - 1; k >= 0; k--) {
      const j = search.mentor[k]!;
      const score = search.score[k]!;
      near.push({ j, score, slack: limit - score - v[j]! });
    }
    near.sort((a, b) => a.slack - b.slack || a.j - b.j);
    const own = near.find(({ j }) => j === mentorOf[i]);
    const closest = near.filter(({ score }) => score >= floor).slice(0, most);
    kept.push(new Map([...closest, ...(own ? [own] : [])].map(({ j, score }) => [j, score])));
  }
  return { ...shell, ...toRows(kept) };
}

export interface Candidates {
  /** Kept mentors of each mentee with their scores. */
  readonly rows: Map<number, number>[];
  readonly top: number;
}

/** Where a search for a mentee's best begins beneath the peak, and how that follows what was found: points, and factors a mentee. */
const FIRST_REACH = 1000;
const WIDER = 1.3;
const RISE = 1.05;
const FALL = 0.99;

/** After so many mentees, what mentors take in is looked up once in as many. */
const REPRICED_EVERY = 64;

/** The best few pairs of each mentee and mentor, in one sweep over all rows. Equals are drawn by a hash of the pair: in order of index the same few mentors would be kept by everybody. */
export function selectCandidates(
  rows: Rows,
  shell: Shell,
  floor: number,
  perMentee = KEPT_PER_MENTEE,
): Candidates {
  const { mentees: n, mentors: m, capacity } = shell;
  const ofMentee = new TopList(1, () => perMentee);
  const ofMentor = new TopList(m, (j) => 2 * Math.min(capacity[j]!, KEPT_PER_MENTEE));
  const least = Math.max(0, floor);
  const fair = Float64Array.from(capacity, (places) => (places > 0 ? 0 : -Infinity));
  const offered = rows.search(fair);
  // Mentors take in whoever scores no less than the last of their list.
  const demands = fair.slice();
  const takers = rows.search(demands);
  const kept: Map<number, number>[] = [];
  let reach = FIRST_REACH;
  let top = 0;
  for (let i = 0; i < n; i++) {
    const row = new Map<number, number>();
    findBest(i);
    ofMentee.forEach(0, (score, j) => {
      row.set(j, score);
      if (score > top) top = score;
    });
    kept.push(row);
    if (i < REPRICED_EVERY || i % REPRICED_EVERY === 0) {
      for (let j = 0; j < m; j++) if (capacity[j]! > 0) demands[j] = -Math.max(least, ofMentor.least[j]!);
      takers.reprice();
    }
    for (let k = takers.find(i, 0) - 1; k >= 0; k--) {
      const j = takers.mentor[k]!;
      const score = takers.score[k]!;
      if (score >= ofMentor.least[j]!) ofMentor.add(j, score, hash32(j, i), i, score);
    }
  }
  for (let j = 0; j < m; j++) ofMentor.forEach(j, (score, i) => kept[i]!.set(j, score));
  return { rows: kept, top };

  /** Lists the best of mentee i: a search that finds too few begins anew lower down. */
  function findBest(i: number): void {
    const peak = offered.peak(i);
    let depth = reach;
    let limit = Math.max(least, peak - Math.floor(depth));
    let count = offered.find(i, limit);
    reach *= count < perMentee ? RISE : FALL;
    while (count < perMentee && limit > least) {
      depth *= WIDER;
      limit = Math.max(least, peak - Math.floor(depth));
      count = offered.find(i, limit);
    }
    ofMentee.clear();
    for (let k = 0; k < count; k++) {
      const score = offered.score[k]!;
      const j = offered.mentor[k]!;
      if (score >= ofMentee.least[0]!) ofMentee.add(0, score, hash32(i, j), j, score);
    }
  }
}

/** For each owner the best few by score, then by a drawn key. `least`: the lowest score that may still come in, -1 while there is room. */
class TopList {
  readonly least: Int32Array;
  private readonly start: Int32Array;
  private readonly count: Int32Array;
  private readonly score: Int32Array;
  private readonly key: Uint32Array;
  private readonly other: Int32Array;
  private readonly note: Int32Array;

  constructor(owners: number, sizeOf: (owner: number) => number) {
    this.start = new Int32Array(owners + 1);
    for (let k = 0; k < owners; k++) this.start[k + 1] = this.start[k]! + sizeOf(k);
    const total = this.start[owners]!;
    this.count = new Int32Array(owners);
    this.least = new Int32Array(owners);
    for (let k = 0; k < owners; k++) this.least[k] = sizeOf(k) > 0 ? -1 : 2 ** 31 - 1;
    this.score = new Int32Array(total);
    this.key = new Uint32Array(total);
    this.other = new Int32Array(total);
    this.note = new Int32Array(total);
  }

  clear(): void {
    this.count.fill(0);
    this.least.fill(-1);
  }

  /** Insertion into a sorted list, the worst last. */
  add(owner: number, score: number, key: number, other: number, note: number): void {
    const from = this.start[owner]!;
    const size = this.start[owner + 1]! - from;
    let used = this.count[owner]!;
    if (used === size) {
      const last = from + size - 1;
      if (score === this.score[last] && key <= this.key[last]!) return;
      used--;
    }
    let at = from + used;
    while (
      at > from &&
      (this.score[at - 1]! < score || (this.score[at - 1] === score && this.key[at - 1]! < key))
    ) {
      this.score[at] = this.score[at - 1]!;
      this.key[at] = this.key[at - 1]!;
      this.other[at] = this.other[at - 1]!;
      this.note[at] = this.note[at - 1]!;
      at--;
    }
    this.score[at] = score;
    this.key[at] = key;
    this.other[at] = other;
    this.note[at] = note;
    this.count[owner] = used + 1;
    if (used + 1 === size) this.least[owner] = this.score[from + size - 1]!;
  }

  forEach(owner: number, visit: (score: number, other: number, note: number) => void): void {
    const from = this.start[owner]!;
    for (let at = from; at < from + this.count[owner]!; at++)
      visit(this.score[at]!, this.other[at]!, this.note[at]!);
  }
}

function toRows(kept: readonly ReadonlyMap<number, number>[]): Pick<Problem, 'ptr' | 'mentor' | 'score'> {
  const ptr = new Int32Array(kept.length + 1);
  kept.forEach((row, i) => (ptr[i + 1] = ptr[i]! + row.size));
  const mentor = new Int32Array(ptr[kept.length]!);
  const score = new Int32Array(mentor.length);
  kept.forEach((row, i) => {
    const own = Int32Array.from(row.keys()).sort();
    mentor.set(own, ptr[i]!);
    own.forEach((j, k) => (score[ptr[i]! + k] = row.get(j)!));
  });
  return { ptr, mentor, score };
}
