import type { Market } from './market.ts';

/** Row scans the reduction may spend, per mentee, before the exact searches take over. */
const SCANS_PER_MENTEE = 12;

/**
 * Settles most mentees cheaply before any search: everybody goes to the best mentor; where it is full, the one who loses least by leaving
 * leaves and the price rises as far as the others stay (Jonker & Volgenant's augmenting row reduction, with places). Exact: I1–I4 hold afterwards.
 * Answers the mentees who are still to be settled, in order.
 */
export function reduceRows(market: Market): number[] {
  const { network, u, v, load, places, seatStart, occupant } = market;
  const { ptr, mentor, cost, outside } = network;
  const n = network.mentees;
  const second = new Float64Array(n);
  const rest: number[] = [];
  const queue: number[] = [];
  for (let i = n - 1; i >= 0; i--) {
    u[i] = outside[i]!;
    if (ptr[i]! < ptr[i + 1]!) queue.push(i);
  }
  let budget = SCANS_PER_MENTEE * n;
  let firstMentor = -1;
  let firstValue = 0;

  /** Best value of the row, and in `second[i]` the next best (the outside option counts); prefers a free place among equals. */
  const scan = (i: number, except: number): void => {
    let best = Infinity;
    let at = -1;
    let next = outside[i]!;
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
      const j = mentor[e]!;
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
    firstMentor = at;
    firstValue = best;
    second[i] = next;
    budget--;
  };

  for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
    if (budget <= 0) {
      rest.push(i);
      continue;
    }
    scan(i, -1);
    const j = firstMentor;
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
        if (firstMentor >= 0) second[o] = firstValue;
        gap = second[o]! - u[o]!;
      }
      if (gap < least) {
        rise = least;
        least = gap;
        leaver = o;
      } else if (gap < rise) rise = gap;
    }
    if (rise === 0) {
      // Equal choices all round: leave it to the search, or two people could push one another out for ever.
      rest.push(i);
      continue;
    }
    if (leaver !== i) {
      market.unseat(leaver);
      market.seat(i, j);
      u[i] = value;
    }
    // The price may rise until the next one would leave too; then the one who left strictly prefers another mentor.
    v[j]! -= rise;
    for (let at = seatStart[j]!; at < seatStart[j]! + load[j]!; at++) u[occupant[at]!]! += rise;
    u[leaver] = outside[leaver]!;
    queue.push(leaver);
  }
  return rest;
}
