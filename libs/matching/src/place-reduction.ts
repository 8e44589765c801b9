import type { Market } from './market.ts';

/** How often mentors with equal choices may push one another out. */
const TIE_PASSES = 2;

/**
 * Row reduction where rows are the places of mentors: each mentor bids for as many columns as it has places left, at once, and raises all it
 * holds to what its next choice would be worth. Single places would only outbid one another. Exact: I1–I4 hold afterwards.
 * Answers the rows that are still to be settled, in order.
 */
export function reducePlaces(market: Market, scansPerSource: number, isLate: () => boolean): number[] {
  const { arena, u, v, columnOf, occupant, seatStart, load, lists } = market;
  const { source, to, outside } = arena;
  const sources = to.length;
  const firstRow = new Int32Array(sources + 1);
  for (const s of source) firstRow[s + 1]! += 1;
  for (let s = 0; s < sources; s++) firstRow[s + 1]! += firstRow[s]!;
  const missing = new Int32Array(sources);
  const queue: number[] = [];
  const later: number[] = [];
  let budget = scansPerSource * sources;
  let pass = 0;
  let top = 0;
  for (let s = sources - 1; s >= 0; s--) {
    for (let r = firstRow[s]!; r < firstRow[s + 1]!; r++) if (columnOf[r]! < 0) missing[s]! += 1;
    if (missing[s]! > 0) queue.push(s);
    top = Math.max(top, firstRow[s + 1]! - firstRow[s]!);
  }
  const value = new Float64Array(top + 2);
  const edge = new Int32Array(top + 2);
  const held = new Int32Array(top + 1);
  const { from: listFrom, to: listTo, column, cost, bound, ready } = lists;

  while (budget > 0 && (budget % 256 > 0 || !isLate())) {
    const s = queue.pop();
    if (s === undefined) {
      if (later.length === 0 || pass === TIE_PASSES) break;
      for (const other of later.splice(0).reverse()) queue.push(other);
      pass++;
      continue;
    }
    const wanted = missing[s]!;
    if (wanted === 0) continue;
    const limit = outside[firstRow[s]!]!;
    let count = 0;
    let holding = 0;
    let next = limit;
    for (let fresh = ready[s] === 0; ; fresh = true) {
      if (fresh) lists.build(s, v);
      count = 0;
      holding = 0;
      next = limit;
      for (let e: number = listFrom[s]!; e < listTo[s]!; e++) {
        const j: number = column[e]!;
        // What it holds is worth no more than anything else, so most pairs need no closer look.
        const x = cost[e]! - v[j]!;
        if (x > next) continue;
        if (load[j]! > 0 && source[occupant[seatStart[j]!]!] === s) {
          held[holding++] = e;
          continue;
        }
        if (x === next) continue;
        // The least `wanted` in order; `next` is what comes after them.
        let at = count;
        if (count === wanted) {
          next = value[--at]!;
          if (x > next) {
            next = x;
            continue;
          }
        } else count++;
        while (at > 0 && value[at - 1]! > x) {
          value[at] = value[at - 1]!;
          edge[at] = edge[at - 1]!;
          at--;
        }
        value[at] = x;
        edge[at] = e;
      }
      const beyond = bound[s]! - lists.slack;
      if (beyond >= next) break;
      if (fresh) {
        next = beyond;
        break;
      }
    }
    budget--;
    // What is beneath the next choice is taken; the price of all that is held rises to it.
    while (count > 0 && value[count - 1]! > next) count--;
    missing[s]! -= count;
    for (let q = 0; q < holding; q++)
      v[column[held[q]!]!] = Math.min(v[column[held[q]!]!]!, cost[held[q]!]! - next);
    let row = firstRow[s]!;
    for (let q = 0; q < count; q++) {
      const j = column[edge[q]!]!;
      if (load[j]! > 0) {
        const loser = occupant[seatStart[j]!]!;
        const other = source[loser]!;
        market.unseat(loser);
        missing[other]! += 1;
        // Without a rise the two could push one another out for ever: such losers wait for the next pass.
        (value[q]! < next ? queue : later).push(other);
      }
      v[j] = cost[edge[q]!]! - next;
      while (columnOf[row]! >= 0) row++;
      market.seat(row, j);
    }
    for (let r = firstRow[s]!; r < firstRow[s + 1]!; r++) u[r] = columnOf[r]! >= 0 ? next : outside[r]!;
    if (missing[s]! > 0 && next < limit && count > 0) queue.push(s);
  }
  const rest: number[] = [];
  for (let r = 0; r < source.length; r++)
    if (columnOf[r]! < 0 && arena.from[source[r]!]! < to[source[r]!]! && leavesOpen(market, r)) rest.push(r);
  return rest;
}

/** False for a row that is left out for good: nothing in its list beats staying out, and prices only get worse. */
function leavesOpen(market: Market, r: number): boolean {
  return market.leastValue(r) < market.arena.outside[r]!;
}
