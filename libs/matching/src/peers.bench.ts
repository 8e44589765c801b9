import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import hungarian from 'hungarian-on3';
import { linearSumAssignment } from 'linear-sum-assignment';
import munkres from 'munkres';
import type { Problem } from './problem.ts';

/** Somebody else's solver: gets ready (not measured), then runs; answers the total score. `limit`: largest square it is asked for. */
export interface Peer {
  readonly name: string;
  readonly limit: number;
  readonly prepare: (problem: Problem) => () => number;
}

const costsOf = (problem: Problem): number[][] => {
  const { mentees: n, mentors: m, score } = problem;
  let top = 0;
  for (const s of score) if (s > top) top = s;
  return Array.from({ length: n }, (_, i) => Array.from(score.subarray(i * m, i * m + m), (s) => top - s));
};
const totalOf = (problem: Problem, pairs: Iterable<readonly [number, number]>): number => {
  let total = 0;
  for (const [i, j] of pairs) total += problem.score[i * problem.mentors + j]!;
  return total;
};

/** What npm offers for dense squares, with the size up to which it is bearable. */
export const npmPeers: readonly Peer[] = [
  {
    name: 'munkres',
    limit: 5000,
    prepare: (problem) => {
      const costs = costsOf(problem);
      return () => totalOf(problem, munkres(costs));
    },
  },
  {
    name: 'hungarian-on3',
    limit: 1000,
    prepare: (problem) => {
      const costs = costsOf(problem);
      return () => totalOf(problem, hungarian(costs));
    },
  },
  {
    name: 'linear-sum-assignment',
    limit: 1000,
    prepare: (problem) => {
      const costs = costsOf(problem);
      return () => {
        const { rowAssignments } = linearSumAssignment(costs, { maximaze: false });
        return totalOf(problem, [...rowAssignments].entries());
      };
    },
  },
];

/** HiGHS on the linear program, in a thread of its own: WebAssembly's memory grows, which slows typed arrays down for everybody beside it. */
export async function measureHighs(problem: Problem): Promise<{ ms: number; value: number }> {
  const thread = new Worker(new URL('./highs.bench.ts', import.meta.url), { workerData: problem });
  const [measured] = (await once(thread, 'message')) as [{ ms: number; value: number }];
  await thread.terminate();
  return measured;
}

const SCIPY = `
import sys, time, numpy
from scipy.optimize import linear_sum_assignment
n = int(sys.argv[2])
scores = numpy.fromfile(sys.argv[1], dtype=numpy.int32).reshape(n, n).astype(float)
times = []
for _ in range(3):
    start = time.process_time()
    rows, columns = linear_sum_assignment(scores, maximize=True)
    times.append(time.process_time() - start)
print(sorted(times)[1] * 1000, int(scores[rows, columns].sum()))
`;

/** Median CPU milliseconds and total of SciPy on a dense square; undefined where SciPy is not installed. */
export function measureScipy(problem: Problem): { ms: number; value: number } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'ithaca-bench-'));
  try {
    const file = join(folder, 'scores.bin');
    writeFileSync(
      file,
      new Uint8Array(problem.score.buffer, problem.score.byteOffset, problem.score.byteLength),
    );
    const run = spawnSync('python3', ['-c', SCIPY, file, String(problem.mentees)], { encoding: 'utf8' });
    if (run.status !== 0) return undefined;
    const [ms, value] = run.stdout.trim().split(' ').map(Number);
    return { ms: ms!, value: value! };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
