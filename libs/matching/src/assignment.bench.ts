import munkres from 'munkres';
import { solve } from './assignment.ts';
import { denseProblem } from './given.ts';
import { hash32 } from './hash.ts';
import type { Problem } from './problem.ts';

/** One line of the bench: median CPU milliseconds of ours and of npm munkres on the same costs, baseline / ours, memory after the run. */
export interface Row {
  readonly name: string;
  readonly ours: number;
  readonly baseline: number;
  readonly ratio: number;
  readonly rssMb: number;
}

const RUNS = 5;

/** Dense one-to-one problems beside npm `munkres`; throws when the two totals differ. */
export async function bench(sizes: readonly number[] = [400, 1000, 2000]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const n of sizes) {
    rows.push(compare(`men-${n}`, menProblem(n)));
    rows.push(
      compare(
        `uni-${n}`,
        dense(n, (i, j) => hash32(i, j) % 10_001),
      ),
    );
    rows.push(
      compare(
        `tie-${n}`,
        dense(n, (i, j) => hash32(i, j) % 10),
      ),
    );
  }
  return rows;
}

function dense(n: number, scoreAt: (i: number, j: number) => number): Problem {
  return denseProblem(n, new Int32Array(n).fill(1), scoreAt);
}

/** People with eight traits each, scored by closeness: correlated rows, as real cohorts have. */
function menProblem(n: number): Problem {
  const trait = (side: number, who: number, k: number): number => hash32(side * 64 + k, who) / 2 ** 32;
  const traits = [1, 2].map((side) =>
    Float64Array.from({ length: n * 8 }, (_, at) => trait(side, at >> 3, at & 7)),
  );
  return dense(n, (i, j) => {
    let apart = 0;
    for (let k = 0; k < 8; k++) apart += Math.abs(traits[0]![8 * i + k]! - traits[1]![8 * j + k]!);
    return Math.round(10_000 * (1 - apart / 8));
  });
}

function compare(name: string, problem: Problem): Row {
  const n = problem.mentees;
  const costs = Array.from({ length: n }, (_, i) =>
    Array.from(problem.score.subarray(i * n, (i + 1) * n), (s) => 10_000 - s),
  );
  const ours = measure(() => solve(problem).total);
  const baseline = measure(() => munkres(costs).reduce((sum, [i, j]) => sum + problem.score[i * n + j]!, 0));
  if (ours.value !== baseline.value) throw new Error(`${name}: ${ours.value} is not ${baseline.value}`);
  const rssMb = Math.round(process.memoryUsage().rss / 2 ** 20);
  return { name, ours: ours.ms, baseline: baseline.ms, ratio: baseline.ms / ours.ms, rssMb };
}

/** Median CPU time of five runs after one warm-up. */
function measure(run: () => number): { ms: number; value: number } {
  let value = run();
  const times = Array.from({ length: RUNS }, () => {
    const before = process.cpuUsage();
    value = run();
    const spent = process.cpuUsage(before);
    return (spent.user + spent.system) / 1000;
  }).sort((a, b) => a - b);
  return { ms: times[RUNS >> 1]!, value };
}

if (process.argv[1] === import.meta.filename)
  for (const { name, ours, baseline, ratio, rssMb } of await bench())
    process.stdout.write(
      `${name.padEnd(10)} ours ${ours.toFixed(1)} ms, munkres ${baseline.toFixed(1)} ms, ratio ${ratio.toFixed(2)}, ${rssMb} MB\n`,
    );
