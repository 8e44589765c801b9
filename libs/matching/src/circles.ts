import { solve, summarise } from './assignment.ts';
import { MatchingError } from './errors.ts';
import { solveYesNo, type ProgramRow } from './integer-program.ts';
import { checkProblem, requireInteger, type Problem, type Solution } from './problem.ts';

/** Of the mentees marked 1 in `member`: at least `least` and at most `most` in every circle that takes place. */
export interface Composition {
  readonly member: Uint8Array;
  readonly least: number;
  readonly most: number;
}

/** Of the mentees marked 1 in `member` at least `least` must be matched. */
export interface Quota {
  readonly member: Uint8Array;
  readonly least: number;
}

/**
 * Circles: a mentor has either nobody or at least `smallest` mentees (and at most the places). `smallest` 1 leaves one-to-one programs with
 * quotas. `seconds`: time for each of the two integer programs.
 */
export interface CircleRules {
  readonly smallest: number;
  readonly compositions?: readonly Composition[];
  readonly quotas?: readonly Quota[];
  readonly floor?: number;
  readonly seconds?: number;
}

/**
 * `matched` of at most `matchedBound` mentees, then `total` of at most `bound`; `gap` is what is not proved of the two (0: optimal).
 * `relaxation`: the certified optimum without circles and quotas, which no answer can exceed.
 */
export interface CircleMatch {
  readonly mentorOf: Int32Array;
  readonly matched: number;
  readonly total: number;
  readonly minScore: number;
  readonly status: 'optimal' | 'time-limit';
  readonly matchedBound: number;
  readonly bound: number;
  readonly gap: { readonly matched: number; readonly total: number };
  readonly relaxation: Solution;
}

const SECONDS = 20;

/**
 * As many mentees as possible in circles that keep the rules, then the largest total, by two integer programs. For some thousand pairs;
 * larger problems may stop at the time limit, with the proven bounds. Throws MatchingError (INFEASIBLE when locks and quotas cannot be kept).
 */
export async function matchCircles(problem: Problem, rules: CircleRules): Promise<CircleMatch> {
  checkProblem(problem);
  checkRules(problem, rules);
  const relaxation = solve(problem, { objective: 'lexicographic', floor: rules.floor ?? 0 });
  const model = layOut(problem, rules);
  const seconds = rules.seconds ?? SECONDS;
  const counts = Float64Array.from(model.fixed, (_, x) => Number(x < model.pairs.length));
  const first = await solveYesNo({ gain: counts, fixed: model.fixed, rows: model.rows }, seconds);
  const matched = model.pairs.reduce((sum, _, x) => sum + first.chosen[x]!, 0);
  const enough: ProgramRow = {
    low: matched,
    high: Infinity,
    columns: model.pairs.map((_, x) => x),
    values: model.pairs.map(() => 1),
  };
  const scores = Float64Array.from(model.fixed, (_, x) =>
    x < model.pairs.length ? problem.score[model.pairs[x]!.e]! : 0,
  );
  const second = await solveYesNo(
    { gain: scores, fixed: model.fixed, rows: [...model.rows, enough] },
    seconds,
  );
  const mentorOf = new Int32Array(problem.mentees).fill(-1);
  model.pairs.forEach(({ i, j }, x) => {
    if (second.chosen[x]) mentorOf[i] = j;
  });
  const broken = findBrokenCircleRules(problem, rules, mentorOf);
  if (broken.length > 0) throw new Error(`the integer program broke a rule: ${broken.join(', ')}`);
  const figures = summarise(problem, mentorOf);
  const matchedBound = Math.min(first.bound, relaxation.matched);
  const isFull = figures.matched === relaxation.matched;
  const bound = isFull ? Math.min(second.bound, relaxation.total) : second.bound;
  const gap = { matched: matchedBound - figures.matched, total: bound - figures.total };
  return {
    mentorOf,
    ...figures,
    status: gap.matched === 0 && gap.total === 0 ? 'optimal' : 'time-limit',
    matchedBound,
    bound,
    gap,
    relaxation,
  };
}

export type CircleFault =
  'not-eligible' | 'lock-broken' | 'over-capacity' | 'too-small' | 'composition' | 'quota';

/** Every kind of rule that a matching breaks, worked out in whole numbers from the problem alone; empty when all are kept. */
export function findBrokenCircleRules(
  problem: Problem,
  rules: CircleRules,
  mentorOf: Int32Array,
): CircleFault[] {
  const { mentees: n, mentors: m, ptr, mentor, score } = problem;
  const faults = new Set<CircleFault>();
  const lockOf = new Map(problem.locked ?? []);
  const circles: number[][] = Array.from({ length: m }, () => []);
  for (let i = 0; i < n; i++) {
    const j = mentorOf[i]!;
    if (lockOf.has(i) && lockOf.get(i) !== j) faults.add('lock-broken');
    if (j < 0) continue;
    circles[j]?.push(i);
    const e = mentor.subarray(ptr[i]!, ptr[i + 1]!).indexOf(j);
    const isBanned = (problem.forbidden ?? []).some(([a, b]) => a === i && b === j);
    const isLow = !lockOf.has(i) && e >= 0 && score[ptr[i]! + e]! < (rules.floor ?? 0);
    if (e < 0 || isBanned || isLow) faults.add('not-eligible');
  }
  const membersIn = (list: readonly number[], member: Uint8Array): number =>
    list.reduce((sum, i) => sum + Number(member[i] === 1), 0);
  circles.forEach((circle, j) => {
    if (circle.length > problem.capacity[j]!) faults.add('over-capacity');
    if (circle.length === 0) return;
    if (circle.length < rules.smallest) faults.add('too-small');
    for (const { member, least, most } of rules.compositions ?? [])
      if (membersIn(circle, member) < least || membersIn(circle, member) > most) faults.add('composition');
  });
  const matched = circles.flat();
  for (const { member, least } of rules.quotas ?? [])
    if (membersIn(matched, member) < least) faults.add('quota');
  return [...faults];
}

/** Quotas that give each group at least its share of the pool among `matched` people, rounded down to whole people. */
export function quotasByShare(groupOf: ArrayLike<number>, matched: number): Quota[] {
  const groups = [...new Set(Array.from(groupOf))].sort((a, b) => a - b);
  return groups.map((group) => {
    const member = Uint8Array.from({ length: groupOf.length }, (_, i) => Number(groupOf[i] === group));
    const people = member.reduce((sum, isMember) => sum + isMember, 0);
    return { member, least: Math.floor((matched * people) / groupOf.length) };
  });
}

interface Layout {
  readonly pairs: readonly { readonly i: number; readonly j: number; readonly e: number }[];
  /** One entry per pair, then one per mentor with places: whether the circle takes place. */
  readonly fixed: Uint8Array;
  readonly rows: readonly ProgramRow[];
}

function layOut(problem: Problem, rules: CircleRules): Layout {
  const { mentees: n, mentors: m, ptr, mentor, score, capacity } = problem;
  const lockOf = new Map(problem.locked ?? []);
  const banned = new Set((problem.forbidden ?? []).map(([i, j]) => i * m + j));
  const pairs: { i: number; j: number; e: number }[] = [];
  for (let i = 0; i < n; i++) {
    const lock = lockOf.get(i);
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
      const j = mentor[e]!;
      const isOpen = score[e]! >= (rules.floor ?? 0) && capacity[j]! > 0 && !banned.has(i * m + j);
      if (lock === undefined ? isOpen : lock === j) pairs.push({ i, j, e });
    }
  }
  const circleAt = new Map<number, number>();
  for (const { j } of pairs) if (!circleAt.has(j)) circleAt.set(j, pairs.length + circleAt.size);
  const fixed = new Uint8Array(pairs.length + circleAt.size);
  pairs.forEach(({ i }, x) => (fixed[x] = Number(lockOf.has(i))));
  const ofMentee: number[][] = Array.from({ length: n }, () => []);
  const ofMentor: number[][] = Array.from({ length: m }, () => []);
  pairs.forEach(({ i, j }, x) => {
    ofMentee[i]!.push(x);
    ofMentor[j]!.push(x);
  });
  const rows: ProgramRow[] = [];
  const add = (columns: readonly number[], low: number, high: number, circle?: number, times = 0): void => {
    const values = columns.map(() => 1);
    if (circle === undefined) rows.push({ low, high, columns, values });
    else rows.push({ low, high, columns: [...columns, circle], values: [...values, -times] });
  };
  for (const columns of ofMentee) if (columns.length > 0) add(columns, -Infinity, 1);
  for (const [j, circle] of circleAt) {
    const columns = ofMentor[j]!;
    add(columns, -Infinity, 0, circle, capacity[j]!);
    add(columns, 0, Infinity, circle, rules.smallest);
    for (const { member, least, most } of rules.compositions ?? []) {
      const members = columns.filter((x) => member[pairs[x]!.i] === 1);
      if (least > 0) add(members, 0, Infinity, circle, least);
      if (members.length > most) add(members, -Infinity, 0, circle, most);
    }
  }
  for (const { member, least } of rules.quotas ?? [])
    add(
      pairs.flatMap(({ i }, x) => (member[i] === 1 ? [x] : [])),
      least,
      Infinity,
    );
  return { pairs, fixed, rows };
}

function checkRules({ mentees, capacity }: Problem, rules: CircleRules): void {
  requireInteger(rules.smallest, 1, 65_535, 'RANGE', { field: 'smallest' });
  if (rules.seconds !== undefined && !(rules.seconds > 0))
    throw new MatchingError('RANGE', 'the time must be more than nothing', { field: 'seconds' });
  const most = Math.max(0, ...capacity);
  for (const { member, least, most: upper } of rules.compositions ?? []) {
    if (member.length !== mentees) throw new MatchingError('SHAPE', 'member: one per mentee');
    requireInteger(least, 0, Math.max(most, upper), 'RANGE', { field: 'least' });
    requireInteger(upper, least, 2 ** 31, 'RANGE', { field: 'most' });
  }
  for (const { member, least } of rules.quotas ?? []) {
    if (member.length !== mentees) throw new MatchingError('SHAPE', 'member: one per mentee');
    requireInteger(least, 0, mentees, 'RANGE', { field: 'least' });
  }
}
