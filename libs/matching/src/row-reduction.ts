import type { Market } from './market.ts';

/** How often people with equal choices may push one another out. */
const TIE_PASSES = 2;

/**
 * Settles most rows cheaply before any search: everybody goes to the best column; where it is full, the one who loses least by leaving leaves
 * and the price rises as far as the others stay (Jonker & Volgenant's augmenting row reduction, with places). Exact: I1–I4 hold afterwards.
 * Spends `scansPerRow` looks at a row on average and answers the rows that are still to be settled, in order.
 */
export function reduceRows(market: Market, scansPerRow: number, isLate: () => boolean): number[] {
  const { arena, u, v, load, places, seatStart, occupant, lists } = market;
  const { rows: n, source, outside, from, to } = arena;
  const second = new Float64Array(n);
  const rest: number[] = [];
  const queue: number[] = [];
  const later: number[] = [];
  let pass = 0;
  for (let i = n - 1; i >= 0; i--) {
    if (market.columnOf[i]! >= 0) continue;
    u[i] = outside[i]!;
    if (from[source[i]!]! < to[source[i]!]!) queue.push(i);
  }
  let budget = scansPerRow * n;
  let firstColumn = -1;
  let firstValue = 0;
  const { from: listFrom, to: listTo, column, cost, bound, ready } = lists;

  /** Best value of the row, and in `second[i]` the next best (the outside option counts); prefers a free place among equals. */
  const scan = (i: number, except: number): void => {
    const s = source[i]!;
    for (let fresh = ready[s] === 0; ; fresh = true) {
      if (fresh) lists.build(s, v);
      let best = Infinity;
      let at = -1;
      let next = outside[i]!;
      for (let e = listFrom[s]!, end = listTo[s]!; e < end; e++) {
        const j = column[e]!;
        const value = cost[e]! - v[j]!;
        if (value > next || j === except) continue;
        if (value < best && value < next) {
          if (best < next) next = best;
          best = value;
          at = j;
        } else {
          next = value;
          if (value === best && load[at]! >= places[at]! && load[j]! < places[j]!) at = j;
        }
      }
      if (bound[s]! - lists.slack < next) {
        if (!fresh) continue;
        next = bound[s]! - lists.slack;
      }
      firstColumn = at;
      firstValue = best;
      second[i] = next;
      budget--;
      return;
    }
  };

  for (;;) {
    const i = queue.pop();
    if (i === undefined) {
      if (later.length === 0) return rest;
      for (const o of later.splice(0).reverse()) queue.push(o);
      pass++;
      continue;
    }
    if (budget % 1024 === 0 && isLate()) budget = 0;
    if (budget <= 0) {
      rest.push(i);
      continue;
    }
    scan(i, -1);
    const j = firstColumn;
    // The outside option is at least as good, and prices only rise: out for good, with u = outside already.
    if (j < 0) continue;
    if (load[j]! < places[j]!) {
      market.seat(i, j);
      u[i] = firstValue;
      continue;
    }
    const value = firstValue;
    let least = second[i]! - value;
    let rise = Infinity;
    let leaver = i;
    for (let at = seatStart[j]!; at < seatStart[j]! + load[j]!; at++) {
      const o = occupant[at]!;
      let gap = second[o]! - u[o]!;
      if (gap < least) {
        // The kept second choice is a lower bound, since prices have risen: look again before somebody is sent away.
        scan(o, j);
        second[o] = firstColumn >= 0 && firstValue < second[o]! ? firstValue : second[o]!;
        gap = second[o]! - u[o]!;
      }
      if (gap < least) {
        rise = least;
        least = gap;
        leaver = o;
      } else if (gap < rise) rise = gap;
    }
    if (rise === 0) {
      // Equal choices all round: somebody else may look for theirs, but only so often, or two could push one another out for ever.
      const o = occupant[seatStart[j]!]!;
      market.unseat(o);
      market.seat(i, j);
      u[i] = value;
      u[o] = outside[o]!;
      (pass < TIE_PASSES ? later : rest).push(o);
      continue;
    }
    if (leaver !== i) {
      market.unseat(leaver);
      market.seat(i, j);
      u[i] = value;
    }
    // The price may rise until the next one would leave too; then the one who left strictly prefers another column.
    v[j]! -= rise;
    for (let at = seatStart[j]!; at < seatStart[j]! + load[j]!; at++) u[occupant[at]!]! += rise;
    u[leaver] = outside[leaver]!;
    queue.push(leaver);
  }
}
