import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seatsInstance, sparseInstance } from './instances.ts';
import type { BenchRow } from './measure.bench.ts';
import type { Problem } from './problem.ts';
import type { Measured } from './solve-process.bench.ts';

interface Instance {
  readonly name: string;
  readonly make: () => Problem;
  /** LEMON takes long here. */
  readonly isLong?: boolean;
}

const INSTANCES: readonly Instance[] = [
  { name: 'popular 100k x 20k x 40', make: () => sparseInstance(100_000, 20_000, 40, true, 0) },
  { name: 'uniform 100k x 20k x 40', make: () => sparseInstance(100_000, 20_000, 40, false, 0) },
  { name: 'popular 100k x 40k x 40', make: () => sparseInstance(100_000, 40_000, 40, true, 0) },
  { name: 'uniform 100k x 40k x 40', make: () => sparseInstance(100_000, 40_000, 40, false, 0) },
  {
    name: 'balanced 100k x 33k, 3 places',
    make: () => sparseInstance(100_000, 33_334, 40, false, 3),
    isLong: true,
  },
  { name: 'square 10k x 10k x 40', make: () => sparseInstance(10_000, 10_000, 40, false, 1) },
  {
    name: 'square 100k x 100k x 40',
    make: () => sparseInstance(100_000, 100_000, 40, false, 1),
    isLong: true,
  },
  { name: 'all pairs of 5000 x 2000, 1-4 places', make: () => seatsInstance(5000, 2000, 0) },
  { name: 'all pairs of 6000 x 2000, 3 places', make: () => seatsInstance(6000, 2000, 3) },
];

/**
 * Sparse problems and all pairs of rectangular ones beside LEMON's network simplex, where g++ and LEMON are installed. Each solver runs in a process of
 * its own, so that "peak MB" is its own memory, the program itself and the problem included. `large`: LEMON also where it takes long.
 */
export async function* sparseRows(large: boolean): AsyncGenerator<BenchRow> {
  const folder = mkdtempSync(join(tmpdir(), 'ithaca-bench-'));
  try {
    const lemon = compileLemon(folder);
    for (const { name, make, isLong } of INSTANCES) {
      const file = join(folder, 'problem.bin');
      const penalised = writeProblem(file, make());
      const ours = solveInProcess(file);
      const theirs = lemon && (large || !isLong) ? runLemon(lemon, file) : undefined;
      if (theirs && theirs.cost !== penalised(ours))
        throw new Error(`${name}: LEMON finds ${theirs.cost}, not ${penalised(ours)}`);
      yield {
        instance: name,
        'ours ms': ours.ms,
        'peak MB': ours.peakMb,
        matched: ours.matched,
        'verify ms': ours.verifyMs,
        'lemon ms': theirs?.ms ?? '',
        'lemon ratio': theirs ? theirs.ms / ours.ms : '',
        'lemon MB': theirs?.peakMb ?? '',
      };
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Whole words of 32 bits: mentees, mentors, pairs, then places, row starts, mentors and scores. Answers how a result's cost is counted there. */
function writeProblem(file: string, problem: Problem): (result: Measured) => number {
  const { mentees: n, mentors: m, capacity, ptr, mentor, score } = problem;
  const words = [Int32Array.of(n, m, mentor.length), capacity, ptr, mentor, score];
  writeFileSync(
    file,
    Buffer.concat(words.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))),
  );
  let top = 0;
  for (const s of score) if (s > top) top = s;
  const penalty = (2 * n + 1) * (top + 1);
  return ({ matched, total }) => matched * top - total + (n - matched) * penalty;
}

function solveInProcess(file: string): Measured {
  const script = fileURLToPath(new URL('./solve-process.bench.ts', import.meta.url));
  const run = spawnSync(process.execPath, [...process.execArgv, script, file], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as Measured;
}

function compileLemon(folder: string): string | undefined {
  const source = fileURLToPath(new URL('./lemon.bench.cc', import.meta.url));
  const program = join(folder, 'lemon');
  const compiled = spawnSync('g++', ['-O2', '-DNDEBUG', '-w', '-o', program, source]);
  return compiled.status === 0 ? program : undefined;
}

function runLemon(program: string, file: string): { ms: number; cost: number; peakMb: number } {
  const run = spawnSync(program, [file], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`LEMON ended with ${run.status}`);
  const [ms, cost, peakMb] = run.stdout.trim().split(' ').map(Number);
  return { ms: ms!, cost: cost!, peakMb: peakMb! };
}
