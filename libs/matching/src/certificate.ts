import type { FloorProof, HallSet, Problem, Solution } from './problem.ts';

/** What is wrong with a solution: a stable code and the people concerned. */
export interface Fault {
  readonly code:
    | 'shape'
    | 'not-eligible'
    | 'lock-broken'
    | 'over-capacity'
    | 'price-positive'
    | 'free-place-priced'
    | 'dual-above-penalty'
    | 'reduced-cost-negative'
    | 'matched-pair-slack'
    | 'penalty-too-small'
    | 'duality-gap'
    | 'figures-wrong'
    | 'hall-wrong'
    | 'floor-unproved'
    | 'loss-unproved'
    | 'access-unproved'
    | 'blocking-pair';
  readonly mentee?: number;
  readonly mentor?: number;
}

/**
 * `valid` when nothing is wrong: the solution is feasible and nothing better exists. `bound`: no matching of as many mentees (class by class)
 * scores more. `matchedBound`: no matching has more mentees. `gap` = bound - total.
 */
export interface CertificateReport {
  readonly valid: boolean;
  readonly faults: readonly Fault[];
  readonly matched: number;
  readonly total: number;
  readonly bound: number;
  readonly matchedBound: number;
  readonly gap: number;
}

/**
 * Checks a solution against its problem from first principles, in O(pairs), sharing no code with the solver: feasibility, dual
 * feasibility, complementary slackness, equality of primal and dual, the Hall set and the floor. Never throws on a wrong solution.
 */
export function verify(problem: Problem, solution: Solution): CertificateReport {
  const faults: Fault[] = [];
  const report = (code: Fault['code'], mentee?: number, mentor?: number): void => {
    if (faults.length < 100)
      faults.push({ code, ...(mentee !== undefined && { mentee }), ...(mentor !== undefined && { mentor }) });
  };
  const { mentees: n, mentors: m, ptr, mentor, score, capacity } = problem;
  const { mentorOf, u, v, maxScore, penalty } = solution;
  // An answer that ran out of time proves a bound only: slack is allowed, and stated as its gap.
  const isOptimal = solution.status === 'optimal';
  if (mentorOf.length !== n || u.length !== n || v.length !== m || !u.every(isWhole) || !v.every(isWhole)) {
    report('shape');
    return { valid: false, faults, matched: 0, total: 0, bound: NaN, matchedBound: NaN, gap: NaN };
  }
  const lockOf = new Map(problem.locked ?? []);
  const banned = new Set((problem.forbidden ?? []).map(([i, j]) => i * m + j));
  const left = capacity.slice();
  for (const j of lockOf.values()) left[j]! -= 1;
  const load = new Int32Array(m);
  const classes = rankClasses(problem);
  let matched = 0;
  let total = 0;
  let minScore = Infinity;
  let primal = 0n;
  let dual = 0n;
  let topScore = 0;

  for (let i = 0; i < n; i++) {
    const chosen = mentorOf[i]!;
    const lock = lockOf.get(i);
    const outside = penalty * (classes.count - classes.of[i]!);
    let found = false;
    if (lock !== undefined && chosen !== lock) report('lock-broken', i, lock);
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
      const j = mentor[e]!;
      const s = score[e]!;
      if (s > topScore) topScore = s;
      const isChosen = j === chosen;
      const allowed =
        lock === undefined
          ? s >= solution.floor && left[j]! > 0 && !(banned.size > 0 && banned.has(i * m + j))
          : j === lock;
      if (!allowed) continue;
      const slack = maxScore - s - u[i]! - v[j]!;
      if (slack < 0) report('reduced-cost-negative', i, j);
      if (!isChosen) continue;
      found = true;
      if (slack > 0 && isOptimal) report('matched-pair-slack', i, j);
      load[j]! += 1;
      matched++;
      total += s;
      if (s < minScore) minScore = s;
      primal += BigInt(maxScore - s);
    }
    dual += BigInt(u[i]!);
    if (chosen !== -1 && !found) report('not-eligible', i, chosen);
    if (lock !== undefined) continue;
    if (u[i]! > outside || (chosen === -1 && u[i] !== outside && isOptimal)) report('dual-above-penalty', i);
    if (chosen === -1) primal += BigInt(outside);
  }
  for (let j = 0; j < m; j++) {
    if (load[j]! > capacity[j]!) report('over-capacity', undefined, j);
    if (v[j]! > 0) report('price-positive', undefined, j);
    if (v[j] !== 0 && (load[j]! < capacity[j]! || left[j]! <= 0) && isOptimal)
      report('free-place-priced', undefined, j);
    dual += BigInt(capacity[j]!) * BigInt(v[j]!);
  }
  // An unmatched mentee must cost more than any re-arrangement of scores can gain.
  if (maxScore < topScore || !(penalty > n * maxScore) || classes.count * penalty * 4 >= 2 ** 53)
    report('penalty-too-small');
  const gap = Number(primal - dual);
  if (gap !== solution.gap || (isOptimal && gap !== 0)) report('duality-gap');
  const places = capacity.reduce((sum, c) => sum + c, 0);
  if (
    solution.matched !== matched ||
    solution.total !== total ||
    solution.minScore !== (matched > 0 ? minScore : 0) ||
    solution.stats.places !== places ||
    solution.stats.pairs !== mentor.length
  )
    report('figures-wrong');
  const graph: Graph = { problem, lockOf, banned, left };
  const hallLack = lackOf(graph, solution.hall, solution.floor);
  if (hallLack !== n - matched && (isOptimal || hallLack !== 0)) report('hall-wrong');
  if (!isFloorProved(graph, solution, classes)) report('floor-unproved');
  const matchedBound = n - Math.max(0, hallLack);
  return { valid: faults.length === 0, faults, matched, total, bound: total + gap, matchedBound, gap };
}

interface Graph {
  readonly problem: Problem;
  readonly lockOf: ReadonlyMap<number, number>;
  readonly banned: ReadonlySet<number>;
  readonly left: Int32Array;
}

/** How many of the set's mentees must stay without a place; -1 when the set is no proof (a pair leads out of it, or a person is listed wrongly). */
function lackOf(graph: Graph, hall: HallSet, floor: number): number {
  const { problem, lockOf, banned, left } = graph;
  const listed = new Uint8Array(problem.mentors);
  const people = new Uint8Array(problem.mentees);
  let places = 0;
  for (const j of hall.mentors) {
    if (!(j >= 0 && j < problem.mentors) || listed[j]) return -1;
    listed[j] = 1;
    places += left[j]!;
  }
  if (places !== hall.places) return -1;
  for (const i of hall.mentees) {
    if (!(i >= 0 && i < problem.mentees) || people[i] || lockOf.has(i)) return -1;
    people[i] = 1;
    for (let e = problem.ptr[i]!; e < problem.ptr[i + 1]!; e++) {
      const j = problem.mentor[e]!;
      if (listed[j] || problem.score[e]! < floor || left[j]! <= 0) continue;
      if (!banned.has(i * problem.mentors + j)) return -1;
    }
  }
  return hall.mentees.length - places;
}

/** Under the floor objective: the floor is the worst score of a free pair, and one score higher would cost somebody of the first classes a place. */
function isFloorProved(graph: Graph, solution: Solution, classes: Classes): boolean {
  const proof: FloorProof | undefined = solution.floorProof;
  const asked = solution.options.floor ?? 0;
  if (solution.options.objective !== 'floor') return proof === undefined && solution.floor === asked;
  const free = [...solution.mentorOf].filter((j, i) => j >= 0 && !graph.lockOf.has(i)).length;
  if (free === 0) return proof === undefined && solution.floor === asked;
  if (!proof || proof.above !== solution.floor || solution.floor < asked) return false;
  if ([...proof.hall.mentees].some((i) => classes.of[i]! > proof.upToClass)) return false;
  let unmatched = 0;
  solution.mentorOf.forEach((j, i) => {
    if (j < 0 && classes.of[i]! <= proof.upToClass) unmatched++;
  });
  return lackOf(graph, proof.hall, proof.above + 1) > unmatched;
}

interface Classes {
  readonly of: ArrayLike<number>;
  readonly count: number;
}

function rankClasses(problem: Problem): Classes {
  if (!problem.priority) return { of: new Uint16Array(problem.mentees), count: 1 };
  const values = [...new Set(problem.priority)].sort((a, b) => a - b);
  return {
    of: problem.priority.map((value) => values.indexOf(value)),
    count: Math.max(1, values.length),
  };
}

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value);
}
