import type { Market } from './market.ts';

/**
 * Prices by an auction with falling steps: everybody bids for the best column, `step` above what would make it equal to the second best, and
 * pushes the lowest bidder out (Bertsekas 1988). The prices stay in `market.v`, nobody is seated; they need not be exact, for whoever
 * continues repairs them. Whoever would have to pay more than `giveUp` leaves the round: prices
 * of people who cannot all be matched would rise for ever. After each round the cheapest places, twice the free ones, are free of charge again.
 */
export function auction(
  market: Market,
  steps: readonly number[],
  bidsPerRow: number,
  giveUp: number,
  lowers: boolean,
  isLate: () => boolean,
): void {
  const { arena, v, places, seatStart, lists } = market;
  const { rows: n, columns: m, source, from, to } = arena;
  const { from: listFrom, to: listTo, column, cost, bound, ready } = lists;
  const held = new Float64Array(seatStart[m]!);
  const holder = new Int32Array(seatStart[m]!);
  const load = new Int32Array(m);
  const queue = new Int32Array(n);
  for (const step of steps) {
    let limit = bidsPerRow * n;
    load.fill(0);
    let size = 0;
    for (let i = n - 1; i >= 0; i--) if (from[source[i]!]! < to[source[i]!]!) queue[size++] = i;
    while (size > 0 && limit-- > 0 && (limit % 1024 > 0 || !isLate())) {
      const i = queue[--size]!;
      const s = source[i]!;
      let best = Infinity;
      let second = Infinity;
      let j = -1;
      for (let fresh = ready[s] === 0; ; fresh = true) {
        if (fresh) lists.build(s, v);
        best = Infinity;
        second = Infinity;
        for (let e = listFrom[s]!, end = listTo[s]!; e < end; e++) {
          const k = column[e]!;
          const value = cost[e]! - v[k]!;
          if (value >= second) continue;
          if (value < best) {
            second = best;
            best = value;
            j = k;
          } else second = value;
        }
        if (bound[s]! - lists.slack >= second) break;
        if (fresh) {
          second = Math.max(best, bound[s]! - lists.slack);
          break;
        }
      }
      if (best > giveUp) continue;
      const bid = v[j]! - (second === Infinity ? 0 : second - best) - step;
      const start = seatStart[j]!;
      if (load[j]! < places[j]!) {
        const at = start + load[j]!;
        held[at] = bid;
        holder[at] = i;
        load[j]! += 1;
        if (load[j]! < places[j]!) continue;
        let top = -Infinity;
        for (let q = start; q <= at; q++) if (held[q]! > top) top = held[q]!;
        v[j] = top;
        continue;
      }
      // Full: the lowest bidder leaves. Prices are negative, so the lowest bid is the largest number.
      let at = start;
      const end = start + load[j]!;
      for (let q = start + 1; q < end; q++) if (held[q]! > held[at]!) at = q;
      queue[size++] = holder[at]!;
      held[at] = bid;
      holder[at] = i;
      let top = bid;
      for (let q = start; q < end; q++) if (held[q]! > top) top = held[q]!;
      v[j] = top;
    }
    if (lowers) lowerPrices(market, load);
  }
}

/** Shifts all prices so that the cheapest places, twice as many as stayed free, are free of charge. */
function lowerPrices({ v, places, lists }: Market, load: Int32Array): void {
  let wanted = 0;
  for (let j = 0; j < v.length; j++) wanted += 2 * (places[j]! - load[j]!);
  const order = Int32Array.from(v, (_, j) => j).sort((a, b) => v[b]! - v[a]!);
  let price = 0;
  for (const j of order) {
    price = v[j]!;
    wanted -= places[j]!;
    if (wanted <= 0) break;
  }
  if (price === 0) return;
  for (let j = 0; j < v.length; j++) v[j] = Math.min(0, v[j]! - price);
  lists.forget();
}
