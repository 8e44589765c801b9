import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { solve } from './assignment.ts';
import { candidateProblem, nearProblem, solveOverRows } from './candidates.ts';
import { layOutCohort } from './cohort.ts';
import { anyProblem, denseProblem, givenCrowd } from './given.ts';
import { hash32 } from './hash.ts';
import { defaultPolicy } from './policy.ts';
import type { Problem } from './problem.ts';
import { plainRows, type Rows } from './row-search.ts';

const rowsOf = ({ mentors, ptr, mentor, score }: Problem): Rows =>
  plainRows(mentors, (i, scores) => {
    scores.fill(-1);
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) scores[mentor[e]!] = score[e]!;
  });

describe('a solve from candidates', () => {
  it('is optimal over all pairs, although it stores few', () => {
    const markets: [name: string, problem: Problem][] = [
      ['places enough', denseProblem(200, new Int32Array(140).fill(2), (i, j) => hash32(i, j) % 10_001)],
      ['places short', denseProblem(200, new Int32Array(80).fill(2), (i, j) => hash32(i, j) % 10_001)],
      ['many equals', denseProblem(200, new Int32Array(100).fill(2), (i, j) => hash32(i, j) % 5)],
      ['all want the same', denseProblem(90, new Int32Array(90).fill(1), (i, j) => 90 * 90 - i * j)],
      [
        'rules',
        {
          ...denseProblem(200, new Int32Array(100).fill(2), (i, j) => (i * j) % 997),
          locked: [[0, 99]],
          forbidden: [[1, 1]],
          priority: Uint16Array.from({ length: 200 }, (_, i) => i % 3),
        },
      ],
    ];
    for (const [name, problem] of markets) {
      const whole = solve(problem);
      const options = { objective: 'lexicographic', maxScore: whole.maxScore } as const;
      const pruned = solveOverRows(rowsOf(problem), problem, options);
      expect([name, pruned.solution.matched, pruned.solution.total]).toEqual([
        name,
        whole.matched,
        whole.total,
      ]);
      expect(pruned.problem.mentor.length).toBeLessThan(problem.mentor.length);
    }
  });

  it.each([
    ['places short', 0, 160, 70],
    ['a floor, nobody open to all', 5500, 70, 160],
  ])('keeps by classes whom it would keep by looking at every pair: %s', (_, floor, n, m) => {
    const crowd = givenCrowd(n, m, 4);
    const mentors = crowd.mentors.map((mentor, j) => (j % 7 === 0 ? { ...mentor, capacity: 0 } : mentor));
    const { rows, shell, options } = layOutCohort({
      ...crowd,
      mentors,
      policy: { ...defaultPolicy, floor },
      locked: [{ menteeId: 'mentee-5', mentorId: 'mentor-8' }],
      forbidden: [{ menteeId: 'mentee-6', mentorId: 'mentor-9' }],
    });
    const plain = plainRows(m, (i, scores) => rows.scoreRow(i, scores));
    const [found, all] = [rows, plain].map((of) => candidateProblem(of, shell, options));
    expect(found).toEqual(all);
    const [pruned, whole] = [rows, plain].map((of) => solveOverRows(of, shell, options));
    expect(pruned).toEqual(whole);
    const { solution } = pruned!;
    expect(nearProblem(rows, shell, solution, 300, 20)).toEqual(nearProblem(plain, shell, solution, 300, 20));
  });

  it('is the same as a whole solve on small problems of every kind', () => {
    fc.assert(
      fc.property(anyProblem, ({ problem, options }) => {
        const lexicographic = { ...options, objective: 'lexicographic' } as const;
        const whole = solve(problem, lexicographic);
        const { solution } = solveOverRows(rowsOf(problem), problem, { ...lexicographic, maxScore: 1000 });
        expect([solution.matched, solution.total]).toEqual([whole.matched, whole.total]);
      }),
      { numRuns: 200 },
    );
  });
});
