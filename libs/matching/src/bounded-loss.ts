import { solve } from './assignment.ts';
import type { Options, Problem, Solution } from './problem.ts';

/**
 * The largest worst score that costs no more than a share of the best total. `best`: without any floor; `solution`: the answer;
 * `beyond`: the optimum one point higher, which matches fewer or loses too much. Three certified solutions are the proof.
 */
export interface BoundedLoss {
  readonly best: Solution;
  readonly solution: Solution;
  readonly beyond: Solution;
  readonly leastTotal: number;
}

/**
 * As many mentees as possible, then the largest floor t with total(t) >= best total - `perMille` thousandths of it, then the largest total
 * above it. total(t) falls with t, so a binary search over the distinct scores finds t: at most 14 solves for scores up to 10,000.
 */
export function solveBoundedLoss(
  problem: Problem,
  { floor = 0, ...options }: Omit<Options, 'objective'>,
  perMille: number,
): BoundedLoss {
  const at = (level: number): Solution =>
    solve(problem, { ...options, objective: 'lexicographic', floor: level });
  const best = at(floor);
  const leastTotal = leastTotalOf(best.total, perMille);
  const allowed = (found: Solution): boolean => isAsMany(problem, found, best) && found.total >= leastTotal;
  const levels = [...new Set(problem.score)].filter((level) => level > floor).sort((a, b) => a - b);
  let solution = best;
  let beyond: Solution | undefined;
  let low = -1;
  // With nobody free to match there is no worst score to lift.
  let high = best.matched > (problem.locked?.length ?? 0) ? levels.length - 1 : -1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const found = at(levels[middle]!);
    if (allowed(found)) {
      low = middle;
      solution = found;
    } else {
      high = middle - 1;
      beyond = found;
    }
  }
  if (beyond?.floor !== solution.floor + 1) beyond = at(solution.floor + 1);
  return { best, solution, beyond, leastTotal };
}

/** The total that must be kept: whole numbers throughout. */
export function leastTotalOf(total: number, perMille: number): number {
  return total - Math.floor((total * perMille) / 1000);
}

/** True when both match the same number of every class. */
function isAsMany(problem: Problem, a: Solution, b: Solution): boolean {
  if (!problem.priority) return a.matched === b.matched;
  const difference = new Map<number, number>();
  problem.priority.forEach((c, i) => {
    const more = Number(a.mentorOf[i]! >= 0) - Number(b.mentorOf[i]! >= 0);
    difference.set(c, (difference.get(c) ?? 0) + more);
  });
  return [...difference.values()].every((d) => d === 0);
}
