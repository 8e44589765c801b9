import { Face, type Step } from './face.ts';
import { rowsOf } from './leximin.ts';
import type { Problem, Solution } from './problem.ts';

/**
 * Among all matchings as good as `solution`, the one in which the fewest mentees lose the mentor they had (`before[i]`, -1: none).
 * The solution's own duals stay valid; `step` proves the number of changes.
 */
export function leastChange(
  problem: Problem,
  solution: Solution,
  before: Int32Array,
): { solution: Solution; step: Step } {
  const { score, mentor } = problem;
  const face = new Face(problem, solution, (e) => solution.maxScore - score[e]!);
  for (let e = 0; e < score.length; e++) if (score[e]! < solution.floor) face.open[e] = 0;
  const menteeAt = rowsOf(problem);
  const step = face.refine(
    'change',
    0,
    (e) => Number(before[menteeAt[e]!]! >= 0 && before[menteeAt[e]!] !== mentor[e]),
    (i) => Number(before[i]! >= 0),
  );
  let minScore = Infinity;
  for (let e = 0; e < score.length; e++)
    if (face.mentorOf[menteeAt[e]!] === mentor[e] && score[e]! < minScore) minScore = score[e]!;
  return {
    solution: {
      ...solution,
      mentorOf: face.mentorOf,
      minScore: solution.matched > 0 ? minScore : 0,
    },
    step,
  };
}
