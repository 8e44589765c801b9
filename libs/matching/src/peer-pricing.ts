import type { PeerGraph } from './peer-graph.ts';
import type { PeerSearch } from './peer-search.ts';

/** How many pairs of each person are looked at first, the cheapest at the prices of the start. */
const SHORT = 32;

/** Whether most pairs of a graph need no look: then `shortListed` and `addCheaper` find the same as all of them would. */
export const isCrowded = ({ people, ptr }: PeerGraph): boolean => ptr[people]! > 4 * SHORT * people;

/** Marks everybody's few cheapest pairs at these prices, and the pairs that are chosen already. */
export function shortListed(graph: PeerGraph, prices: Float64Array, partnerOf: Int32Array): Uint8Array {
  const { people: n, ptr, partner, cost } = graph;
  const kept = new Uint8Array(partner.length);
  for (let x = 0; x < n; x++) {
    const slack = new Float64Array(ptr[x + 1]! - ptr[x]!);
    for (let k = 0; k < slack.length; k++) slack[k] = cost[ptr[x]! + k]! - prices[partner[ptr[x]! + k]!]!;
    markLeast(kept, ptr[x]!, slack, SHORT);
    for (let e = ptr[x]!; e < ptr[x + 1]!; e++) if (partner[e] === partnerOf[x]) kept[e] = 1;
  }
  return bothHalves(graph, kept);
}

/** Marks at most so many pairs of a row, the least first. */
function markLeast(kept: Uint8Array, from: number, slack: Float64Array, most: number): void {
  const last = slack.length <= most ? Infinity : slack.slice().sort()[most - 1]!;
  for (let k = 0, left = most; k < slack.length && left > 0; k++) {
    if (slack[k]! > last || slack[k] === Infinity) continue;
    kept[from + k] = 1;
    left--;
  }
}

/** A pair marked in one row is marked in both. Rows are in order, so the other half of each pair is the next of its partner's row. */
function bothHalves({ people: n, ptr, partner }: PeerGraph, kept: Uint8Array): Uint8Array {
  const next = ptr.slice(0, n);
  for (let x = 0; x < n; x++)
    for (let e = ptr[x]!; e < ptr[x + 1]!; e++) {
      const mirror = next[partner[e]!]!++;
      if (kept[e] || kept[mirror]) kept[e] = kept[mirror] = 1;
    }
  return kept;
}

/** The graph of the marked pairs. */
export function onlyKept(graph: PeerGraph, kept: Uint8Array): PeerGraph {
  const { people: n, ptr, partner, score, cost } = graph;
  const starts = new Int32Array(n + 1);
  for (let x = 0; x < n; x++) {
    starts[x + 1] = starts[x]!;
    for (let e = ptr[x]!; e < ptr[x + 1]!; e++) starts[x + 1]! += kept[e]!;
  }
  const isKept = (_: number, e: number): boolean => kept[e] === 1;
  return {
    ...graph,
    ptr: starts,
    partner: partner.filter(isKept),
    score: score.filter(isKept),
    cost: cost.filter(isKept),
  };
}

/** Marks of every person the pairs that cost least of those that cost less than their prices and sets say. False when there are none: then the duals hold for all pairs. */
export function addCheaper(graph: PeerGraph, { prices, sets }: PeerSearch, kept: Uint8Array): boolean {
  const { people: n, ptr, partner, cost } = graph;
  const nested = outermostFirst(sets.parent, sets.parts);
  const holdsX = new Uint8Array(2 * n);
  // By set: the weights of it and all around it, as far as these hold x as well.
  const shared = new Float64Array(2 * n);
  let isFound = false;
  for (let x = 0; x < n; x++) {
    for (let b = sets.parent[x]!; b >= 0; b = sets.parent[b]!) holdsX[b] = 1;
    for (const b of nested)
      shared[b] = (sets.parent[b]! < 0 ? 0 : shared[sets.parent[b]!]!) + (holdsX[b] ? sets.weight[b]! : 0);
    const slack = new Float64Array(ptr[x + 1]! - ptr[x]!).fill(Infinity);
    let isCheaper = false;
    for (let e = ptr[x]!; e < ptr[x + 1]!; e++) {
      const y = partner[e]!;
      const plain = cost[e]! - prices[x]! - prices[y]!;
      if (plain >= 0) continue;
      const full = plain + (sets.parent[y]! < 0 ? 0 : shared[sets.parent[y]!]!);
      if (full >= 0) continue;
      slack[e - ptr[x]!] = full;
      isCheaper = true;
    }
    if (isCheaper) markLeast(kept, ptr[x]!, slack, SHORT);
    isFound ||= isCheaper;
    for (let b = sets.parent[x]!; b >= 0; b = sets.parent[b]!) holdsX[b] = 0;
  }
  if (isFound) bothHalves(graph, kept);
  return isFound;
}

/** Ids of sets, each after the one around it. */
function outermostFirst(parent: Int32Array, parts: readonly (readonly number[] | undefined)[]): number[] {
  const order = [...parts.keys()].filter((b) => parts[b] && parent[b]! < 0);
  for (const b of order) for (const part of parts[b]!) if (parts[part]) order.push(part);
  return order;
}
