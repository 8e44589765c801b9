import { solve } from './assignment.ts';
import { denseInstance, type DenseKind } from './instances.ts';
import { measure, type BenchRow } from './measure.bench.ts';
import { measureHighs, measureScipy, npmPeers } from './peers.bench.ts';

const DENSE: [DenseKind, number][] = [
  ['men', 150],
  ['men', 800],
  ['men', 2000],
  ['uni', 2000],
  ['geo', 2000],
  ['tie', 2000],
  ['equal', 2000],
  ['mw', 1000],
  ['mw', 2000],
  ['men', 5000],
  ['uni', 5000],
  ['tie', 5000],
];

/** HiGHS takes minutes and gigabytes beyond. */
const MOST_FOR_HIGHS = 200;

/** Dense squares beside what npm offers and SciPy. */
export async function* denseRows(): AsyncGenerator<BenchRow> {
  for (const [kind, n] of DENSE) {
    const problem = denseInstance(kind, n);
    const instance = `${kind}-${n}`;
    const ours = measure(() => solve(problem).total, n < 1000 ? 15 : 5);
    const row: BenchRow = { instance, 'ours ms': ours.ms };
    const compare = (name: string, theirs: { ms: number; value: number } | undefined): void => {
      if (theirs && theirs.value !== ours.value)
        throw new Error(`${instance}: ${ours.value} is not ${theirs.value} (${name})`);
      row[`${name} ms`] = theirs?.ms ?? '';
      row[`${name} ratio`] = theirs ? theirs.ms / ours.ms : '';
    };
    for (const { name, limit, prepare } of npmPeers) {
      const runs = n >= 5000 || (kind === 'mw' && n >= 2000) ? 1 : n >= 2000 ? 3 : 5;
      compare(name, n > limit ? undefined : measure(prepare(problem), runs));
    }
    compare('scipy', measureScipy(problem));
    compare('highs', n > MOST_FOR_HIGHS ? undefined : await measureHighs(problem));
    yield row;
  }
}
