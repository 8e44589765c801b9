import { findHallSet, matchMost } from './cardinality.ts';
import { Market } from './market.ts';
import { buildNetwork, type Network } from './network.ts';
import {
  checkProblem,
  findPair,
  MAX_SCORE,
  requireInteger,
  type FloorProof,
  type HallSet,
  type Options,
  type Problem,
  type Solution,
} from './problem.ts';
import { reduceRows } from './row-reduction.ts';

/**
 * Solves the problem exactly: locked pairs stay, then classes, then the number of mentees matched, then the floor if asked for, then the
 * largest total. Integer duals and a Hall set come with it. Deterministic. Throws MatchingError; unmatched mentees are no error.
 */
export function solve(problem: Problem, options: Options = { objective: 'lexicographic' }): Solution {
  checkProblem(problem);
  checkOptions(options);
  let floor = options.floor ?? 0;
  let floorProof: FloorProof | undefined;
  if (options.objective === 'floor') {
    const raised = raiseFloor(buildNetwork(problem, options, floor));
    if (raised) ({ floor, proof: floorProof } = raised);
  }
  const network = buildNetwork(problem, options, floor);
  const market = new Market(network);
  settle(market);
  const solution = toSolution(problem, options, market);
  return { ...solution, floor, ...(floorProof && { floorProof }) };
}

function checkOptions(options: Options): void {
  if (options.floor !== undefined) requireInteger(options.floor, 0, MAX_SCORE, 'RANGE', { field: 'floor' });
  if (options.maxScore !== undefined)
    requireInteger(options.maxScore, 0, MAX_SCORE, 'RANGE', { field: 'maxScore' });
  if (options.seed !== undefined)
    requireInteger(options.seed, -(2 ** 53) + 1, 2 ** 53 - 1, 'RANGE', { field: 'seed' });
}

/** Searches from the side with fewer units: from the longer one every surplus unit would explore the whole market in vain. */
function settle(market: Market): void {
  const { network, places } = market;
  let seekers = 0;
  for (let i = 0; i < network.mentees; i++) if (network.ptr[i]! < network.ptr[i + 1]!) seekers++;
  let seats = 0;
  for (let j = 0; j < network.mentors; j++) seats += places[j]!;
  if (seats >= seekers) {
    for (const i of reduceRows(market)) market.augmentMentee(i);
    return;
  }
  const { u, v } = market;
  const columns = market.columns();
  u.set(network.outside);
  for (let j = 0; j < network.mentors; j++) {
    if (places[j] === 0) continue;
    let least = 0;
    for (let f = columns.ptr[j]!; f < columns.ptr[j + 1]!; f++)
      least = Math.min(least, columns.cost[f]! - u[columns.mentee[f]!]!);
    v[j] = least;
  }
  for (let j = 0; j < network.mentors; j++) while (market.overpriced(j)) market.augmentPlace(j);
}

/** The largest worst score that keeps every class's count, by binary search over the distinct scores; undefined when nobody is matched. */
function raiseFloor(network: Network): { floor: number; proof: FloorProof } | undefined {
  const most = matchMost(network).matchedByClass;
  if (most.every((count) => count === 0)) return undefined;
  const costs = [...new Set(network.cost)].sort((a, b) => a - b);
  const keepsEverybody = (limit: number): boolean =>
    matchMost(network, limit).matchedByClass.every((count, c) => count === most[c]);
  let low = 0;
  let high = costs.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keepsEverybody(costs[middle]!)) high = middle;
    else low = middle + 1;
  }
  const limit = costs[low]!;
  const beyond = limit - 1;
  const fewer = matchMost(network, beyond);
  const upToClass = fewer.matchedByClass.findIndex((count, c) => count < most[c]!);
  const left: number[] = [];
  fewer.mentorOf.forEach((j, i) => {
    if (j < 0 && !network.locked[i] && network.classOf[i]! <= upToClass) left.push(i);
  });
  const hall = findHallSet(network, fewer.mentorOf, left, beyond);
  return {
    floor: network.maxScore - limit,
    proof: { above: network.maxScore - limit, upToClass, hall },
  };
}

function toSolution(problem: Problem, options: Options, market: Market): Omit<Solution, 'floor'> {
  const { network } = market;
  const { menteeAt, mentorAt } = network;
  const mentorOf = new Int32Array(problem.mentees).fill(-1);
  const u = new Float64Array(problem.mentees);
  const v = new Float64Array(problem.mentors);
  const unmatched: number[] = [];
  for (let y = 0; y < network.mentors; y++) v[mentorAt[y]!] = market.v[y]!;
  for (let x = 0; x < network.mentees; x++) {
    const y = market.mentorOf[x]!;
    u[menteeAt[x]!] = market.u[x]!;
    if (y >= 0) mentorOf[menteeAt[x]!] = mentorAt[y]!;
    else if (!network.locked[x]) unmatched.push(x);
  }
  for (const [i, j] of problem.locked ?? []) {
    mentorOf[i] = j;
    u[i] = network.maxScore - problem.score[findPair(problem, i, j)]! - v[j]!;
  }
  const hall: HallSet = findHallSet(network, market.mentorOf, unmatched);
  return {
    mentorOf,
    ...summarise(problem, mentorOf),
    status: 'optimal',
    gap: 0,
    u,
    v,
    penalty: network.penalty,
    maxScore: network.maxScore,
    hall,
    options,
    stats: {
      mentees: problem.mentees,
      pairs: problem.mentor.length,
      places: problem.capacity.reduce((sum, places) => sum + places, 0),
      searches: market.searches,
    },
  };
}

/** Number matched, total and smallest score of an assignment of eligible pairs; the smallest score of nobody is 0. */
export function summarise(
  problem: Problem,
  mentorOf: Int32Array,
): { matched: number; total: number; minScore: number } {
  let matched = 0;
  let total = 0;
  let minScore = Infinity;
  for (let i = 0; i < problem.mentees; i++) {
    const j = mentorOf[i]!;
    if (j < 0) continue;
    const score = problem.score[findPair(problem, i, j)]!;
    matched++;
    total += score;
    if (score < minScore) minScore = score;
  }
  return { matched, total, minScore: matched > 0 ? minScore : 0 };
}
