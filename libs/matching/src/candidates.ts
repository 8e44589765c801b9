import { solve, solveAgain } from './assignment.ts';
import { hash32 } from './hash.ts';
import { PairStore } from './pair-store.ts';
import type { Options, Problem, Solution } from './problem.ts';
import type { Rows } from './row-search.ts';
import { TopList } from './top-list.ts';

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

/** With fewer violators a mentee than this a solve begins from the prices of the one before. */
const FEW = 1 / 8;

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
  addPairs(rows, [...(shell.locked ?? []), ...also], kept.pairs);
  const bans = new Map<number, Set<number>>();
  for (const [i, j] of shell.forbidden ?? []) bans.set(i, (bans.get(i) ?? new Set()).add(j));
  const isLocked = new Uint8Array(n);
  for (const [i] of shell.locked ?? []) isLocked[i] = 1;
  const best = new TopList(1, () => ADDED_PER_ROUND);
  const top = options.maxScore ?? kept.top;
  const least = Math.max(0, options.floor ?? 0);
  const prices = new Float64Array(m);
  const search = rows.search(prices);
  // The mentee whose kept pairs are marked, by mentor.
  const marks = new Int32Array(m).fill(-1);
  const descent = new Descent();
  let violators = Infinity;
  let earlier: Solution | undefined;
  for (let rounds = 1; ; rounds++) {
    const problem: Problem = { ...shell, ...kept.pairs.rows() };
    const solution: Solution =
      earlier && violators < FEW * n
        ? solveAgain(problem, earlier)
        : solve(problem, { ...options, maxScore: top });
    earlier = solution;
    // A mentor whose places are all locked is out of everybody's reach.
    solution.v.forEach((price, j) => (prices[j] = left[j]! > 0 ? price : -Infinity));
    search.reprice();
    violators = 0;
    for (let i = 0; i < n; i++)
      if (!isLocked[i]) violators += addViolators(i, problem, solution, rounds === 1 ? CLOSE : CLOSE / 4);
    if (violators === 0) return { problem, solution, rounds };
  }

  /** Adds the pairs whose reduced cost is beneath `limit`, the least first, equals drawn; answers how many of them are negative. */
  function addViolators(
    i: number,
    { ptr, mentor }: Problem,
    { u, maxScore }: Solution,
    limit: number,
  ): number {
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) marks[mentor[e]!] = i;
    const banned = bans.get(i);
    const most = limit - maxScore + u[i]!;
    let negative = 0;
    descent.search(search.peak(i), 1 - most, ADDED_PER_ROUND, (from) => {
      negative = 0;
      best.clear();
      const count = search.find(i, from);
      for (let k = 0; k < count; k++) {
        const j = search.mentor[k]!;
        const own = search.score[k]!;
        const merit = most + own + prices[j]!;
        const rank = Math.min(merit, MOST_MERIT);
        if (own < least || rank < best.least[0]! || marks[j] === i || banned?.has(j)) continue;
        if (merit > limit) negative++;
        best.add(0, rank, hash32(i, j), j, own);
      }
      return best.size(0);
    });
    best.forEach(0, (_, j, own) => kept.pairs.add(i, j, own));
    return negative;
  }
}

/** Adds single pairs, as far as they are eligible. */
function addPairs(rows: Rows, pairs: NonNullable<Problem['locked']>, store: PairStore): void {
  const scores = new Int32Array(rows.mentors);
  for (const [i, j] of pairs) {
    rows.scoreRow(i, scores);
    if (scores[j]! >= 0) store.add(i, j, scores[j]!);
  }
}

/**
 * The pairs that a search without pricing would look at: the best of every mentee and of every mentor, and the locked ones. Everybody's
 * best pair is among them, so a bound from the best pairs holds for all. One sweep over all pairs.
 */
export function candidateProblem(rows: Rows, shell: Shell, options: Options): Problem {
  const { pairs } = selectCandidates(rows, shell, options.floor ?? 0);
  addPairs(rows, shell.locked ?? [], pairs);
  return { ...shell, ...pairs.rows() };
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
  const pairs = new PairStore(shell.mentees, shell.mentors);
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
    for (const { j, score } of own ? [...closest, own] : closest) pairs.add(i, j, score);
  }
  return { ...shell, ...pairs.rows() };
}

/** The pairs kept, and the best score of all. */
export interface Candidates {
  readonly pairs: PairStore;
  readonly top: number;
}

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
  const pairs = new PairStore(n, m);
  const descent = new Descent();
  let top = 0;
  for (let i = 0; i < n; i++) {
    descent.search(offered.peak(i), least, perMentee, (from) => {
      const count = offered.find(i, from);
      ofMentee.clear();
      for (let k = 0; k < count; k++) {
        const score = offered.score[k]!;
        const j = offered.mentor[k]!;
        if (score >= ofMentee.least[0]!) ofMentee.add(0, score, hash32(i, j), j, score);
      }
      return count;
    });
    ofMentee.forEach(0, (score, j) => {
      pairs.add(i, j, score);
      if (score > top) top = score;
    });
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
  for (let j = 0; j < m; j++) ofMentor.forEach(j, (score, i) => pairs.add(i, j, score));
  return { pairs, top };
}

/** How far beneath its peak a row is first searched, factors by which that follows what was found, and by which one search goes down at first. */
const FIRST_REACH = 1000;
const MOST_REACH = 2 ** 31;
const RISE = 1.05;
const FALL = 0.99;
const WIDER = 1.3;

/** Searches rows from a little beneath their peak, and lower down, in longer and longer steps, as long as too few are found. */
class Descent {
  private reach = FIRST_REACH;

  search(peak: number, least: number, enough: number, findFrom: (from: number) => number): void {
    let depth = this.reach;
    let from = Math.max(least, peak - Math.floor(depth));
    let found = findFrom(from);
    this.reach = Math.min(MOST_REACH, this.reach * (found < enough ? RISE : FALL));
    for (let wider = WIDER; found < enough && from > least; wider *= wider) {
      depth *= wider;
      from = Math.max(least, peak - Math.floor(depth));
      found = findFrom(from);
    }
  }
}
