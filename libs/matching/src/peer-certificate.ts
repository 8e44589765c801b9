import type { PeerProblem, PeerSolution } from './peer-problem.ts';

/** What is wrong with pairs of a pool: a stable code and the people concerned. */
export interface PeerFault {
  readonly code:
    | 'shape'
    | 'not-eligible'
    | 'not-mutual'
    | 'lock-broken'
    | 'set-wrong'
    | 'set-not-full'
    | 'price-above-penalty'
    | 'reduced-cost-negative'
    | 'matched-pair-slack'
    | 'penalty-too-small'
    | 'duality-gap'
    | 'figures-wrong'
    | 'barrier-wrong';
  readonly one?: number;
  readonly other?: number;
}

/**
 * `valid` when nothing is wrong: the pairs are feasible and nothing better exists. `bound`: no pairs of as many people (class by class) score
 * more. `matchedBound`: nobody more can be matched. `gap` as the solution has it, in half points of cost.
 */
export interface PeerReport {
  readonly valid: boolean;
  readonly faults: readonly PeerFault[];
  readonly matched: number;
  readonly total: number;
  readonly bound: number;
  readonly matchedBound: number;
  readonly gap: number;
}

/**
 * Checks pairs of a pool from first principles, sharing no code with the solver. With prices u, odd sets S of weight w ≥ 0 and costs in half points:
 * - E1 `cost(a, b) - u_a - u_b + Σ w_S ≥ 0` over the sets that hold both, on every allowed pair; E2 `= 0` on chosen ones;
 * - E3 `u_i ≤` the cost of leaving i out, equal for whoever is left out; E4 a set with a weight has all but one paired within it.
 * So no matching costs less than `Σ u - Σ w_S (|S|-1)/2` (Edmonds 1965), and the pairs cost just that. The barrier is checked on its own. O(pairs
 * + members of sets); never throws on a wrong solution.
 */
export function verifyPeers(problem: PeerProblem, solution: PeerSolution): PeerReport {
  const faults: PeerFault[] = [];
  const report = (code: PeerFault['code'], one?: number, other?: number): void => {
    if (faults.length < 100)
      faults.push({ code, ...(one !== undefined && { one }), ...(other !== undefined && { other }) });
  };
  const { people: n, ptr, partner, score, before } = problem;
  const { partnerOf, prices, oddSets, maxScore, penalty, scale } = solution;
  const isOptimal = solution.status === 'optimal';
  const isWhole =
    prices.every(Number.isSafeInteger) && oddSets.every(({ price }) => Number.isSafeInteger(price));
  if (partnerOf.length !== n || prices.length !== n || !isWhole) {
    report('shape');
    return { valid: false, faults, matched: 0, total: 0, bound: NaN, matchedBound: NaN, gap: NaN };
  }
  const graph = openGraph(problem, solution.floor);
  const nest = nestOf(n, graph, oddSets);
  if (!nest) report('set-wrong');
  const { classOf, classes } = classesOf(problem);
  let [matched, total, minScore, topScore] = [0, 0, Infinity, 0];
  let [primal, dual] = [0n, 0n];

  for (let a = 0; a < n; a++) {
    const chosen = partnerOf[a]!;
    const lock = graph.lockOf[a]!;
    if (lock >= 0 && chosen !== lock) report('lock-broken', a, lock);
    if (chosen >= 0 && partnerOf[chosen] !== a) report('not-mutual', a, chosen);
    let found = false;
    const shared = nest?.sharedWith(a);
    for (let e = ptr[a]!; e < ptr[a + 1]!; e++) {
      const b = partner[e]!;
      const s = score[e]!;
      if (s > topScore) topScore = s;
      const isChosen = b === chosen;
      if (isChosen && (lock === b || graph.isOpen(a, e))) {
        found = true;
        if (a < b) total += s;
        if (s < minScore) minScore = s;
      }
      if (lock >= 0 || !graph.isOpen(a, e) || b < a) continue;
      const cost = 2 * (scale * (maxScore - s) - Number(before?.[a] === b));
      const slack = cost - prices[a]! - prices[b]! + (shared?.weight(b) ?? 0);
      if (slack < 0) report('reduced-cost-negative', a, b);
      if (!isChosen) continue;
      if (slack > 0 && isOptimal) report('matched-pair-slack', a, b);
      primal += BigInt(cost);
      shared?.countPair(b);
    }
    if (chosen >= 0) matched++;
    if (chosen !== -1 && !found) report('not-eligible', a, chosen);
    if (lock >= 0) continue;
    const alone = penalty * (classes - classOf[a]!);
    dual += BigInt(prices[a]!);
    if (prices[a]! > alone || (chosen === -1 && prices[a] !== alone && isOptimal))
      report('price-above-penalty', a);
    if (chosen === -1) primal += BigInt(alone);
  }
  for (const { members, price, pairs } of nest?.count() ?? []) {
    const most = (members.length - 1) / 2;
    if (pairs !== most && isOptimal) report('set-not-full', members[0]);
    dual -= BigInt(price) * BigInt(most);
  }
  // Leaving somebody out must cost more than any re-arrangement of scores can gain, and keeping pairs less than one point.
  const leastScale = before ? (n >> 1) + 1 : 1;
  const isDear = penalty > n * (scale * maxScore + 1) && classes * penalty * 4 < 2 ** 53;
  if (maxScore < topScore || scale < leastScale || !isDear) report('penalty-too-small');
  const gap = Number(primal - dual);
  if (gap !== solution.gap || (isOptimal && gap !== 0)) report('duality-gap');
  const least = matched > 0 ? minScore : 0;
  if (solution.matched !== matched || solution.total !== total || solution.minScore !== least)
    report('figures-wrong');
  const alone = n - matched;
  const lack = lackOf(graph, n, solution.barrier);
  if (lack < 0 || (lack !== alone && isOptimal)) report('barrier-wrong');
  const bound = total + (isOptimal ? 0 : Math.floor(gap / (2 * scale)));
  return {
    valid: faults.length === 0,
    faults,
    matched,
    total,
    bound,
    matchedBound: n - Math.max(0, lack),
    gap,
  };
}

interface OpenGraph {
  readonly problem: PeerProblem;
  readonly lockOf: Int32Array;
  /** The pair at place e of the row of a may be chosen. */
  readonly isOpen: (a: number, e: number) => boolean;
}

function openGraph(problem: PeerProblem, floor: number): OpenGraph {
  const { people: n, partner, score } = problem;
  const lockOf = new Int32Array(n).fill(-1);
  for (const [a, b] of problem.locked ?? []) {
    lockOf[a] = b;
    lockOf[b] = a;
  }
  const banned = new Set((problem.forbidden ?? []).flatMap(([a, b]) => [a * n + b, b * n + a]));
  const isOpen = (a: number, e: number): boolean =>
    lockOf[a]! < 0 &&
    lockOf[partner[e]!]! < 0 &&
    score[e]! >= floor &&
    !(banned.size > 0 && banned.has(a * n + partner[e]!));
  return { problem, lockOf, isOpen };
}

/** Odd sets that lie one within another or apart. */
interface Nest {
  /** Of the sets that hold a: those that hold b as well. */
  sharedWith(a: number): { weight(b: number): number; countPair(b: number): void };
  /** Every set with the chosen pairs within it. */
  count(): { members: Int32Array; price: number; pairs: number }[];
}

/** Undefined when one is no odd set of different free people, has no weight of its own, or two cross. */
function nestOf(people: number, { lockOf }: OpenGraph, oddSets: PeerSolution['oddSets']): Nest | undefined {
  const sets = [...oddSets].sort((a, b) => b.members.length - a.members.length);
  const parent = new Int32Array(sets.length);
  /** The smallest set so far around each person; -1 for none. Larger sets come first. */
  const within = new Int32Array(people).fill(-1);
  for (const [s, { members, price }] of sets.entries()) {
    if (price <= 0 || members.length % 2 === 0 || members.length < 3) return undefined;
    if (members.some((a) => !(a >= 0 && a < people) || lockOf[a]! >= 0)) return undefined;
    parent[s] = within[members[0]!]!;
    for (const a of members) {
      if (within[a] !== parent[s]) return undefined;
      within[a] = s;
    }
  }
  const pairsIn = new Int32Array(sets.length);
  // Per set: the smallest set around it that holds the person asked about as well, and the weights from there outwards.
  const meetsAt = new Int32Array(sets.length);
  const weightAt = new Float64Array(sets.length);
  return {
    sharedWith(a) {
      const holdsA = new Uint8Array(sets.length);
      for (let s = within[a]!; s >= 0; s = parent[s]!) holdsA[s] = 1;
      for (let s = 0; s < sets.length; s++) {
        const outer = parent[s]!;
        meetsAt[s] = holdsA[s] ? s : outer < 0 ? -1 : meetsAt[outer]!;
        weightAt[s] = (outer < 0 ? 0 : weightAt[outer]!) + (holdsA[s] ? sets[s]!.price : 0);
      }
      return {
        weight: (b) => (within[b]! < 0 ? 0 : weightAt[within[b]!]!),
        countPair: (b) => {
          const s = within[b]! < 0 ? -1 : meetsAt[within[b]!]!;
          if (s >= 0) pairsIn[s]! += 1;
        },
      };
    },
    count() {
      for (let s = sets.length - 1; s >= 0; s--) if (parent[s]! >= 0) pairsIn[parent[s]!]! += pairsIn[s]!;
      return sets.map(({ members, price }, s) => ({ members, price, pairs: pairsIn[s]! }));
    },
  };
}

/** How many people must stay alone; -1 when the barrier is no proof (a pair leads out of an island, an island is even, somebody stands in two). */
function lackOf(
  { problem, lockOf, isOpen }: OpenGraph,
  people: number,
  { hubs, islands }: PeerSolution['barrier'],
): number {
  const HUB = -2;
  const place = new Int32Array(people).fill(-1);
  const put = (a: number, at: number): boolean => {
    if (!(a >= 0 && a < people) || place[a] !== -1 || lockOf[a]! >= 0) return false;
    place[a] = at;
    return true;
  };
  for (const a of hubs) if (!put(a, HUB)) return -1;
  for (const [at, island] of islands.entries()) {
    if (island.length % 2 === 0) return -1;
    for (const a of island) if (!put(a, at)) return -1;
  }
  for (const [at, island] of islands.entries())
    for (const a of island)
      for (let e = problem.ptr[a]!; e < problem.ptr[a + 1]!; e++) {
        const to = place[problem.partner[e]!]!;
        if (to !== at && to !== HUB && isOpen(a, e)) return -1;
      }
  return islands.length - hubs.length;
}

function classesOf({ people, priority }: PeerProblem): { classOf: ArrayLike<number>; classes: number } {
  if (!priority) return { classOf: new Uint16Array(people), classes: 1 };
  const values = [...new Set(priority)].sort((a, b) => a - b);
  return { classOf: priority.map((value) => values.indexOf(value)), classes: Math.max(1, values.length) };
}
