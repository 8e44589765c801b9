import type { Arena } from './arena.ts';

/** Pairs by source, as an arena has them. */
export type PairTable = Pick<Arena, 'from' | 'to' | 'column' | 'score' | 'top' | 'complete'>;

/** How many pairs a short list aims at, the most it holds, and how many values are sampled to guess where it ends. */
const AIM = 40;
const WIDTH = 112;
const SAMPLE = 64;

/**
 * The cheapest pairs of every source at the prices of the moment it was last looked at, so that searches need not read whole rows. Whatever is
 * not listed has cost - price >= `bound[s] - slack`, as long as prices only fall; whoever raises prices adds the rise to `slack`.
 * Sources with few pairs are listed whole (`bound` Infinity). A list is made when first needed: `ready[s]` says whether it is.
 */
export class ShortLists {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly column: Int32Array;
  readonly cost: Int32Array;
  readonly bound: Float64Array;
  readonly ready: Uint8Array;
  /** True when every source is listed whole: nothing ever needs to be looked up again. */
  readonly whole: boolean;
  slack = 0;
  private readonly arena: PairTable;
  private readonly value = new Float64Array(WIDTH);

  constructor(arena: PairTable) {
    this.arena = arena;
    const sources = arena.to.length;
    this.bound = new Float64Array(sources).fill(Infinity);
    this.ready = new Uint8Array(sources).fill(1);
    this.whole = arena.score.length <= WIDTH * sources;
    if (this.whole) {
      this.from = arena.from;
      this.to = arena.to;
      this.column = arena.column;
      this.cost = toCosts(arena);
      return;
    }
    this.from = Int32Array.from({ length: sources }, (_, s) => s * WIDTH);
    this.to = this.from.slice();
    this.column = new Int32Array(sources * WIDTH);
    this.cost = new Int32Array(sources * WIDTH);
    this.ready.fill(0);
  }

  /** Forgets every list that is not whole: for when prices were set anew. */
  forget(): void {
    if (!this.whole) this.ready.fill(0);
  }

  /** Lists the source anew at these prices. O(pairs of the source). */
  build(s: number, prices: Float64Array): void {
    if (this.whole) return;
    const { arena, value, column, cost } = this;
    const { complete, top } = arena;
    const start = arena.from[s]!;
    const size = arena.to[s]! - start;
    const scores = arena.score.subarray(start, start + size);
    const columns = complete ? scores : arena.column.subarray(start, start + size);
    const list = this.from[s]!;
    let count = 0;
    let limit = this.guess(scores, columns, prices, s);
    // Equals are listed from another place in each row, or everybody would seek the same few.
    const offset = size === 0 ? 0 : (s * 7919) % size;
    for (let half = 0; half < 2; half++) {
      const end = half === 0 ? size : offset;
      let e = half === 0 ? offset : 0;
      for (;;) {
        // Two plain loops find the next cheap pair: much of the time of a solve goes by here.
        const most = top - limit;
        if (complete) while (e < end && scores[e]! + prices[e]! <= most) e++;
        else while (e < end && scores[e]! + prices[columns[e]!]! <= most) e++;
        if (e >= end) break;
        if (count === WIDTH) {
          limit = this.shorten(list);
          count = AIM;
          continue;
        }
        const j = complete ? e : columns[e]!;
        value[count] = top - scores[e]! - prices[j]!;
        column[list + count] = j;
        cost[list + count] = top - scores[e]!;
        count++;
        e++;
      }
    }
    this.to[s] = list + count;
    this.bound[s] = limit + this.slack;
    this.ready[s] = 1;
  }

  /** A value that somewhat more than `AIM` pairs lie beneath, judged by a sample; Infinity for short rows. */
  private guess(scores: Int32Array, columns: Int32Array, prices: Float64Array, s: number): number {
    const size = scores.length;
    if (size <= WIDTH) return Infinity;
    const stride = size / SAMPLE;
    const shift = ((s * 13) % 64) / 64;
    const rank = Math.floor((1.4 * AIM * SAMPLE) / size);
    const { value } = this;
    const { complete, top } = this.arena;
    value.fill(Infinity, 0, rank + 1);
    for (let k = 0; k < SAMPLE; k++) {
      const at = Math.floor((k + shift) * stride);
      const x = top - scores[at]! - prices[complete ? at : columns[at]!]!;
      if (x >= value[rank]!) continue;
      let place = rank;
      while (place > 0 && value[place - 1]! > x) {
        value[place] = value[place - 1]!;
        place--;
      }
      value[place] = x;
    }
    return value[rank]! + 1;
  }

  /** Keeps the `AIM` least of a full list and answers the value that everything left out reaches. */
  private shorten(list: number): number {
    const { value, column, cost } = this;
    const limit = value.slice().sort()[AIM - 1]!;
    let beneath = 0;
    for (let k = 0; k < WIDTH; k++) if (value[k]! < limit) beneath++;
    let equals = AIM - beneath;
    let kept = 0;
    for (let k = 0; k < WIDTH; k++) {
      const x = value[k]!;
      if (x > limit || (x === limit && equals-- <= 0)) continue;
      value[kept] = x;
      column[list + kept] = column[list + k]!;
      cost[list + kept] = cost[list + k]!;
      kept++;
    }
    return limit;
  }
}

function toCosts({ score, top }: PairTable): Int32Array {
  const cost = new Int32Array(score.length);
  for (let e = 0; e < score.length; e++) cost[e] = top - score[e]!;
  return cost;
}
