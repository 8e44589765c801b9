import { IndexedHeap } from './heap.ts';
import { transpose, type Columns, type Network } from './network.ts';

/** Scratch space of the searches, shared by a market and its copies (one search at a time). */
interface Scratch {
  readonly heap: IndexedHeap;
  readonly via: Int32Array;
  readonly towards: Int32Array;
  readonly touched: Int32Array;
  columns: Columns | undefined;
}

/**
 * A matching in progress with its duals. Always true: I1 cost - u - v >= 0 on pairs of settled mentees, I2 = 0 on matched pairs,
 * I3 u <= outside, equal when a settled mentee is unmatched. I4 (v = 0 where a place is free) holds once no place is `overpriced`.
 * Both moves are one Dijkstra search on reduced costs and keep all of it.
 */
export class Market {
  readonly network: Network;
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly mentorOf: Int32Array;
  readonly places: Int32Array;
  readonly load: Int32Array;
  readonly seatStart: Int32Array;
  readonly occupant: Int32Array;
  searches = 0;
  private readonly scratch: Scratch;

  constructor(network: Network, from?: Market) {
    const { mentees: n, mentors: m } = network;
    this.network = network;
    if (from) {
      this.u = from.u.slice();
      this.v = from.v.slice();
      this.mentorOf = from.mentorOf.slice();
      this.places = from.places.slice();
      this.load = from.load.slice();
      this.seatStart = from.seatStart;
      this.occupant = from.occupant.slice();
      this.scratch = from.scratch;
      return;
    }
    this.u = new Float64Array(n);
    this.v = new Float64Array(m);
    this.mentorOf = new Int32Array(n).fill(-1);
    this.places = network.places.slice();
    this.load = new Int32Array(m);
    this.seatStart = new Int32Array(m + 1);
    // One spare seat each, so that "one more place here" can be tried on a copy; nobody ever needs more seats than there are mentees.
    for (let j = 0; j < m; j++) {
      this.places[j] = Math.min(this.places[j]!, n);
      this.seatStart[j + 1] = this.seatStart[j]! + this.places[j]! + 1;
    }
    this.occupant = new Int32Array(this.seatStart[m]!);
    this.scratch = {
      heap: new IndexedHeap(m),
      via: new Int32Array(m),
      towards: new Int32Array(m),
      touched: new Int32Array(m),
      columns: undefined,
    };
  }

  /** An independent copy; O(people). */
  fork(): Market {
    return new Market(this.network, this);
  }

  /** Pairs by mentor, built once when first needed. */
  columns(): Columns {
    this.scratch.columns ??= transpose(this.network, this.network.mentors);
    return this.scratch.columns;
  }

  seat(i: number, j: number): void {
    this.occupant[this.seatStart[j]! + this.load[j]!] = i;
    this.load[j]! += 1;
    this.mentorOf[i] = j;
  }

  unseat(i: number): void {
    const j = this.mentorOf[i]!;
    const start = this.seatStart[j]!;
    const last = start + this.load[j]! - 1;
    let at = start;
    while (this.occupant[at] !== i) at++;
    // Later occupants close up, so that the order of a seat list depends on nothing but the moves made.
    this.occupant.copyWithin(at, at + 1, last + 1);
    this.load[j]! -= 1;
    this.mentorOf[i] = -1;
  }

  /**
   * Settles an unmatched mentee exactly: the cheapest chain of moves that ends at a free place or leaves somebody of the chain out.
   * `row` replaces the mentee's own pairs (for "what if this rule were gone"). O(E log m) on the part explored.
   */
  augmentMentee(root: number, row?: { mentor: ArrayLike<number>; cost: ArrayLike<number> }): void {
    const { network, u, v, places, load, mentorOf } = this;
    const { ptr, outside } = network;
    const { heap, via, touched } = this.scratch;
    const dist = heap.key;
    this.searches++;
    const from = row ? 0 : ptr[root]!;
    const to = row ? row.mentor.length : ptr[root + 1]!;
    const rootMentor = row ? row.mentor : network.mentor;
    const rootCost = row ? row.cost : network.cost;
    let least = outside[root]!;
    for (let e = from; e < to; e++) {
      const value = rootCost[e]! - v[rootMentor[e]!]!;
      if (value < least) least = value;
    }
    u[root] = least;
    let best = outside[root]! - least;
    let leaver = root;
    let endMentor = -1;
    let endVia = -1;
    let seen = 0;

    let i = root;
    let reached = 0;
    let mentor = rootMentor;
    let cost = rootCost;
    let start = from;
    let end = to;
    let next = 0;
    let last = 0;
    for (;;) {
      const base = reached - u[i]!;
      for (let e = start; e < end; e++) {
        const k = mentor[e]!;
        const d = base + cost[e]! - v[k]!;
        if (d >= best || d >= dist[k]!) continue;
        if (load[k]! < places[k]!) {
          best = d;
          endMentor = k;
          endVia = i;
        } else {
          if (dist[k] === Infinity) touched[seen++] = k;
          via[k] = i;
          heap.lower(k, d);
        }
      }
      while (next === last && heap.least() < best) {
        const j = heap.pop();
        reached = dist[j]!;
        next = this.seatStart[j]!;
        last = next + load[j]!;
      }
      if (next === last) break;
      i = this.occupant[next++]!;
      if (reached + outside[i]! - u[i]! < best) {
        best = reached + outside[i]! - u[i]!;
        leaver = i;
        endMentor = -1;
      }
      mentor = network.mentor;
      cost = network.cost;
      start = ptr[i]!;
      end = ptr[i + 1]!;
    }
    heap.clear();
    u[root]! += best;
    for (let t = 0; t < seen; t++) {
      const j = touched[t]!;
      const change = best - dist[j]!;
      dist[j] = Infinity;
      if (change <= 0) continue;
      v[j]! -= change;
      for (let at = this.seatStart[j]!; at < this.seatStart[j]! + load[j]!; at++)
        u[this.occupant[at]!]! += change;
    }
    let k = endMentor;
    i = endVia;
    if (k < 0) {
      if (leaver === root) return;
      k = mentorOf[leaver]!;
      this.unseat(leaver);
      i = via[k]!;
    }
    for (;;) {
      const before = mentorOf[i]!;
      if (before >= 0) this.unseat(i);
      this.seat(i, k);
      if (i === root) return;
      k = before;
      i = via[k]!;
    }
  }

  /** True while mentor j has a free place whose price is not yet 0. */
  overpriced(j: number): boolean {
    return this.load[j]! < this.places[j]! && this.v[j]! < 0;
  }

  /**
   * Settles one free place of mentor j exactly: somebody unmatched comes in (over a chain of moves), or a price along the chain falls to 0.
   * Call while `overpriced(j)`. O(E log m) on the part explored.
   */
  augmentPlace(root: number): void {
    const { u, v, load, mentorOf } = this;
    const { heap, via: moved, towards, touched } = this.scratch;
    const dist = heap.key;
    const { ptr, mentee, cost } = this.columns();
    this.searches++;
    let best = -v[root]!;
    let comer = -1;
    let endMentor = root;
    let seen = 0;
    touched[seen++] = root;
    heap.lower(root, 0);
    while (heap.least() < best) {
      const j = heap.pop();
      const reached = dist[j]!;
      if (reached - v[j]! < best) {
        best = reached - v[j]!;
        comer = -1;
        endMentor = j;
      }
      const base = reached - v[j]!;
      for (let f = ptr[j]!; f < ptr[j + 1]!; f++) {
        const i = mentee[f]!;
        const next = base + cost[f]! - u[i]!;
        if (next >= best) continue;
        const k = mentorOf[i]!;
        if (k < 0) {
          best = next;
          comer = i;
          endMentor = j;
        } else if (next < dist[k]!) {
          if (dist[k] === Infinity) touched[seen++] = k;
          moved[k] = i;
          towards[k] = j;
          heap.lower(k, next);
        }
      }
    }
    heap.clear();
    for (let t = 0; t < seen; t++) {
      const k = touched[t]!;
      const change = best - dist[k]!;
      dist[k] = Infinity;
      if (change <= 0) continue;
      v[k]! += change;
      for (let at = this.seatStart[k]!; at < this.seatStart[k]! + load[k]!; at++)
        u[this.occupant[at]!]! -= change;
    }
    // People move from the root outward: each mentor gives somebody away before the next one comes.
    const chain: number[] = [];
    for (let k = endMentor; k !== root; k = towards[k]!) chain.push(k);
    for (let k = chain.pop(); k !== undefined; k = chain.pop()) {
      const i = moved[k]!;
      this.unseat(i);
      this.seat(i, towards[k]!);
    }
    if (comer >= 0) this.seat(comer, endMentor);
  }
}
