import { solve } from './assignment.ts';
import { smallestOf, type CircleRules } from './circle-rules.ts';
import { findPair, type Problem } from './problem.ts';

/** Of the circles that are too small, this share is closed at a time: few rounds, and those that remain can still fill up. */
const CLOSED_AT_A_TIME = 0.25;

/**
 * Good circles at once, without proof: the network optimum, in which circles that are too small take from those that can spare somebody, or
 * are closed, the smallest first; the best of what is met on the way. Keeps places, locks, bans, sizes and the most of a composition where
 * that is possible at all; check with `findBrokenCircleRules`. Deterministic. O(rounds) solves, rounds about logarithmic in the mentors.
 */
export function settleCircles(problem: Problem, rules: CircleRules): Int32Array {
  const capacity = problem.capacity.slice();
  const lockedAt = new Uint8Array(problem.mentors);
  for (const [, j] of problem.locked ?? []) lockedAt[j] = 1;
  let best: { circles: number[][]; value: readonly number[] } | undefined;
  for (;;) {
    const { mentorOf } = solve(
      { ...problem, capacity },
      { objective: 'lexicographic', floor: rules.floor ?? 0 },
    );
    const circles = toCircles(problem, mentorOf);
    keepCompositions(problem, rules, circles);
    fillUp(problem, rules, capacity, circles);
    const closing = listSmall(rules, circles).filter((j) => !lockedAt[j]);
    // Nearly full ones first: they need the fewest.
    for (const j of listSmall(rules, circles).reverse()) borrow(problem, rules, circles, j);
    for (const j of listSmall(rules, circles)) if (!lockedAt[j]) circles[j] = [];
    fillUp(problem, rules, capacity, circles);
    const value = valueOf(problem, circles, listSmall(rules, circles).length);
    if (!best || isMore(value, best.value)) best = { circles, value };
    if (closing.length === 0) return toMentorOf(problem, best.circles);
    const most = Math.max(1, Math.floor(closing.length * CLOSED_AT_A_TIME));
    for (const j of closing.slice(0, most)) capacity[j] = 0;
  }
}

/** Mentors whose circle takes place and is too small, the smallest first. */
function listSmall(rules: CircleRules, circles: readonly number[][]): number[] {
  const sizeOf = (j: number): number => circles[j]!.length;
  return circles
    .map((_, j) => j)
    .filter((j) => sizeOf(j) > 0 && sizeOf(j) < smallestOf(rules, j))
    .sort((a, b) => sizeOf(a) - sizeOf(b) || b - a);
}

/** Fewest circles that are too small, then most mentees class by class, then the largest total. */
function valueOf(problem: Problem, circles: readonly number[][], small: number): readonly number[] {
  const mentorOf = toMentorOf(problem, circles);
  const classes = [...new Set(problem.priority ?? [0])].sort((a, b) => a - b);
  const counts = classes.map((one) =>
    mentorOf.reduce((sum, j, i) => sum + Number(j >= 0 && (problem.priority?.[i] ?? 0) === one), 0),
  );
  return [-small, ...counts, mentorOf.reduce((sum, j, i) => sum + (j < 0 ? 0 : scoreAt(problem, i, j)), 0)];
}

function isMore(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, k) => value !== b[k]);
  return at >= 0 && a[at]! > b[at]!;
}

function toCircles({ mentors }: Problem, mentorOf: Int32Array): number[][] {
  const circles: number[][] = Array.from({ length: mentors }, () => []);
  mentorOf.forEach((j, i) => circles[j]?.push(i));
  return circles;
}

function toMentorOf({ mentees }: Problem, circles: readonly number[][]): Int32Array {
  const mentorOf = new Int32Array(mentees).fill(-1);
  circles.forEach((members, j) => {
    for (const i of members) mentorOf[i] = j;
  });
  return mentorOf;
}

const scoreAt = (problem: Problem, i: number, j: number): number => {
  const e = findPair(problem, i, j);
  return e < 0 ? -1 : problem.score[e]!;
};

function keepCompositions(problem: Problem, rules: CircleRules, circles: number[][]): void {
  const locked = new Set((problem.locked ?? []).map(([i]) => i));
  circles.forEach((members, j) => {
    for (const { member, most, present } of rules.compositions ?? []) {
      const room = Math.max(0, most - (present?.[j] ?? 0));
      const own = members
        .filter((i) => member[i] === 1)
        .sort(
          (a, b) =>
            Number(locked.has(b)) - Number(locked.has(a)) || scoreAt(problem, b, j) - scoreAt(problem, a, j),
        );
      const leaving = new Set(own.slice(room).filter((i) => !locked.has(i)));
      if (leaving.size > 0) members.splice(0, members.length, ...members.filter((i) => !leaving.has(i)));
    }
  });
}

/** Room for mentee i in the circle of mentor j: a place, an eligible pair, and no composition in the way. */
function hasRoom(
  problem: Problem,
  rules: CircleRules,
  capacity: Int32Array,
  members: readonly number[],
  i: number,
  j: number,
): boolean {
  const score = scoreAt(problem, i, j);
  if (members.length >= capacity[j]! || score < Math.max(0, rules.floor ?? 0)) return false;
  if ((problem.forbidden ?? []).some(([a, b]) => a === i && b === j)) return false;
  return (rules.compositions ?? []).every(
    ({ member, most, present }) =>
      member[i] !== 1 || members.filter((other) => member[other] === 1).length + (present?.[j] ?? 0) < most,
  );
}

/** Who has nobody joins the best circle that takes place and has room. */
function fillUp(problem: Problem, rules: CircleRules, capacity: Int32Array, circles: number[][]): void {
  const mentorOf = toMentorOf(problem, circles);
  const { ptr, mentor, score } = problem;
  for (let i = 0; i < problem.mentees; i++) {
    if (mentorOf[i]! >= 0) continue;
    let best = -1;
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
      const j = mentor[e]!;
      const isBetter = best < 0 || score[e]! > scoreAt(problem, i, best);
      if (circles[j]!.length > 0 && isBetter && hasRoom(problem, rules, capacity, circles[j]!, i, j))
        best = j;
    }
    if (best >= 0) circles[best]!.push(i);
  }
}

/** Fills the circle of mentor j up to its smallest size, from those who have nobody and from circles that stay large enough. */
function borrow(problem: Problem, rules: CircleRules, circles: number[][], j: number): void {
  const locked = new Set((problem.locked ?? []).map(([i]) => i));
  while (circles[j]!.length < smallestOf(rules, j)) {
    const mentorOf = toMentorOf(problem, circles);
    let [best, least] = [-1, Infinity];
    for (let i = 0; i < problem.mentees; i++) {
      const from = mentorOf[i]!;
      const isSpare = from < 0 || (from !== j && circles[from]!.length > smallestOf(rules, from));
      if (!isSpare || locked.has(i) || !hasRoom(problem, rules, problem.capacity, circles[j]!, i, j))
        continue;
      const loss = (from < 0 ? -problem.score.length : scoreAt(problem, i, from)) - scoreAt(problem, i, j);
      if (loss < least) [best, least] = [i, loss];
    }
    if (best < 0) return;
    const from = circles[mentorOf[best]!];
    if (from) from.splice(from.indexOf(best), 1);
    circles[j]!.push(best);
  }
}
