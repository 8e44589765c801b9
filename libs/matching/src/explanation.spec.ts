import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { solve } from './assignment.ts';
import { applyEdits, resolve, type Edit } from './edits.ts';
import { explain, runnersUp } from './explanation.ts';
import { anyProblem, denseProblem } from './given.ts';
import { hash32 } from './hash.ts';
import type { Problem, Solution } from './problem.ts';
import { WhatIf } from './what-if.ts';

/** The plain way: lock the pair and solve the whole again, under the floor already found. */
function lockAndSolve(problem: Problem, solution: Solution, i: number, j: number): Solution {
  const locked = [...(problem.locked ?? []).filter(([a]) => a !== i), [i, j] as const];
  const { floor, maxScore } = solution;
  return solve({ ...problem, locked }, { objective: 'lexicographic', floor, maxScore });
}

describe('the effect of forcing a pair', () => {
  it('is what solving again with the lock gives', () => {
    fc.assert(
      fc.property(anyProblem, ({ problem, options }) => {
        const solution = solve(problem, options);
        const whatIf = new WhatIf(problem, solution);
        for (let i = 0; i < problem.mentees; i++) {
          for (let e = problem.ptr[i]!; e < problem.ptr[i + 1]!; e++) {
            const j = problem.mentor[e]!;
            const pair = explain(problem, solution, i, j, whatIf);
            if (!pair.open) continue;
            const again = lockAndSolve(problem, solution, i, j);
            expect(pair.forcedLoss).toBe(solution.total - again.total);
            expect(pair.matchedLoss).toBe(solution.matched - again.matched);
            if (pair.chosen) expect([pair.forcedLoss, pair.displaced]).toEqual([0, []]);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('costs at least the reduced cost', () => {
    const problem = denseProblem(12, new Int32Array(12).fill(1), (i, j) => hash32(2, 20 * i + j) % 1000);
    const solution = solve(problem);
    const whatIf = new WhatIf(problem, solution);
    for (let i = 0; i < 12; i++)
      for (let j = 0; j < 12; j++) {
        const pair = explain(problem, solution, i, j, whatIf);
        expect(pair.forcedLoss).toBeGreaterThanOrEqual(pair.reducedCost!);
      }
  });

  it('names everybody else who moves', () => {
    const problem = denseProblem(2, [1, 1], (i, j) => (i === j ? 10 : 7));
    const solution = solve(problem);
    expect(explain(problem, solution, 0, 1)).toMatchObject({
      forcedLoss: 6,
      matchedLoss: 0,
      displaced: [{ mentee: 1, from: 1, to: 0 }],
    });
  });

  it('is undefined for a pair that is not eligible or forbidden', () => {
    const problem = { ...denseProblem(2, [1, 1], () => 5), forbidden: [[0, 1]] as [number, number][] };
    expect(explain(problem, solve(problem), 0, 1)).toMatchObject({ open: false, forcedLoss: undefined });
  });
});

describe('the runners-up', () => {
  it('are the cheapest alternatives of all, though not all are tried', () => {
    const problem = denseProblem(15, new Int32Array(8).fill(2), (i, j) => hash32(4, 20 * i + j) % 1000);
    const solution = solve(problem);
    for (let i = 0; i < 15; i++) {
      const losses = Array.from({ length: 8 }, (_, j) => j)
        .filter((j) => j !== solution.mentorOf[i])
        .map((j) => explain(problem, solution, i, j).forcedLoss!)
        .sort((a, b) => a - b);
      expect(runnersUp(problem, solution, i, 3).map(({ forcedLoss }) => forcedLoss)).toEqual(
        losses.slice(0, 3),
      );
    }
  });
});

describe('one more place', () => {
  it('is worth what solving again gives', () => {
    fc.assert(
      fc.property(anyProblem, ({ problem, options }) => {
        const solution = solve(problem, options);
        const whatIf = new WhatIf(problem, solution);
        problem.capacity.forEach((_, j) => {
          const capacity = problem.capacity.slice();
          capacity[j]! += 1;
          const again = solve(
            { ...problem, capacity },
            { objective: 'lexicographic', floor: solution.floor },
          );
          expect(whatIf.addPlace(j)).toMatchObject({ matched: again.matched, total: again.total });
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe('edits', () => {
  const problem = denseProblem(6, [1, 2, 2], (i, j) => hash32(9, 10 * i + j) % 100);
  const solution = solve(problem);

  it('solve to what the edited problem solves to, and leave the earlier one as it was', () => {
    const edits: Edit[] = [
      { kind: 'lock', mentee: 0, mentor: 2 },
      { kind: 'reject', mentee: 1, mentor: 1 },
      { kind: 'capacity', mentor: 0, places: 2 },
      { kind: 'score', mentee: 2, mentor: 0, score: 99 },
      { kind: 'score', mentee: 3, mentor: 0, score: null },
      { kind: 'remove-mentee', mentee: 4 },
      { kind: 'add-mentee', pairs: [[1, 40]] },
      { kind: 'add-mentor', places: 1, pairs: [[5, 77]] },
      { kind: 'remove-mentor', mentor: 1 },
    ];
    for (let count = 0; count <= edits.length; count++) {
      const { problem: edited, solution: solved } = resolve(problem, solution, edits.slice(0, count));
      expect(solved.total).toBe(solve(edited).total);
    }
    expect(solve(problem)).toEqual(solution);
  });

  it('can be undone', () => {
    const there = applyEdits(problem, [
      { kind: 'lock', mentee: 0, mentor: 0 },
      { kind: 'reject', mentee: 1, mentor: 0 },
      { kind: 'capacity', mentor: 0, places: 5 },
    ]);
    const back = applyEdits(there, [
      { kind: 'unlock', mentee: 0, mentor: 0 },
      { kind: 'allow', mentee: 1, mentor: 0 },
      { kind: 'capacity', mentor: 0, places: 1 },
    ]);
    expect(solve(back)).toEqual(solution);
  });

  it('about nobody are refused', () => {
    expect(() => applyEdits(problem, [{ kind: 'remove-mentee', mentee: 60 }])).toThrow('unknown mentee');
    expect(() => applyEdits(problem, [{ kind: 'capacity', mentor: 60, places: 1 }])).toThrow(
      'unknown mentor',
    );
  });
});
