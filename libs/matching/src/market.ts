import type { Arena } from './arena.ts';
import { IndexedHeap } from './heap.ts';
import { ShortLists, type PairTable } from './short-lists.ts';

/**
 * A matching in progress with its duals. Always true: I1 cost - u - v >= 0 on pairs of settled rows, I2 = 0 on matched pairs, I3 u <= outside,
 * equal when a settled row is unmatched. I4 (v = `idle` where a place is free, 0 for mentors) holds once no place is `overpriced`.
 * Both moves are one Dijkstra search on reduced costs and keep all of it. (Jonker & Volgenant 1987; Edmonds & Karp 1972.)
 */
export class Market {
  readonly arena: Arena;
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly columnOf: Int32Array;
  readonly places: Int32Array;
  readonly load: Int32Array;
  readonly seatStart: Int32Array;
  readonly occupant: Int32Array;
  readonly lists: ShortLists;
  searches = 0;
  /** Pairs looked at by searches so far. */
  work = 0;
  protected readonly heap: IndexedHeap;
  private readonly via: Int32Array;
  private readonly moved: Int32Array;
  private readonly towards: Int32Array;
  protected readonly reach: Float64Array;
  protected readonly touched: Int32Array;
  protected readonly base: Float64Array;
  /** How far the lists of columns are out of date; for who takes changes back. */
  protected get placeSlack(): number {
    return this.byColumn?.lists.slack ?? 0;
  }
  protected set placeSlack(value: number) {
    if (this.byColumn) this.byColumn.lists.slack = value;
  }
  private readonly scanned: Int32Array;
  private readonly scannedAt: Float64Array;
  private byColumn: { table: PairTable; lists: ShortLists } | undefined;

  constructor(arena: Arena) {
    const { rows, columns } = arena;
    this.arena = arena;
    this.u = new Float64Array(rows);
    this.v = arena.idle.slice();
    this.columnOf = new Int32Array(rows).fill(-1);
    this.places = arena.places.slice();
    this.load = new Int32Array(columns);
    this.seatStart = new Int32Array(columns + 1);
    // One spare seat each, so that "one more place here" can be tried. Of more places than there are rows one is always free, and it is free of
    // charge: so one more than rows is kept, and no more.
    for (let j = 0; j < columns; j++) {
      this.places[j] = Math.min(this.places[j]!, rows + 1);
      this.seatStart[j + 1] = this.seatStart[j]! + this.places[j]! + 1;
    }
    this.occupant = new Int32Array(this.seatStart[columns]!);
    this.lists = new ShortLists(arena);
    this.heap = new IndexedHeap(columns + Math.max(rows, columns));
    this.via = new Int32Array(columns);
    this.moved = new Int32Array(columns);
    this.towards = new Int32Array(columns);
    this.reach = new Float64Array(columns);
    this.touched = new Int32Array(columns + rows);
    this.base = new Float64Array(rows);
    const sources = arena.shared ? arena.to.length : 0;
    this.scanned = new Int32Array(sources);
    this.scannedAt = new Float64Array(sources).fill(Infinity);
  }

  seat(i: number, j: number): void {
    this.occupant[this.seatStart[j]! + this.load[j]!] = i;
    this.load[j]! += 1;
    this.columnOf[i] = j;
  }

  unseat(i: number): void {
    const j = this.columnOf[i]!;
    const last = this.seatStart[j]! + this.load[j]! - 1;
    let at = this.seatStart[j]!;
    while (this.occupant[at] !== i) at++;
    // Later occupants close up, so that the order of a seat list depends on nothing but the moves made.
    for (; at < last; at++) this.occupant[at] = this.occupant[at + 1]!;
    this.load[j]! -= 1;
    this.columnOf[i] = -1;
  }

  /** Everybody up again; prices stay. */
  clear(): void {
    this.columnOf.fill(-1);
    this.load.fill(0);
  }

  /** A price rises or falls, with the duals of those who sit there. */
  protected shift(j: number, change: number): void {
    const { v, u, occupant } = this;
    v[j]! += change;
    for (let at = this.seatStart[j]!, end = at + this.load[j]!; at < end; at++) u[occupant[at]!]! -= change;
  }

  /** Prices that short lists may be made with: no lower than any price the lists must hold for. */
  protected listPrices(): Float64Array {
    return this.v;
  }

  /**
   * Settles an unmatched row exactly: the cheapest chain of moves that ends at a free place or leaves somebody of the chain out.
   * O(E log m) on the part explored.
   */
  augment(root: number): void {
    const { arena, u, v, places, load, columnOf, lists, occupant, seatStart, heap, via, touched, base } =
      this;
    const { scanned, scannedAt } = this;
    const { columns, outside, source } = arena;
    const dist = heap.key;
    const { from: listFrom, to: listTo, column: listColumn, cost: listCost, bound, ready } = lists;
    this.searches++;
    u[root] = this.leastValue(root);
    let best = outside[root]! - u[root]!;
    let leaver = root;
    let endColumn = -1;
    let endVia = -1;
    let seen = 0;
    let scannedCount = 0;
    let work = 0;
    let i = root;
    let reached = 0;
    let next = 0;
    let last = 0;
    for (;;) {
      const from = source[i]!;
      const start = reached - u[i]!;
      if (!ready[from]) lists.build(from, this.listPrices());
      // Nothing new where another place of the same mentor was looked at from no greater distance.
      const isNew = !arena.shared || start < scannedAt[from]!;
      const end = isNew ? listTo[from]! : listFrom[from]!;
      if (arena.shared && isNew) {
        if (scannedAt[from] === Infinity) scanned[scannedCount++] = from;
        scannedAt[from] = start;
      }
      work += end - listFrom[from]!;
      for (let e = listFrom[from]!; e < end; e++) {
        const k = listColumn[e]!;
        const d = start + listCost[e]! - v[k]!;
        if (d >= best || d >= dist[k]!) continue;
        if (load[k]! < places[k]!) {
          best = d;
          endColumn = k;
          endVia = i;
        } else {
          if (dist[k] === Infinity) touched[seen++] = k;
          via[k] = i;
          heap.lower(k, d);
        }
      }
      const beyond = start + bound[from]! - lists.slack;
      if (isNew && beyond < best) {
        base[i] = start;
        touched[seen++] = columns + i;
        heap.lower(columns + i, beyond);
      }
      while (next === last && heap.least() < best) {
        const j = heap.pop();
        if (j < columns) {
          reached = dist[j]!;
          next = seatStart[j]!;
          last = next + load[j]!;
          continue;
        }
        // The short list of this row is used up: now the whole row, and a new list next time.
        const row = j - columns;
        const begin = base[row]!;
        const r = source[row]!;
        ready[r] = 0;
        const first = arena.from[r]!;
        const size = arena.to[r]! - first;
        const column = arena.complete ? undefined : arena.column;
        const { score, top } = arena;
        work += size;
        for (let p = 0; p < size; p++) {
          const k = column ? column[first + p]! : p;
          const d = begin + top - score[first + p]! - v[k]!;
          if (d >= best || d >= dist[k]!) continue;
          if (load[k]! < places[k]!) {
            best = d;
            endColumn = k;
            endVia = row;
          } else {
            if (dist[k] === Infinity) touched[seen++] = k;
            via[k] = row;
            heap.lower(k, d);
          }
        }
      }
      if (next === last) break;
      i = occupant[next++]!;
      if (reached + outside[i]! - u[i]! < best) {
        best = reached + outside[i]! - u[i]!;
        leaver = i;
        endColumn = -1;
      }
    }
    heap.clear();
    this.work += work;
    // Duals rise by so much at most: what lists of columns leave out comes that much nearer.
    if (this.byColumn) this.byColumn.lists.slack += best;
    for (let t = 0; t < scannedCount; t++) scannedAt[scanned[t]!] = Infinity;
    u[root]! += best;
    for (let t = 0; t < seen; t++) {
      const j = touched[t]!;
      const change = best - dist[j]!;
      dist[j] = Infinity;
      if (change > 0 && j < columns) this.shift(j, -change);
    }
    let k = endColumn;
    i = endVia;
    if (k < 0) {
      if (leaver === root) return;
      k = columnOf[leaver]!;
      this.unseat(leaver);
      i = via[k]!;
    }
    for (;;) {
      const before = columnOf[i]!;
      if (before >= 0) this.unseat(i);
      this.seat(i, k);
      if (i === root) return;
      k = before;
      i = via[k]!;
    }
  }

  /** Least cost - price of a row, the outside option included: what its dual must not exceed. */
  leastValue(i: number): number {
    const { v, lists, arena } = this;
    const s = arena.source[i]!;
    let least = arena.outside[i]!;
    for (let fresh = lists.ready[s] === 0; ; fresh = true) {
      if (fresh) lists.build(s, this.listPrices());
      for (let e = lists.from[s]!, end = lists.to[s]!; e < end; e++) {
        const value = lists.cost[e]! - v[lists.column[e]!]!;
        if (value < least) least = value;
      }
      if (lists.bound[s]! - lists.slack >= least) return least;
      if (fresh) break;
    }
    const start = arena.from[s]!;
    for (let e = start, end = arena.to[s]!; e < end; e++) {
      const value = arena.top - arena.score[e]! - v[arena.complete ? e - start : arena.column[e]!]!;
      if (value < least) least = value;
    }
    return least;
  }

  /** True while column j has a free place whose price is not yet that of an idle one. */
  overpriced(j: number): boolean {
    return this.load[j]! < this.places[j]! && this.v[j]! < this.arena.idle[j]!;
  }

  /**
   * Settles one free place of column j exactly: somebody unmatched comes in (over a chain of moves), or a price along the chain falls to that of
   * an idle place. Call while `overpriced(j)`. O(E log m) on the part explored.
   */
  augmentPlace(root: number): void {
    const { moved, towards, lists } = this;
    const { loss, comer, endColumn, seen } = this.searchPlace(root);
    for (let t = 0; t < seen; t++)
      if (this.reach[t]! < loss) this.shift(this.touched[t]!, loss - this.reach[t]!);
    lists.slack += loss;
    // People move from the root outward: each column gives somebody away before the next one comes.
    const chain: number[] = [];
    for (let k = endColumn; k !== root; k = towards[k]!) chain.push(k);
    for (let k = chain.pop(); k !== undefined; k = chain.pop()) {
      const i = moved[k]!;
      this.unseat(i);
      this.seat(i, towards[k]!);
    }
    if (comer >= 0) this.seat(comer, endColumn);
  }

  /**
   * The cheapest way to use a place of column `root`: `comer` comes in at `endColumn` (-1: a place there stays empty), at this `loss`. Changes
   * nothing; the columns seen are in `touched`, their distances in `reach`, the ways in `moved` and `towards`.
   */
  protected searchPlace(root: number): { loss: number; comer: number; endColumn: number; seen: number } {
    const { u, v, columnOf, heap, moved, towards, touched, arena } = this;
    const { idle, columns } = arena;
    const dist = heap.key;
    const { table, lists } = this.columns();
    const { from: listFrom, to: listTo, column: listRow, cost: listCost, bound, ready } = lists;
    this.searches++;
    let best = idle[root]! - v[root]!;
    let comer = -1;
    let endColumn = root;
    let seen = 0;
    touched[seen++] = root;
    heap.lower(root, 0);
    const reach = (j: number, i: number, next: number): void => {
      const k = columnOf[i]!;
      if (k < 0) {
        best = next;
        comer = i;
        endColumn = j;
      } else if (next < dist[k]!) {
        if (dist[k] === Infinity) touched[seen++] = k;
        moved[k] = i;
        towards[k] = j;
        heap.lower(k, next);
      }
    };
    while (heap.least() < best) {
      const index = heap.pop();
      if (index < columns) {
        const j = index;
        const base = dist[j]! - v[j]!;
        if (base + idle[j]! < best) {
          best = base + idle[j]!;
          comer = -1;
          endColumn = j;
        }
        if (!ready[j]) lists.build(j, this.placeListDuals());
        this.work += listTo[j]! - listFrom[j]!;
        for (let f = listFrom[j]!, end = listTo[j]!; f < end; f++) {
          const next = base + listCost[f]! - u[listRow[f]!]!;
          if (next < best) reach(j, listRow[f]!, next);
        }
        const beyond = base + bound[j]! - lists.slack;
        if (beyond < best) heap.lower(columns + j, Math.max(beyond, dist[j]!));
        continue;
      }
      // The short list of this column is used up: now everybody who could come.
      const j = index - columns;
      dist[index] = Infinity;
      ready[j] = 0;
      const base = dist[j]! - v[j]!;
      const start = table.from[j]!;
      const size = table.to[j]! - start;
      this.work += size;
      for (let p = 0; p < size; p++) {
        const i = table.complete ? p : table.column[start + p]!;
        const next = base + table.top - table.score[start + p]! - u[i]!;
        if (next < best) reach(j, i, next);
      }
    }
    for (let t = 0; t < seen; t++) dist[columns + touched[t]!] = Infinity;
    heap.clear();
    for (let t = 0; t < seen; t++) {
      this.reach[t] = dist[touched[t]!]!;
      dist[touched[t]!] = Infinity;
    }
    return { loss: best, comer, endColumn, seen };
  }

  /** Duals that short lists of columns may be made with: no higher than any dual the lists must hold for. */
  protected placeListDuals(): Float64Array {
    return this.u;
  }

  /** Pairs by column, sorted out once when first needed. Not for arenas whose rows share sources. */
  private columns(): { table: PairTable; lists: ShortLists } {
    if (this.byColumn) return this.byColumn;
    const { arena } = this;
    const { rows, columns, from, to, complete, top } = arena;
    const ptr = new Int32Array(columns + 1);
    const pairs = arena.score.length;
    if (complete) for (let j = 0; j <= columns; j++) ptr[j] = j * rows;
    else {
      for (let e = 0; e < pairs; e++) ptr[arena.column[e]! + 1]! += 1;
      for (let j = 0; j < columns; j++) ptr[j + 1]! += ptr[j]!;
    }
    const next = ptr.slice(0, columns);
    const row = new Int32Array(pairs);
    const score = new Int32Array(pairs);
    for (let i = 0; i < rows; i++) {
      const start = from[i]!;
      for (let e = start; e < to[i]!; e++) {
        const j = complete ? e - start : arena.column[e]!;
        const at = next[j]!;
        next[j] = at + 1;
        row[at] = i;
        score[at] = arena.score[e]!;
      }
    }
    const table = { from: ptr, to: ptr.subarray(1), column: row, score, top, complete };
    this.byColumn = { table, lists: new ShortLists(table) };
    return this.byColumn;
  }
}
