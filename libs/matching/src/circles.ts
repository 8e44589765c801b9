import { solve, summarise } from './assignment.ts';
import { smallestOf, type CircleRules, type Quota } from './circle-rules.ts';
import { settleCircles } from './circle-start.ts';
import { MatchingError } from './errors.ts';
import { solveYesNo, type ProgramRow } from './integer-program.ts';
import { checkProblem, requireInteger, type Problem, type Solution } from './problem.ts';

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

/** More pairs than this are not given to the integer program, which would need minutes and gigabytes. */
const MOST_PAIRS = 60_000;

/**
 * As many mentees as possible in circles that keep the rules (class of priority after class), then the largest total, by integer programs.
 * For some thousand pairs; larger problems may stop at the time limit with the best found and the proven bounds, those of the network
 * optimum where there are no others. Throws MatchingError (INFEASIBLE when locks and quotas cannot be kept).
 */
export async function matchCircles(problem: Problem, rules: CircleRules): Promise<CircleMatch> {
  checkProblem(problem);
  checkRules(problem, rules);
  const relaxation = solve(problem, { objective: 'lexicographic', floor: rules.floor ?? 0 });
  const model = layOut(problem, rules);
  const found =
    model.pairs.length > MOST_PAIRS
      ? undefined
      : await searchWhole(problem, model, rules.seconds ?? SECONDS).catch(settleWhenOutOfTime);
  const mentorOf = found?.mentorOf ?? settleCircles(problem, rules);
  const broken = findBrokenCircleRules(problem, rules, mentorOf);
  if (broken.length > 0 && !found)
    throw new MatchingError('TIME_LIMIT', 'no circles that keep every rule were found in the time given');
  if (broken.length > 0) throw new Error(`the integer program broke a rule: ${broken.join(', ')}`);
  const figures = summarise(problem, mentorOf);
  const matchedBound = Math.min(found?.matchedBound ?? Infinity, relaxation.matched);
  const bound = Math.min(found?.bound ?? Infinity, totalBound(problem, rules, mentorOf, relaxation));
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

/**
 * The integer programs one after the other: the mentees of each class of priority, then everybody, then the total, each keeping what the
 * ones before have reached.
 */
async function searchWhole(
  problem: Problem,
  model: Layout,
  seconds: number,
): Promise<{ mentorOf: Int32Array; matchedBound: number; bound: number }> {
  const { pairs, fixed } = model;
  const rows = [...model.rows];
  const gainOf = (of: (pair: Layout['pairs'][number]) => number): Float64Array =>
    Float64Array.from(fixed, (_, x) => (x < pairs.length ? of(pairs[x]!) : 0));
  const classOf = (i: number): number => problem.priority?.[i] ?? 0;
  const classes = [...new Set(pairs.map(({ i }) => classOf(i)))].sort((a, b) => a - b);
  let matchedBound = Infinity;
  for (const last of classes) {
    const gain = gainOf(({ i }) => Number(classOf(i) <= last));
    const { chosen, bound } = await solveYesNo({ gain, fixed, rows }, seconds);
    const columns = pairs.flatMap(({ i }, x) => (classOf(i) <= last ? [x] : []));
    const reached = columns.reduce((sum, x) => sum + chosen[x]!, 0);
    rows.push({ low: reached, high: Infinity, columns, values: columns.map(() => 1) });
    matchedBound = bound;
  }
  const { chosen, bound } = await solveYesNo(
    { gain: gainOf(({ e }) => problem.score[e]!), fixed, rows },
    seconds,
  );
  const mentorOf = new Int32Array(problem.mentees).fill(-1);
  pairs.forEach(({ i, j }, x) => {
    if (chosen[x]) mentorOf[i] = j;
  });
  return { mentorOf, matchedBound, bound };
}

function settleWhenOutOfTime(error: unknown): undefined {
  if (!(error instanceof MatchingError) || error.code !== 'TIME_LIMIT') throw error;
}

/**
 * What no circles with as many people of each class can total more than, by the network optimum: its total when it matches no more than
 * these circles; else everybody's best mentor.
 */
export function totalBound(
  problem: Problem,
  { floor = 0 }: Pick<CircleRules, 'floor'>,
  mentorOf: Int32Array,
  relaxation: Pick<Solution, 'mentorOf' | 'total'>,
): number {
  const countOf = (list: Int32Array): string => {
    const counts = new Map<number, number>();
    list.forEach((j, i) => {
      const group = problem.priority?.[i] ?? 0;
      if (j >= 0) counts.set(group, (counts.get(group) ?? 0) + 1);
    });
    return JSON.stringify([...counts].sort((a, b) => a[0] - b[0]));
  };
  if (countOf(mentorOf) === countOf(relaxation.mentorOf)) return relaxation.total;
  const lockOf = new Map(problem.locked ?? []);
  let bound = 0;
  for (let i = 0; i < problem.mentees; i++) {
    let best = 0;
    for (let e = problem.ptr[i]!; e < problem.ptr[i + 1]!; e++) {
      const isOpen = lockOf.has(i) ? lockOf.get(i) === problem.mentor[e] : problem.score[e]! >= floor;
      if (isOpen) best = Math.max(best, problem.score[e]!);
    }
    bound += best;
  }
  return bound;
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
    if (circle.length < smallestOf(rules, j)) faults.add('too-small');
    for (const { member, least, most, present } of rules.compositions ?? []) {
      const members = membersIn(circle, member) + (present?.[j] ?? 0);
      if (members < least || members > most) faults.add('composition');
    }
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
    add(columns, 0, Infinity, circle, smallestOf(rules, j));
    for (const { member, least, most, present } of rules.compositions ?? []) {
      const members = columns.filter((x) => member[pairs[x]!.i] === 1);
      const [missing, room] = [least - (present?.[j] ?? 0), Math.max(0, most - (present?.[j] ?? 0))];
      if (missing > 0) add(members, 0, Infinity, circle, missing);
      if (members.length > room) add(members, -Infinity, 0, circle, room);
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
