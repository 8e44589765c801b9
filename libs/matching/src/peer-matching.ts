import { findBarrier } from './peer-barrier.ts';
import { buildPeerGraph, type PeerGraph } from './peer-graph.ts';
import {
  checkPeerProblem,
  summarisePeers,
  type OddSet,
  type PeerOptions,
  type PeerProblem,
  type PeerSolution,
} from './peer-problem.ts';
import { PeerSearch } from './peer-search.ts';
import { addCheaper, isCrowded, onlyKept, shortListed } from './peer-pricing.ts';
import { startAtOnce, startFromBothSides, type PeerStart } from './peer-start.ts';
import { MAX_SCORE, requireInteger } from './problem.ts';

/**
 * Pairs a pool exactly: locked pairs stay, then as many people as possible (class after class), then the largest total, then as many pairs of
 * `before` as possible. A maximum weight matching in a general graph by Edmonds' primal-dual method ("Maximum matching and a polyhedron
 * with 0,1-vertices", 1965), started from the best half pairs and searched with events in the order of time (Galil, "Efficient
 * algorithms for finding maximum matching in graphs", 1986). Duals and a barrier come with it. Deterministic. Throws MatchingError;
 * people without a partner are no error. O(people · pairs · log people) at worst.
 */
export function solvePeers(problem: PeerProblem, options: PeerOptions = {}): PeerSolution {
  checkPeerProblem(problem);
  checkOptions(options);
  const isLate = watch(options);
  const graph = buildPeerGraph(problem, options);
  const start = isLate() ? startAtOnce(graph) : startFromBothSides(graph);
  const { search, searches, done } = searchFrom(graph, start, isLate);
  if (!done) takeWhoIsLeft(graph, search.sets.mate);
  return toSolution(problem, options, { graph, search, searches, done });
}

/**
 * Searches until nobody is open. Where most pairs are too dear to matter only everybody's cheapest are searched; then all others are priced, what is
 * cheaper than the duals say comes in as well, and so on until nothing is.
 */
function searchFrom(graph: PeerGraph, start: PeerStart, isLate: () => boolean): Omit<Outcome, 'graph'> {
  if (!isCrowded(graph)) return settleAll(new PeerSearch(graph, start), graph, isLate);
  const kept = shortListed(graph, start.prices, start.partnerOf);
  for (let before = 0; ;) {
    const part = onlyKept(graph, kept);
    const found = settleAll(new PeerSearch(part, { ...start, prices: start.prices.slice() }), part, isLate);
    const searches = before + found.searches;
    if (!found.done) return { ...settleAll(new PeerSearch(graph, start), graph, isLate), searches };
    if (!addCheaper(graph, found.search, kept)) return { ...found, searches };
    before = searches;
  }
}

function settleAll(search: PeerSearch, graph: PeerGraph, isLate: () => boolean): Omit<Outcome, 'graph'> {
  let searches = 0;
  for (let x = 0; x < graph.people; x++) {
    while (!graph.isLocked[x] && search.isOpen(x)) {
      if (isLate()) return { search, searches, done: false };
      search.settle(x);
      searches++;
    }
  }
  return { search, searches, done: true };
}

/** Tells when the time is up; never without a clock. */
function watch({ deadlineMs, clock }: PeerOptions): () => boolean {
  if (deadlineMs === undefined || !clock) return () => false;
  const end = clock() + deadlineMs;
  return () => clock() >= end;
}

function checkOptions({ floor, maxScore, deadlineMs }: PeerOptions): void {
  if (floor !== undefined) requireInteger(floor, 0, MAX_SCORE + 1, 'RANGE', { field: 'floor' });
  if (maxScore !== undefined) requireInteger(maxScore, 0, MAX_SCORE, 'RANGE', { field: 'maxScore' });
  if (deadlineMs !== undefined) requireInteger(deadlineMs, 0, 2 ** 31 - 1, 'RANGE', { field: 'deadlineMs' });
}

/** When time ran out: whoever has nobody takes the best who has nobody either. */
function takeWhoIsLeft({ people, ptr, partner, score }: PeerGraph, mate: Int32Array): void {
  for (let x = 0; x < people; x++) {
    if (mate[x]! >= 0) continue;
    let best = -1;
    for (let e = ptr[x]!; e < ptr[x + 1]!; e++)
      if (mate[partner[e]!]! < 0 && (best < 0 || score[e]! > score[best]!)) best = e;
    if (best < 0) continue;
    mate[x] = partner[best]!;
    mate[partner[best]!] = x;
  }
}

interface Outcome {
  readonly graph: PeerGraph;
  readonly search: PeerSearch;
  readonly searches: number;
  readonly done: boolean;
}

function toSolution(
  problem: PeerProblem,
  options: PeerOptions,
  { graph, search, searches, done }: Outcome,
): PeerSolution {
  const { personAt, penalty, scale, maxScore } = graph;
  const partnerOf = new Int32Array(problem.people).fill(-1);
  const prices = new Float64Array(problem.people);
  search.sets.mate.forEach((y, x) => {
    if (y >= 0) partnerOf[personAt[x]!] = personAt[y]!;
    if (!graph.isLocked[x]) prices[personAt[x]!] = search.prices[x]!;
  });
  for (const [i, j] of problem.locked ?? []) {
    partnerOf[i] = j;
    partnerOf[j] = i;
  }
  const oddSets = listSets(graph, search);
  return {
    partnerOf,
    ...summarisePeers(problem, partnerOf),
    status: done ? 'optimal' : 'time-limit',
    gap: done ? 0 : gapOf(graph, search),
    prices,
    oddSets,
    penalty,
    scale,
    maxScore,
    floor: options.floor ?? 0,
    // Without a largest matching there is no such proof.
    barrier: done
      ? toPeople(graph, findBarrier(graph, search.sets.mate))
      : { hubs: new Int32Array(0), islands: [] },
    searches,
  };
}

const toPeople = (
  { personAt }: PeerGraph,
  { hubs, islands }: { hubs: readonly number[]; islands: readonly (readonly number[])[] },
): PeerSolution['barrier'] => {
  const sorted = (list: readonly number[]): Int32Array => Int32Array.from(list, (x) => personAt[x]!).sort();
  return { hubs: sorted(hubs), islands: islands.map(sorted) };
};

/** Every set with a weight, however deep it lies in others. */
function listSets({ people, personAt }: PeerGraph, { sets }: PeerSearch): OddSet[] {
  const found: OddSet[] = [];
  for (let b = people; b < 2 * people; b++)
    if (sets.parts[b] && sets.weight[b]! > 0)
      found.push({
        members: Int32Array.from(sets.peopleOf(b), (x) => personAt[x]!).sort(),
        price: sets.weight[b]!,
      });
  return found;
}

/** Twice the cost of the matching minus what its duals prove, exactly. */
function gapOf(
  { people, ptr, partner, cost, alone, isLocked }: PeerGraph,
  { sets, prices }: PeerSearch,
): number {
  let gap = 0n;
  for (let x = 0; x < people; x++) {
    if (isLocked[x]) continue;
    const y = sets.mate[x]!;
    gap -= BigInt(prices[x]!);
    if (y < 0) gap += BigInt(alone[x]!);
    for (let e = ptr[x]!; e < ptr[x + 1]! && y > x; e++) if (partner[e] === y) gap += BigInt(cost[e]!);
  }
  for (let b = people; b < 2 * people; b++)
    if (sets.parts[b]) gap += BigInt(sets.weight[b]!) * BigInt((sets.peopleOf(b).length - 1) / 2);
  return Number(gap);
}
