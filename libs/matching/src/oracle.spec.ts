import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Highs } from 'highs';
import { solve } from './assignment.ts';
import { hash32 } from './hash.ts';
import { toProblem, type Problem } from './problem.ts';

/** The same problem as a linear program, for a solver that shares nothing with ours: a match is worth more than all scores together. */
function solveByHighs(
  highs: Highs,
  { mentees: n, mentors: m, ptr, mentor, score, capacity }: Problem,
): number {
  const pairs = score.length;
  const worth = 1_000_000;
  const ofMentee = Array.from({ length: n }, (_, i) =>
    Array.from({ length: ptr[i + 1]! - ptr[i]! }, (__, k) => ptr[i]! + k),
  );
  const ofMentor = Array.from({ length: m }, (_, j) => [...mentor.keys()].filter((e) => mentor[e] === j));
  const rows = [...ofMentee, ...ofMentor];
  const starts = [0];
  for (const row of rows) starts.push(starts.at(-1)! + row.length);
  const model = highs.createModel({
    numCols: pairs,
    numRows: n + m,
    sense: highs.constants.objectiveSense.maximize,
    colCost: Float64Array.from(score, (s) => worth + s),
    colLower: new Float64Array(pairs),
    colUpper: new Float64Array(pairs).fill(1),
    rowLower: new Float64Array(n + m),
    rowUpper: Float64Array.from([...ofMentee.map(() => 1), ...capacity]),
    matrix: {
      format: 'csr',
      numRows: n + m,
      numCols: pairs,
      starts,
      indices: rows.flat(),
      values: rows.flat().map(() => 1),
    },
  });
  try {
    model.options.set({ output_flag: false });
    model.run();
    return Math.round(Number(model.info.get('objective_function_value')));
  } finally {
    model.dispose();
  }
}

describe('beside HiGHS', () => {
  let highs: Highs;
  beforeAll(async () => {
    const { default: load } = await import('highs');
    highs = await (load as unknown as () => Promise<Highs>)();
  });

  it.each(Array.from({ length: 24 }, (_, seed) => seed))('the optimum is the same (instance %i)', (seed) => {
    const n = 20 + (hash32(seed, 1) % 150);
    const m = 10 + (hash32(seed, 2) % 130);
    const edges: [number, number, number][] = [];
    const density = 3 + (hash32(seed, 3) % 30);
    const top = [3, 100, 10_000][seed % 3]!;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < m; j++)
        if (hash32(seed + 10, i * m + j) % 100 < density)
          edges.push([i, j, hash32(seed + 11, i * m + j) % top]);
    const problem = toProblem(
      n,
      Array.from({ length: m }, (_, j) => hash32(seed, j) % 4),
      edges,
    );
    const { matched, total } = solve(problem);
    expect(solveByHighs(highs, problem)).toBe(matched * 1_000_000 + total);
  });
});
