import { parentPort, workerData } from 'node:worker_threads';
import load, { type Highs } from 'highs';
import { measure } from './measure.bench.ts';
import type { Problem } from './problem.ts';

// Entry of the thread that `measureHighs` starts.
const highs = await (load as unknown as () => Promise<Highs>)();
parentPort?.postMessage(measure(() => solveByHighs(highs, workerData as Problem), 5));

function solveByHighs(highs: Highs, { mentees: n, mentors: m, score }: Problem): number {
  const model = highs.createModel({
    numCols: n * m,
    numRows: n + m,
    sense: highs.constants.objectiveSense.maximize,
    colCost: Float64Array.from(score),
    colLower: new Float64Array(n * m),
    colUpper: new Float64Array(n * m).fill(1),
    rowLower: new Float64Array(n + m).fill(1),
    rowUpper: new Float64Array(n + m).fill(1),
    matrix: {
      format: 'csr',
      numRows: n + m,
      numCols: n * m,
      starts: Array.from({ length: n + m + 1 }, (_, r) => (r <= n ? r * m : n * m + (r - n) * n)),
      indices: [
        ...Array.from({ length: n * m }, (_, e) => e),
        ...Array.from({ length: n * m }, (_, e) => (e % n) * m + Math.floor(e / n)),
      ],
      values: Array.from({ length: 2 * n * m }, () => 1),
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
