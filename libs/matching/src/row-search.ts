import { EXCLUDED_GRAINS, type Classes, type ClassPart } from './people-classes.ts';
import { GRAINS_A_POINT, HALF_A_POINT, toScore } from './score.ts';

/**
 * All pairs of a problem, row by row: `scoreRow` writes the score with every mentor, or a negative number where the pair is not eligible.
 * `search` finds the few of a row that are worth most without scoring the others.
 */
export interface Rows {
  readonly mentors: number;
  scoreRow(i: number, scores: Int32Array): void;
  search(prices: Float64Array): RowSearch;
}

/** Finds what is worth most in a row: score + price of the mentor. Prices may change between calls, as long as `reprice` is told. */
export interface RowSearch {
  /** What `find` found: mentors in no particular order, with their scores. */
  readonly mentor: Int32Array;
  readonly score: Int32Array;
  /** Finds every eligible mentor of mentee i with score + price >= `least` (a whole number), and answers how many they are. */
  find(i: number, least: number): number;
  /** What nobody but a mentor with a personal gain or a lock is worth more than to mentee i: where a search for the best may begin. */
  peak(i: number): number;
  reprice(): void;
}

/** Rows of which nothing is known but their scores: every pair is looked at. */
export function plainRows(mentors: number, scoreRow: Rows['scoreRow']): Rows {
  return {
    mentors,
    scoreRow,
    search(prices) {
      const row = new Int32Array(mentors);
      const mentor = new Int32Array(mentors);
      const score = new Int32Array(mentors);
      return {
        mentor,
        score,
        reprice: () => undefined,
        peak(i) {
          scoreRow(i, row);
          return row.reduce((most, own, j) => (own < 0 ? most : Math.max(most, own + prices[j]!)), -Infinity);
        },
        find(i, least) {
          let count = 0;
          scoreRow(i, row);
          for (let j = 0; j < mentors; j++) {
            if (row[j]! < 0 || row[j]! + prices[j]! < least) continue;
            mentor[count] = j;
            score[count++] = row[j]!;
          }
          return count;
        },
      };
    },
  };
}

/** What the classes of two people do not tell about their pair. */
export interface PairDetails {
  /** Tells the grains that some mentors gain with mentee i beside what their classes have. */
  readonly gains: (i: number, gain: (j: number, grains: number) => void) => void;
  /** Overwrites the marks of the mentors whom a rule that no class decides keeps from mentee i. */
  readonly bar: (i: number, marks: Int32Array) => void;
  /** Locked pairs are eligible, whatever the rules say. */
  readonly lockOf: ReadonlyMap<number, number>;
  readonly lockedScore: (i: number, j: number) => number;
}

/**
 * Searches by classes, exactly: the part that decides most comes first, and of each of its classes it is known what nobody in it can be worth
 * more than: its own grains, the most that the other parts give anybody in this row, and the best price in the class. Classes beneath
 * the limit are never opened; of the others, part after part is added and whoever can no longer reach the limit is left. O(classes + opened).
 */
export class ClassSearch implements RowSearch {
  readonly mentor: Int32Array;
  readonly score: Int32Array;
  private readonly parts: readonly SearchedPart[];
  private readonly details: PairDetails;
  private readonly prices: Float64Array;
  /** Mentors in the order of the first part's classes; class c has `start[c]` to `start[c + 1]`. */
  private readonly order: Int32Array;
  private readonly start: Int32Array;
  /** Prices in grains: in that order, and the best of each class. */
  private readonly price: Float64Array;
  private readonly bestPrice: Float64Array;
  private readonly classes: Int32Array;
  /** By class of mentees of the first part, at these prices; NaN where nobody asked yet. */
  private readonly peaks: Float64Array;
  private readonly at: Int32Array;
  private readonly sum: Int32Array;
  /** Grains beside the classes, of this row; 0 nearly everywhere. */
  private readonly extra: Int32Array;
  private readonly marks: Int32Array;
  private readonly gaining: number[] = [];

  constructor(parts: readonly ClassPart[], details: PairDetails, prices: Float64Array) {
    const m = prices.length;
    const sorted = byDistinction(parts);
    this.details = details;
    this.prices = prices;
    this.mentor = new Int32Array(m);
    this.score = new Int32Array(m);
    this.at = new Int32Array(m);
    this.sum = new Int32Array(m);
    this.extra = new Int32Array(m);
    this.marks = new Int32Array(m);
    this.price = new Float64Array(m);
    const { order, start } = sortByClass(sorted[0]!.mentors);
    this.order = order;
    this.start = start;
    this.bestPrice = new Float64Array(start.length - 1);
    this.classes = new Int32Array(start.length);
    this.peaks = new Float64Array(sorted[0]!.mentees.first.length);
    this.parts = sorted.map((part) => ({
      part,
      classAt: part.mentors.of.map((_, k) => part.mentors.of[order[k]!]!),
      top: new Int32Array(part.mentees.first.length).fill(UNKNOWN),
    }));
    this.reprice();
  }

  reprice(): void {
    const { order, start, price, prices, bestPrice, peaks } = this;
    peaks.fill(NaN);
    for (let k = 0; k < order.length; k++) price[k] = prices[order[k]!]! * GRAINS_A_POINT;
    for (let c = 0; c < bestPrice.length; c++) {
      let best = -Infinity;
      for (let k = start[c]!; k < start[c + 1]!; k++) if (price[k]! > best) best = price[k]!;
      bestPrice[c] = best;
    }
  }

  peak(i: number): number {
    const { parts, peaks } = this;
    const own = parts[0]!.part.mentees.of[i]!;
    if (Number.isNaN(peaks[own])) peaks[own] = this.mostOpened(own);
    let most = peaks[own]!;
    for (let p = 1; p < parts.length; p++) most += topOf(parts[p]!, i);
    return Math.floor((most + HALF_A_POINT) / GRAINS_A_POINT);
  }

  /** Grains with price that no class of the first part exceeds for mentees of a class. */
  private mostOpened(own: number): number {
    const { parts, bestPrice } = this;
    const row = parts[0]!.part.rowOf(own);
    let most = -Infinity;
    for (let c = 0; c < row.length; c++) if (row[c]! + bestPrice[c]! > most) most = row[c]! + bestPrice[c]!;
    return most;
  }

  find(i: number, least: number): number {
    const { parts, at, sum, order, price, prices, extra, details, marks, gaining, mentor, score } = this;
    let rest = 0;
    for (const part of parts) rest += topOf(part, i);
    let opened = order.length;
    for (let p = 0; p < parts.length; p++) {
      const { part, classAt } = parts[p]!;
      const row = part.rowOf(part.mentees.of[i]!);
      rest -= topOf(parts[p]!, i);
      opened =
        p === 0
          ? this.open(row, rest, least)
          : keepReaching(at, sum, opened, row, classAt, price, rest, least);
    }
    const lock = details.lockOf.get(i) ?? -1;
    this.addGains(i);
    if (opened === 0 && gaining.length === 0 && lock < 0) return 0;
    // Only the marks that will be looked at.
    for (let k = 0; k < opened; k++) marks[order[at[k]!]!] = 0;
    for (const j of gaining) marks[j] = 0;
    details.bar(i, marks);
    let count = 0;
    for (let k = 0; k < opened; k++) {
      const j = order[at[k]!]!;
      if (extra[j] !== 0 || j === lock || marks[j] !== 0) continue;
      const own = toScore(sum[k]!);
      if (own + prices[j]! < least) continue;
      mentor[count] = j;
      score[count++] = own;
    }
    for (const j of gaining) {
      const own = j === lock || marks[j] !== 0 ? -1 : toScore(this.sumOf(i, j) + extra[j]!);
      extra[j] = 0;
      if (own < 0 || own + prices[j]! < least) continue;
      mentor[count] = j;
      score[count++] = own;
    }
    if (lock >= 0 && details.lockedScore(i, lock) + prices[lock]! >= least) {
      mentor[count] = lock;
      score[count++] = details.lockedScore(i, lock);
    }
    return count;
  }

  /** Opens the classes of the first part that can reach the limit. */
  private open(row: Int32Array, rest: number, least: number): number {
    const { start, price, bestPrice, classes, at, sum } = this;
    const limit = least * GRAINS_A_POINT - HALF_A_POINT - rest;
    let found = 0;
    for (let c = 0; c < row.length; c++) {
      classes[found] = c;
      found += Number(row[c]! + bestPrice[c]! >= limit);
    }
    let opened = 0;
    for (let f = 0; f < found; f++) {
      const c = classes[f]!;
      const grains = row[c]!;
      if (grains + rest < 0) continue;
      for (let k = start[c]!, end = start[c + 1]!; k < end; k++) {
        at[opened] = k;
        sum[opened] = grains;
        opened += Number(grains + price[k]! >= limit);
      }
    }
    return opened;
  }

  private addGains(i: number): void {
    const { extra, gaining } = this;
    gaining.length = 0;
    this.details.gains(i, (j, grains) => {
      if (grains === 0) return;
      if (extra[j] === 0) gaining.push(j);
      extra[j]! += grains;
    });
  }

  private sumOf(i: number, j: number): number {
    let grains = 0;
    for (const { part } of this.parts) grains += part.rowOf(part.mentees.of[i]!)[part.mentors.of[j]!]!;
    return Math.max(EXCLUDED_GRAINS, grains);
  }
}

/** A part in the order of the search, with the most it gives anybody in a row. */
interface SearchedPart {
  readonly part: ClassPart;
  readonly classAt: Classes['of'];
  readonly top: Int32Array;
}

/** Mentees by whom it is judged which part tells mentors apart the most. */
const SAMPLE = 32;

/** Parts in the order in which they are searched: first the one by which most mentors fall far behind the best. */
function byDistinction(parts: readonly ClassPart[]): ClassPart[] {
  const distances = parts.map(({ mentees, mentors, rowOf }) => {
    const size = new Int32Array(mentors.first.length);
    for (const c of mentors.of) size[c]! += 1;
    let distance = 0;
    for (let k = 0; k < SAMPLE && mentees.of.length > 0; k++) {
      const row = rowOf(mentees.of[Math.floor((k * mentees.of.length) / SAMPLE)]!);
      const top = row.reduce((most, grains) => Math.max(most, grains), 0);
      row.forEach((grains, c) => (distance += size[c]! * (top - Math.max(0, grains))));
    }
    return distance;
  });
  return parts
    .map((part, p) => ({ part, distance: distances[p]! }))
    .sort((a, b) => b.distance - a.distance)
    .map(({ part }) => part);
}

const UNKNOWN = -(2 ** 31);

function topOf({ part, top }: SearchedPart, i: number): number {
  const c = part.mentees.of[i]!;
  if (top[c] === UNKNOWN) {
    let most = EXCLUDED_GRAINS;
    for (const grains of part.rowOf(c)) if (grains > most) most = grains;
    top[c] = most;
  }
  return top[c]!;
}

/**
 * Adds a part to those who are still in, and keeps those who can reach the limit with what the `rest` gives at most. Written always and
 * counted when kept: a branch that cannot be foretold costs more than the writing.
 */
function keepReaching(
  at: Int32Array,
  sum: Int32Array,
  opened: number,
  row: Int32Array,
  classAt: Classes['of'],
  price: Float64Array,
  rest: number,
  least: number,
): number {
  const limit = least * GRAINS_A_POINT - HALF_A_POINT - rest;
  let kept = 0;
  for (let k = 0; k < opened; k++) {
    const position = at[k]!;
    const grains = sum[k]! + row[classAt[position]!]!;
    at[kept] = position;
    sum[kept] = grains;
    kept += Number(grains + price[position]! >= limit) & Number(grains + rest >= 0);
  }
  return kept;
}

function sortByClass({ of, first }: Classes): { order: Int32Array; start: Int32Array } {
  const start = new Int32Array(first.length + 1);
  for (const c of of) start[c + 1]! += 1;
  for (let c = 0; c < first.length; c++) start[c + 1]! += start[c]!;
  const next = start.slice();
  const order = new Int32Array(of.length);
  of.forEach((c, j) => {
    order[next[c]!] = j;
    next[c]! += 1;
  });
  return { order, start };
}
