import { parentPort, workerData } from 'node:worker_threads';
import load, { type Highs } from 'highs';
import { measure } from './measure.bench.ts';
import type { PeerProblem } from './peer-problem.ts';

// Entry of the thread that the bench of peers starts: the linear program of pairs with the odd sets that are needed as rows.
interface Asked {
  readonly problem: PeerProblem;
  readonly sets: readonly Int32Array[];
}

const highs = await (load as unknown as () => Promise<Highs>)();
parentPort?.postMessage(measure(() => solvePeersByHighs(highs, workerData as Asked), 1));

/** A match is worth more than all scores together; the value answered is the sum of scores. */
function solvePeersByHighs(highs: Highs, { problem, sets }: Asked): number {
  const { people: n, ptr, partner, score } = problem;
  const worth = 2 ** 26;
  const rows: number[][] = Array.from({ length: n + sets.length }, () => []);
  const gain: number[] = [];
  const setsOf = Array.from({ length: n }, (_, i) => [...sets.keys()].filter((s) => sets[s]!.includes(i)));
  for (let i = 0; i < n; i++)
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
      const j = partner[e]!;
      if (j < i) continue;
      rows[i]!.push(gain.length);
      rows[j]!.push(gain.length);
      for (const s of setsOf[i]!) if (setsOf[j]!.includes(s)) rows[n + s]!.push(gain.length);
      gain.push(worth + score[e]!);
    }
  const starts = [0];
  for (const row of rows) starts.push(starts.at(-1)! + row.length);
  const model = highs.createModel({
    numCols: gain.length,
    numRows: rows.length,
    sense: highs.constants.objectiveSense.maximize,
    colCost: Float64Array.from(gain),
    colLower: new Float64Array(gain.length),
    colUpper: new Float64Array(gain.length).fill(1),
    rowLower: new Float64Array(rows.length),
    rowUpper: Float64Array.from(rows, (_, r) => (r < n ? 1 : (sets[r - n]!.length - 1) / 2)),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: gain.length,
      starts,
      indices: rows.flat(),
      values: rows.flat().map(() => 1),
    },
  });
  try {
    model.options.set({ output_flag: false });
    model.run();
    return Math.round(Number(model.info.get('objective_function_value'))) % worth;
  } finally {
    model.dispose();
  }
}
