import { solve } from './assignment.ts';
import type { PeerGraph } from './peer-graph.ts';

/** Pairs and prices to search on from: every pair costs just its two prices, no other pair costs less. */
export interface PeerStart {
  readonly partnerOf: Int32Array;
  readonly prices: Float64Array;
}

/**
 * The best "half pairs" at once: everybody stands on both sides of an ordinary market. Its mean prices are the exact duals without odd sets
 * (Balinski 1965), and its chosen pairs form rounds: those of two are pairs, even ones fall into pairs, and of odd ones all but one person.
 */
export function startFromBothSides(graph: PeerGraph): PeerStart {
  const { people: n, ptr, partner, score, maxScore, scale, alone, before } = graph;
  const market = solve(
    { mentees: n, mentors: n, capacity: new Int32Array(n).fill(1), ptr, mentor: partner, score },
    { objective: 'lexicographic', maxScore },
  );
  // A pair to keep costs two half points less, which each of the two gives one of.
  const prices = Float64Array.from(market.u, (price, x) =>
    Math.min(alone[x]!, scale * (price + market.v[x]!) - Number(before[x]! >= 0)),
  );
  return { partnerOf: pairUp(graph, market.mentorOf, prices), prices };
}

/** Everybody's cheapest half, and whoever has a pair at these prices in order: for when there is no time for more. */
export function startAtOnce(graph: PeerGraph): PeerStart {
  const { people: n, ptr, partner, cost, alone } = graph;
  const prices = new Float64Array(n);
  for (let x = 0; x < n; x++) {
    let least = alone[x]!;
    for (let e = ptr[x]!; e < ptr[x + 1]!; e++) least = Math.min(least, Math.floor(cost[e]! / 2));
    prices[x] = least;
  }
  const partnerOf = new Int32Array(n).fill(-1);
  for (let x = 0; x < n; x++)
    for (let e = ptr[x]!; e < ptr[x + 1]! && partnerOf[x]! < 0; e++) {
      const y = partner[e]!;
      if (partnerOf[y]! >= 0 || cost[e] !== prices[x]! + prices[y]!) continue;
      partnerOf[x] = y;
      partnerOf[y] = x;
    }
  return { partnerOf, prices };
}

/** Takes rounds and chains of choices apart into pairs, as far as each is paid for by its prices. */
function pairUp(graph: PeerGraph, chosen: Int32Array, prices: Float64Array): Int32Array {
  const { people: n } = graph;
  const partnerOf = new Int32Array(n).fill(-1);
  const isSeen = new Uint8Array(n);
  const isChosen = new Uint8Array(n);
  for (const y of chosen) if (y >= 0) isChosen[y] = 1;
  const follow = (from: number): void => {
    for (let x = from; x >= 0 && !isSeen[x];) {
      isSeen[x] = 1;
      const y = chosen[x]!;
      if (y < 0 || isSeen[y]) return;
      isSeen[y] = 1;
      if (costOf(graph, x, y) === prices[x]! + prices[y]!) {
        partnerOf[x] = y;
        partnerOf[y] = x;
      }
      x = chosen[y]!;
    }
  };
  // Chains first, from their beginnings; what is left are rounds.
  for (let x = 0; x < n; x++) if (!isChosen[x]) follow(x);
  for (let x = 0; x < n; x++) follow(x);
  return partnerOf;
}

function costOf({ ptr, partner, cost }: PeerGraph, x: number, y: number): number {
  let low = ptr[x]!;
  let high = ptr[x + 1]! - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (partner[middle]! < y) low = middle + 1;
    else high = middle;
  }
  return cost[low]!;
}
