import { withNobody, type AccessGroup } from './access-groups.ts';
import { verify, type CertificateReport, type Fault } from './certificate.ts';
import type { Goal, GoalSolution } from './goal.ts';
import type { Problem, Solution } from './problem.ts';
import { verifySteps } from './step-certificate.ts';

/**
 * Checks that a matching reaches its goal, sharing no code with the solvers: the goal's own proof (prices, levels, limits of groups, blocking
 * pairs), the figures and the least change. Never throws on a wrong solution. `bound` is the total that the goal allows, `gap` 0 when proved.
 */
export function verifyGoal(problem: Problem, claim: GoalSolution): CertificateReport {
  const { proof } = claim;
  const report =
    proof.kind === 'optimum' || proof.kind === 'bounded-loss' ? verify(problem, proof.solution) : undefined;
  const faults = [...findFaults(problem, claim, report?.faults ?? []), ...changeFaults(problem, claim)].slice(
    0,
    100,
  );
  const figures = figuresOf(problem, claim.mentorOf);
  if (
    figures.matched !== claim.matched ||
    figures.total !== claim.total ||
    figures.minScore !== claim.minScore
  )
    faults.push({ code: 'figures-wrong' });
  return {
    valid: faults.length === 0,
    faults,
    matched: figures.matched,
    total: figures.total,
    bound: report?.bound ?? claim.total,
    matchedBound: report?.matchedBound ?? figures.matched,
    gap: report?.gap ?? claim.total - figures.total,
  };
}

/** `found`: what the checker says of the prices, where the proof has one sum. */
function findFaults(problem: Problem, claim: GoalSolution, found: readonly Fault[]): readonly Fault[] {
  const { goal, proof, mentorOf, floor } = claim;
  const wrongKind: readonly Fault[] = [{ code: 'shape' }];
  switch (goal.kind) {
    case 'largest-total':
    case 'largest-worst': {
      if (proof.kind !== 'optimum') return wrongKind;
      const objective = goal.kind === 'largest-total' ? 'lexicographic' : 'floor';
      const isOwn =
        proof.solution.options.objective === objective && isSame(proof.solution.mentorOf, mentorOf);
      const isAsked = (proof.solution.options.floor ?? 0) === floor;
      return isOwn && isAsked ? found : wrongKind;
    }
    case 'bounded-loss':
      return proof.kind === 'bounded-loss' ? lossFaults(problem, claim, goal, proof, found) : wrongKind;
    case 'leximin': {
      if (proof.kind !== 'leximin' || proof.steps[0]?.kind !== 'count') return wrongKind;
      const levels = proof.steps.filter(({ kind }) => kind === 'level').length;
      const isCut = proof.steps.some(({ kind }) => kind === 'total');
      if (proof.steps.some(({ kind }) => kind === 'change') !== (claim.change !== undefined))
        return wrongKind;
      if (levels > goal.levels || (isCut && levels < goal.levels)) return wrongKind;
      return verifySteps(problem, { mentorOf, floor, steps: proof.steps, before: claim.change?.before });
    }
    case 'equal-access':
      return proof.kind === 'equal-access' ? accessFaults(problem, claim, goal.groupOf, proof) : wrongKind;
    case 'stable':
      return proof.kind === 'stable' ? stabilityFaults(problem, claim, goal) : wrongKind;
  }
}

type ProofOf<K> = Extract<GoalSolution['proof'], { kind: K }>;

/** Three optima: without a floor, at the floor, one point above it; the last matches fewer or loses more than is allowed. */
function lossFaults(
  problem: Problem,
  claim: GoalSolution,
  goal: Extract<Goal, { kind: 'bounded-loss' }>,
  { solution, best, beyond }: ProofOf<'bounded-loss'>,
  found: readonly Fault[],
): readonly Fault[] {
  const faults = [...found, ...[best, beyond].flatMap((each) => verify(problem, each).faults)];
  const areFloors =
    [solution, best, beyond].every(
      ({ options, floor }) => options.objective === 'lexicographic' && (options.floor ?? 0) === floor,
    ) &&
    best.floor === claim.floor &&
    solution.floor >= best.floor &&
    beyond.floor === solution.floor + 1;
  const kept = best.total - Math.floor((best.total * goal.lossPerMille) / 1000);
  const keeps = compareCounts(problem, solution, best) === 0 && solution.total >= kept;
  const isNobodyFree = best.matched === (problem.locked?.length ?? 0) && solution.floor === best.floor;
  const breaks = isNobodyFree || compareCounts(problem, beyond, best) < 0 || beyond.total < kept;
  const isProved = areFloors && keeps && breaks && isSame(solution.mentorOf, claim.mentorOf);
  return isProved ? faults : [...faults, { code: 'loss-unproved' }];
}

/** Every group is full, or its limit shows which groups use all the places it can reach, none of which was served out of turn. */
function accessFaults(
  problem: Problem,
  claim: GoalSolution,
  groupOf: ArrayLike<number>,
  { groups, limits, solution }: ProofOf<'equal-access'>,
): readonly Fault[] {
  const unproved: readonly Fault[] = [{ code: 'access-unproved' }];
  const at = Array.from({ length: problem.mentees }, (_, i) =>
    groups.findIndex((g) => g.priority === (problem.priority?.[i] ?? 0) && g.group === groupOf[i]),
  );
  const isInOrder = groups.every(
    (g, k) => k === 0 || g.priority > groups[k - 1]!.priority || g.group > groups[k - 1]!.group,
  );
  if (!isInOrder || at.includes(-1)) return unproved;
  const lockOf = new Map(problem.locked ?? []);
  const locked = groups.map((_, g) => [...lockOf.keys()].filter((i) => at[i] === g).length);
  for (const [g, { people, matched }] of groups.entries()) {
    const members = at.filter((other) => other === g).length;
    const placed = at.filter((other, i) => other === g && claim.mentorOf[i]! >= 0).length;
    if (members !== people || placed !== matched) return unproved;
    if (matched < people && !limits.some((limit) => limit.group === g && isLimit(limit))) return unproved;
  }
  const extended = withNobody(problem, at, groups, claim.floor);
  const isOwn =
    solution.options.objective === 'lexicographic' &&
    (solution.options.floor ?? 0) === claim.floor &&
    solution.matched === problem.mentees &&
    solution.mentorOf.every((j, i) => (j < problem.mentors ? j : -1) === claim.mentorOf[i]);
  return isOwn ? verify(extended, solution).faults : unproved;

  function isLimit({ group, mentees, mentors }: ProofOf<'equal-access'>['limits'][number]): boolean {
    const reached = new Set(mentors);
    const people = new Set(mentees);
    const concerned = new Set([group]);
    let room = 0;
    for (const j of reached) {
      if (!(j >= 0 && j < problem.mentors)) return false;
      room += problem.capacity[j]! - [...lockOf.values()].filter((k) => k === j).length;
    }
    for (const i of people) {
      if (
        !(i >= 0 && i < problem.mentees) ||
        lockOf.has(i) ||
        !staysWithin(problem, i, reached, claim.floor, lockOf)
      )
        return false;
      concerned.add(at[i]!);
    }
    // People of these groups beside the listed ones may all have a place; the listed ones share the listed places.
    let most = room;
    let now = 0;
    for (const g of concerned) {
      most += groups[g]!.people - [...people].filter((i) => at[i] === g).length;
      now += groups[g]!.matched;
    }
    if (most !== now) return false;
    return [...concerned].every(
      (h) => h === group || groups[h]!.matched <= locked[h]! || wasEarlier(groups, h, group),
    );
  }
}

/** True when the last one taken of group h came before the next one of group g would: class, share before, share after, number. */
function wasEarlier(groups: readonly AccessGroup[], h: number, g: number): boolean {
  const a = groups[h]!;
  const b = groups[g]!;
  const order =
    a.priority - b.priority ||
    (a.matched - 1) * b.people - b.matched * a.people ||
    a.matched * b.people - (b.matched + 1) * a.people ||
    h - g;
  return order < 0;
}

function staysWithin(
  { ptr, mentor, score, capacity, forbidden = [] }: Problem,
  i: number,
  reached: ReadonlySet<number>,
  floor: number,
  lockOf: ReadonlyMap<number, number>,
): boolean {
  for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
    const j = mentor[e]!;
    if (reached.has(j) || score[e]! < floor || forbidden.some(([a, b]) => a === i && b === j)) continue;
    if (capacity[j]! > [...lockOf.values()].filter((k) => k === j).length) return false;
  }
  return true;
}

/** Feasible, and no two people who would rather have one another, looked for pair by pair. */
function stabilityFaults(
  problem: Problem,
  { mentorOf, floor }: GoalSolution,
  goal: Extract<Goal, { kind: 'stable' }>,
): readonly Fault[] {
  const { mentees: n, mentors: m, ptr, mentor, score, capacity, tieKey } = problem;
  const faults: Fault[] = [];
  const lockOf = new Map(problem.locked ?? []);
  const banned = new Set((problem.forbidden ?? []).map(([i, j]) => i * m + j));
  const left = capacity.slice();
  for (const j of lockOf.values()) left[j]! -= 1;
  const likes = goal.menteeValue ?? score;
  const liked = goal.mentorValue ?? score;
  /** Negative when a is better: the larger value, then the smaller key, then the smaller index. */
  const compare = (valueA: number, a: number, valueB: number, b: number, offset: number): number =>
    valueB - valueA || (tieKey?.[offset + a] ?? 0) - (tieKey?.[offset + b] ?? 0) || a - b;
  const own = new Int32Array(n).fill(-1);
  const load = new Int32Array(m);
  const worst = new Int32Array(m).fill(-1);
  const worstPair = new Int32Array(m).fill(-1);
  for (let i = 0; i < n; i++) {
    const j = mentorOf[i]!;
    const lock = lockOf.get(i);
    if (lock !== undefined && j !== lock) faults.push({ code: 'lock-broken', mentee: i });
    if (lock !== undefined || j === -1) continue;
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) if (mentor[e] === j) own[i] = e;
    const e = own[i]!;
    if (e < 0 || score[e]! < floor || banned.has(i * m + j)) {
      faults.push({ code: 'not-eligible', mentee: i, mentor: j });
      continue;
    }
    load[j]! += 1;
    if (worst[j]! < 0 || compare(liked[e]!, i, liked[worstPair[j]!]!, worst[j]!, 0) > 0) {
      worst[j] = i;
      worstPair[j] = e;
    }
  }
  for (let j = 0; j < m; j++) if (load[j]! > left[j]!) faults.push({ code: 'over-capacity', mentor: j });
  for (let i = 0; i < n; i++) {
    if (lockOf.has(i)) continue;
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
      const j = mentor[e]!;
      if (e === own[i] || score[e]! < floor || left[j]! <= 0 || banned.has(i * m + j)) continue;
      if (own[i]! >= 0 && compare(likes[e]!, j, likes[own[i]!]!, mentor[own[i]!]!, n) > 0) continue;
      const isWanted = load[j]! < left[j]! || compare(liked[e]!, i, liked[worstPair[j]!]!, worst[j]!, 0) < 0;
      if (isWanted) faults.push({ code: 'blocking-pair', mentee: i, mentor: j });
    }
  }
  return faults;
}

/** The least change is one more level on top of the prices that prove the goal. */
function changeFaults(problem: Problem, claim: GoalSolution): readonly Fault[] {
  const { change, proof } = claim;
  if (!change || proof.kind === 'leximin') return [];
  if (proof.kind !== 'optimum' && proof.kind !== 'bounded-loss') return [{ code: 'shape' }];
  const { solution } = proof;
  const classes = Math.max(1, new Set(problem.priority ?? [0]).size);
  const out = Array.from({ length: classes }, (_, c) => solution.penalty * (classes - c));
  const first = {
    kind: 'total',
    level: solution.maxScore,
    u: solution.u,
    v: solution.v,
    out,
  } as const;
  return verifySteps(problem, {
    mentorOf: claim.mentorOf,
    floor: solution.floor,
    steps: [first, change.step],
    before: change.before,
  });
}

/** Compares how many of each class are matched, the first class first. */
function compareCounts(problem: Problem, a: Solution, b: Solution): number {
  for (const c of [...new Set(problem.priority ?? [0])].sort((x, y) => x - y)) {
    let difference = 0;
    for (let i = 0; i < problem.mentees; i++)
      if ((problem.priority?.[i] ?? 0) === c)
        difference += Number(a.mentorOf[i]! >= 0) - Number(b.mentorOf[i]! >= 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}

function figuresOf(
  { mentees, ptr, mentor, score }: Problem,
  mentorOf: Int32Array,
): { matched: number; total: number; minScore: number } {
  let matched = 0;
  let total = 0;
  let minScore = Infinity;
  for (let i = 0; i < mentees; i++) {
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
      if (mentor[e] !== mentorOf[i]) continue;
      matched++;
      total += score[e]!;
      minScore = Math.min(minScore, score[e]!);
    }
  }
  return { matched, total, minScore: matched > 0 ? minScore : 0 };
}
