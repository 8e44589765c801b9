import type { Arena } from './arena.ts';
import { Market } from './market.ts';

/** Kinds of journal entries, each followed by three numbers. */
const SEAT = 0;
const UNSEAT = 1;
const SHIFT = 2;
const DUAL = 3;
const PLACES = 4;

/** What filling an empty place costs at least, and who comes in from outside (-1: somewhere a place stays empty instead). */
export interface Filling {
  readonly loss: number;
  readonly comer: number;
  /** Columns that could fill it at less than `loss`, and at what distance each. */
  readonly near: Int32Array;
  readonly distance: Float64Array;
}

const NOTHING_TO_FILL: Filling = {
  loss: 0,
  comer: -1,
  near: new Int32Array(0),
  distance: new Float64Array(0),
};

/** The cheapest way to another column: its first step, the loss in costs, and who is left out or comes in (-1 for nobody). */
export interface Alternative {
  readonly column: number;
  readonly loss: number;
  readonly leaver: number;
  readonly comer: number;
}

/** Pairs of a row to search with instead of its own: their columns, costs, and the dual that the loss is counted from. */
export interface Pairs {
  readonly column: ArrayLike<number>;
  readonly cost: ArrayLike<number>;
  readonly dual: number;
}

/** A settled market on which changes can be tried and taken back: what is written between `begin` and `rollback` goes into a journal. */
export class TrialMarket extends Market {
  private journal: number[] | undefined;
  private slackBefore = 0;
  private placeSlackBefore = 0;
  private readonly settledPrices: Float64Array;
  private readonly settledDuals: Float64Array;
  private readonly firstStep: Int32Array;
  private readonly ahead: Float64Array;
  private readonly fillings = new Map<number, Filling>();

  /** Takes over a settled matching with its duals; columns without places get the highest price that keeps I1. */
  constructor(arena: Arena, u: Float64Array, v: Float64Array, columnOf: Int32Array) {
    super(arena);
    this.u.set(u);
    this.v.set(v);
    columnOf.forEach((j, i) => {
      if (j >= 0) this.seat(i, j);
    });
    const { rows, from, to, column, score, top } = arena;
    if (this.places.includes(0))
      for (let i = 0; i < rows; i++)
        for (let e = from[i]!; e < to[i]!; e++) {
          const j = column[e]!;
          if (this.places[j] === 0) this.v[j] = Math.min(this.v[j]!, top - score[e]! - this.u[i]!);
        }
    this.settledPrices = this.v.slice();
    this.settledDuals = this.u.slice();
    this.firstStep = new Int32Array(arena.columns);
    this.ahead = new Float64Array(arena.columns + 1);
  }

  begin(): void {
    this.journal = [];
    this.slackBefore = this.lists.slack;
    this.placeSlackBefore = this.placeSlack;
  }

  /** Everybody who sits elsewhere than at `begin`: row, column before, column now. */
  moves(): [row: number, from: number, to: number][] {
    const before = new Map<number, number>();
    const journal = this.journal ?? [];
    for (let at = 0; at < journal.length; at += 4) {
      const row = journal[at + 1]!;
      if (journal[at]! > UNSEAT || before.has(row)) continue;
      before.set(row, journal[at] === SEAT ? -1 : journal[at + 2]!);
    }
    return [...before].flatMap(([row, from]) =>
      this.columnOf[row] === from ? [] : [[row, from, this.columnOf[row]!] as [number, number, number]],
    );
  }

  rollback(): void {
    const journal = this.journal ?? [];
    this.journal = undefined;
    for (let at = journal.length - 4; at >= 0; at -= 4) {
      const index = journal[at + 1]!;
      const value = journal[at + 2]!;
      if (journal[at] === SEAT) super.unseat(index);
      else if (journal[at] === UNSEAT) this.seatAt(index, value, journal[at + 3]!);
      else if (journal[at] === SHIFT) super.shift(index, -value);
      else if (journal[at] === DUAL) this.u[index] = value;
      else this.places[index]! -= value;
    }
    this.lists.slack = this.slackBefore;
    this.placeSlack = this.placeSlackBefore;
  }

  override seat(i: number, j: number): void {
    this.journal?.push(SEAT, i, 0, 0);
    super.seat(i, j);
  }

  override unseat(i: number): void {
    if (this.journal) {
      const j = this.columnOf[i]!;
      const start = this.seatStart[j]!;
      this.journal.push(UNSEAT, i, j, this.occupant.indexOf(i, start) - start);
    }
    super.unseat(i);
  }

  protected override shift(j: number, change: number): void {
    this.journal?.push(SHIFT, j, change, 0);
    super.shift(j, change);
  }

  override augment(root: number): void {
    this.journal?.push(DUAL, root, this.u[root]!, 0);
    super.augment(root);
  }

  /** Takes a row out of the market: no place will ever call it. */
  retire(i: number): void {
    this.journal?.push(DUAL, i, this.u[i]!, 0);
    this.u[i] = -Infinity;
    if (this.columnOf[i]! >= 0) this.unseat(i);
  }

  addPlaces(j: number, count: number): void {
    this.journal?.push(PLACES, j, count, 0);
    this.places[j]! += count;
  }

  /** Takes a seated row out and answers what that costs, everybody else best again. */
  lossWithout(i: number): number {
    const j = this.columnOf[i]!;
    const saved = this.arena.outside[i]! - this.u[i]!;
    this.retire(i);
    return saved + this.searchPlace(j).loss;
  }

  /** Settles free places of a column whose price is not 0. */
  fill(j: number): void {
    while (this.overpriced(j)) this.augmentPlace(j);
  }

  /** Short lists hold for the settled prices, whatever is being tried. */
  protected override listPrices(): Float64Array {
    return this.settledPrices;
  }

  protected override placeListDuals(): Float64Array {
    return this.settledDuals;
  }

  /** What it costs the others when one place of column j that somebody has becomes free for them: the cheapest way to use or leave it. */
  filling(j: number): Filling {
    const known = this.fillings.get(j);
    if (known) return known;
    const { loss, comer, seen } = this.searchPlace(j);
    const filling = { loss, comer, near: this.touched.slice(0, seen), distance: this.reach.slice(0, seen) };
    this.fillings.set(j, filling);
    return filling;
  }

  /**
   * The cheapest change that brings row `root` to another column, everybody else best again: one search, nothing is moved. It ends at the place
   * that the row leaves, or outside; then that place is filled from outside. `pairs` replaces the row's own. Undefined when there is no way of
   * a loss beneath `limit`.
   */
  alternative(root: number, pairs?: Pairs, limit = Infinity): Alternative | undefined {
    const {
      arena,
      u,
      v,
      places,
      load,
      columnOf,
      lists,
      occupant,
      seatStart,
      heap,
      touched,
      base,
      firstStep,
    } = this;
    const { columns, outside } = arena;
    const dist = heap.key;
    const { from: listFrom, to: listTo, column: listColumn, cost: listCost, bound, ready } = lists;
    const home = columnOf[root]!;
    const filling = home < 0 ? NOTHING_TO_FILL : this.filling(home);
    const { loss, near, distance } = filling;
    // How far every column at least is from the place left behind: with it the search looks towards that place first (A*).
    const { ahead } = this;
    if (loss !== ahead[columns]) ahead.fill(loss);
    near.forEach((k, t) => (ahead[k] = Math.min(loss, distance[t]!)));
    let best = limit;
    let step = -1;
    let leaver = -1;
    let comer = -1;
    let seen = 0;

    const reach = (k: number, d: number, first: number): void => {
      if (d >= best) return;
      if (k === home) {
        best = d;
        step = first;
        leaver = -1;
        comer = -1;
        return;
      }
      if (load[k]! < places[k]!) {
        if (d + loss >= best) return;
        best = d + loss;
        step = first;
        leaver = -1;
        comer = filling.comer;
        return;
      }
      const key = d + ahead[k]!;
      if (key >= best || key >= dist[k]!) return;
      if (dist[k] === Infinity) touched[seen++] = k;
      firstStep[k] = first;
      heap.lower(k, key);
    };
    const readRow = (i: number, begin: number): void => {
      const start = arena.from[i]!;
      for (let e = start, end = arena.to[i]!; e < end; e++) {
        const k = arena.complete ? e - start : arena.column[e]!;
        if (i !== root || k !== home)
          reach(k, begin + arena.top - arena.score[e]! - v[k]!, i === root ? k : firstStep[columnOf[i]!]!);
      }
    };
    const readList = (i: number, begin: number): void => {
      if (!ready[i]) lists.build(i, this.listPrices());
      const first = i === root ? -1 : firstStep[columnOf[i]!]!;
      for (let e = listFrom[i]!, end = listTo[i]!; e < end; e++) {
        const k = listColumn[e]!;
        const d = begin + listCost[e]! - v[k]!;
        if (d >= best || (i === root && k === home)) continue;
        reach(k, d, first < 0 ? k : first);
      }
      const beyond = begin + bound[i]! - lists.slack;
      if (beyond >= best) return;
      base[i] = begin;
      touched[seen++] = columns + i;
      heap.lower(columns + i, beyond);
    };

    if (!pairs) readList(root, -u[root]!);
    else
      for (let e = 0; e < pairs.column.length; e++) {
        const k = pairs.column[e]!;
        if (k !== home) reach(k, pairs.cost[e]! - pairs.dual - v[k]!, k);
      }
    while (heap.least() < best) {
      const j = heap.pop();
      if (j >= columns) {
        readRow(j - columns, base[j - columns]!);
        continue;
      }
      const reached = dist[j]! - ahead[j]!;
      for (let at = seatStart[j]!, end = at + load[j]!; at < end; at++) {
        const i = occupant[at]!;
        const out = reached + outside[i]! - u[i]! + loss;
        if (out < best) {
          best = out;
          step = firstStep[j]!;
          leaver = i;
          comer = filling.comer;
        }
        readList(i, reached - u[i]!);
      }
    }
    heap.clear();
    for (const k of near) ahead[k] = loss;
    for (let t = 0; t < seen; t++) dist[touched[t]!] = Infinity;
    return step < 0 ? undefined : { column: step, loss: best, leaver, comer };
  }

  private seatAt(i: number, j: number, place: number): void {
    const start = this.seatStart[j]!;
    for (let at = start + this.load[j]!; at > start + place; at--) this.occupant[at] = this.occupant[at - 1]!;
    this.occupant[start + place] = i;
    this.load[j]! += 1;
    this.columnOf[i] = j;
  }
}
