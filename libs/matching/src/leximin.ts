import { solve } from './assignment.ts';
import { matchMost } from './cardinality.ts';
import { Face, type Step } from './face.ts';
import { buildNetwork } from './network.ts';
import type { Problem, Solution } from './problem.ts';

/** A matching that is fair level after level. `base`: the proof of the number matched; `steps`: the proof of every level, the count first. */
export interface LeximinResult {
  readonly mentorOf: Int32Array;
  readonly base: Solution;
  readonly steps: readonly Step[];
}

/**
 * As many mentees as possible (class after class), then leximin: the worst score as large as possible, then as few pairs as possible at
 * it, then the next worst, and so on; after `levels` of them the largest total, at last the least change against `before`. Exact: each
 * level is solved on the face of the optima of the earlier ones. O(levels · (E √n log E + one solve)); meant for up to some 10^5 pairs.
 */
export function solveLeximin(
  problem: Problem,
  { floor = 0, seed, levels = Infinity }: { floor?: number; seed?: number; levels?: number },
  before?: Int32Array,
): LeximinResult {
  const base = solve(countOnly(problem, floor), {
    objective: 'lexicographic',
    floor: 1,
    maxScore: 1,
    ...(seed !== undefined && { seed }),
  });
  const { score, mentor, ptr } = problem;
  const face = new Face(problem, base, (e) => (score[e]! >= floor ? 0 : 1));
  // Pairs beneath the floor were never part of it.
  for (let e = 0; e < score.length; e++) if (score[e]! < floor) face.open[e] = 0;
  const steps: Step[] = [firstStep('count', base, problem)];
  let settled = -1;
  while (steps.length <= levels) {
    const binding = findBindingLevel(face, settled);
    if (binding === undefined) break;
    for (let e = 0; e < score.length; e++) if (score[e]! > settled && score[e]! < binding) face.open[e] = 0;
    steps.push(face.refine('level', binding, (e) => Number(score[e] === binding)));
    settled = binding;
  }
  let top = 0;
  for (const s of score) if (s > top) top = s;
  if (hasPairsAbove(face, settled))
    steps.push(face.refine('total', top, (e) => (score[e]! > settled ? top - score[e]! : 0)));
  if (before) {
    const menteeAt = rowsOf(problem);
    steps.push(
      face.refine(
        'change',
        0,
        (e) => Number(before[menteeAt[e]!]! >= 0 && before[menteeAt[e]!] !== mentor[e]),
        (i) => Number(before[i]! >= 0),
      ),
    );
  }
  return { mentorOf: face.mentorOf, base, steps };

  function hasPairsAbove({ mentorOf }: Face, level: number): boolean {
    for (let i = 0; i < problem.mentees; i++)
      for (let e = ptr[i]!; e < ptr[i + 1]!; e++)
        if (face.open[e] && mentor[e] === mentorOf[i] && score[e]! > level) return true;
    return false;
  }
}

/** The duals of an ordinary solution as the first step of a lexicographic proof. */
export function firstStep(kind: 'count' | 'total', solution: Solution, problem: Problem): Step {
  const classes = Math.max(1, new Set(problem.priority ?? [0]).size);
  const out = Array.from({ length: classes }, (_, c) => solution.penalty * (classes - c));
  return { kind, level: kind === 'total' ? solution.maxScore : 0, u: solution.u, v: solution.v, out };
}

/** The mentee of every pair. */
export function rowsOf(problem: Problem): Int32Array {
  const mentee = new Int32Array(problem.mentor.length);
  for (let i = 0; i < problem.mentees; i++) mentee.fill(i, problem.ptr[i]!, problem.ptr[i + 1]!);
  return mentee;
}

/** The same problem in which every pair from the floor up is worth the same. */
export function countOnly(problem: Problem, floor: number): Problem {
  return { ...problem, score: problem.score.map((s) => Number(s >= floor)) };
}

/**
 * The largest level such that no pair between `settled` and it is needed, by binary search with Hopcroft–Karp; undefined when nobody
 * needs a pair above `settled`.
 */
function findBindingLevel(face: Face, settled: number): number | undefined {
  const { score, mentor, ptr, mentees } = face.problem;
  const levels = new Set<number>();
  let own = Infinity;
  for (let i = 0; i < mentees; i++) {
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
      if (!face.open[e] || score[e]! <= settled) continue;
      levels.add(score[e]!);
      if (mentor[e] === face.mentorOf[i] && score[e]! < own) own = score[e]!;
    }
  }
  if (own === Infinity) return undefined;
  let top = 0;
  for (const level of levels) if (level > top) top = level;
  const extended = face.extend(
    (e) => (score[e]! <= settled ? 0 : top + 1 - score[e]!),
    () => 0,
  );
  const { problem, fillers } = extended;
  const options = { objective: 'lexicographic', maxScore: extended.top } as const;
  const network = buildNetwork(problem, options, 0, false);
  const everybody = face.people() + fillers;
  // What the matching at hand already has is possible; the search is for more.
  const open = [...levels].filter((level) => level >= own).sort((a, b) => a - b);
  let low = 0;
  let high = open.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const [matched] = matchMost(network, top + 1 - open[middle]!).matchedByClass;
    if (matched === everybody) low = middle;
    else high = middle - 1;
  }
  return open[low];
}
