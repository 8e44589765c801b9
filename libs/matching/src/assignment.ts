import { findHallSet, matchMost } from './cardinality.ts';
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
import { settle, settleAgain, type Settled } from './settle.ts';

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
  const settled = settle(network, watch(options));
  if (!settled.done) takeFreePlaces(network, settled.mentorOf);
  const solution = toSolution(problem, options, network, settled);
  return { ...solution, floor, ...(floorProof && { floorProof }) };
}

/**
 * Solves a problem that is a little different from one solved before, from its prices and pairs: exact, and as quick as the change is small.
 * People keep their indices; added ones come last. Throws MatchingError.
 */
export function solveAgain(problem: Problem, earlier: Solution): Solution {
  const { options } = earlier;
  const floor = options.floor ?? 0;
  const network = buildNetwork(problem, options, floor);
  // Other penalties make other prices; and a floor has to be found anew.
  if (
    options.objective === 'floor' ||
    network.penalty !== earlier.penalty ||
    network.maxScore !== earlier.maxScore
  )
    return solve(problem, options);
  const { menteeAt, mentorAt } = network;
  const rankOf = new Int32Array(network.mentors);
  mentorAt.forEach((j, y) => (rankOf[j] = y));
  const v = Float64Array.from(mentorAt, (j, y) =>
    network.places[y] === 0 ? 0 : Math.min(0, earlier.v[j] ?? 0),
  );
  const mentorOf = menteeAt.map((i) => {
    const j = earlier.mentorOf[i] ?? -1;
    return j < 0 ? -1 : rankOf[j]!;
  });
  return { ...toSolution(problem, options, network, settleAgain(network, v, mentorOf)), floor };
}

/** Tells when the time is up; never without a clock. */
function watch({ deadlineMs, clock }: Options): () => boolean {
  if (deadlineMs === undefined || !clock) return () => false;
  const end = clock() + deadlineMs;
  return () => clock() >= end;
}

/** When time ran out: whoever has nobody takes the best mentor with a free place. */
function takeFreePlaces(network: Network, mentorOf: Int32Array): void {
  const { ptr, mentor, score, places } = network;
  const left = places.slice();
  for (const j of mentorOf) if (j >= 0) left[j]! -= 1;
  for (let i = 0; i < network.mentees; i++) {
    if (mentorOf[i]! >= 0) continue;
    let best = -1;
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++)
      if (left[mentor[e]!]! > 0 && (best < 0 || score[e]! > score[best]!)) best = e;
    if (best < 0) continue;
    mentorOf[i] = mentor[best]!;
    left[mentor[best]!]! -= 1;
  }
}

/** Costs of the matching minus what its duals prove, exactly. */
function gapOf(network: Network, { mentorOf, u, v }: Settled): number {
  const { ptr, mentor, score, places, outside, maxScore } = network;
  let gap = 0n;
  for (let i = 0; i < network.mentees; i++) {
    if (network.locked[i]) continue;
    let cost = outside[i]!;
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) if (mentor[e] === mentorOf[i]) cost = maxScore - score[e]!;
    gap += BigInt(cost - u[i]!);
  }
  for (let j = 0; j < network.mentors; j++) gap -= BigInt(places[j]!) * BigInt(v[j]!);
  return Number(gap);
}

function checkOptions(options: Options): void {
  // One more than any score bars every pair: so a floor is proved to be the highest.
  if (options.floor !== undefined)
    requireInteger(options.floor, 0, MAX_SCORE + 1, 'RANGE', { field: 'floor' });
  if (options.maxScore !== undefined)
    requireInteger(options.maxScore, 0, MAX_SCORE, 'RANGE', { field: 'maxScore' });
  if (options.deadlineMs !== undefined)
    requireInteger(options.deadlineMs, 0, 2 ** 31 - 1, 'RANGE', { field: 'deadlineMs' });
  if (options.seed !== undefined)
    requireInteger(options.seed, -(2 ** 53) + 1, 2 ** 53 - 1, 'RANGE', { field: 'seed' });
}

/** The largest worst score that keeps every class's count, by binary search over the distinct scores; undefined when nobody is matched. */
function raiseFloor(network: Network): { floor: number; proof: FloorProof } | undefined {
  const most = matchMost(network).matchedByClass;
  if (most.every((count) => count === 0)) return undefined;
  const scores = [...new Set(network.score)].sort((a, b) => b - a);
  const keepsEverybody = (floor: number): boolean =>
    matchMost(network, network.maxScore - floor).matchedByClass.every((count, c) => count === most[c]);
  let low = 0;
  let high = scores.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keepsEverybody(scores[middle]!)) high = middle;
    else low = middle + 1;
  }
  const floor = scores[low]!;
  const fewer = matchMost(network, network.maxScore - floor - 1);
  const upToClass = fewer.matchedByClass.findIndex((count, c) => count < most[c]!);
  const left: number[] = [];
  fewer.mentorOf.forEach((j, i) => {
    if (j < 0 && !network.locked[i] && network.classOf[i]! <= upToClass) left.push(i);
  });
  const hall = findHallSet(network, fewer.mentorOf, left, network.maxScore - floor - 1);
  return { floor, proof: { above: floor, upToClass, hall } };
}

function toSolution(
  problem: Problem,
  options: Options,
  network: Network,
  market: Settled,
): Omit<Solution, 'floor'> {
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
  // Without a largest matching there is no such proof.
  const hall: HallSet = findHallSet(network, market.mentorOf, market.done ? unmatched : []);
  return {
    mentorOf,
    ...summarise(problem, mentorOf),
    status: market.done ? 'optimal' : 'time-limit',
    gap: market.done ? 0 : gapOf(network, market),
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
