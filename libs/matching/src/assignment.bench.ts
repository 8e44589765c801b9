import { cohortRows, largeCohortRows } from './cohort.bench.ts';
import { denseRows } from './dense.bench.ts';
import type { BenchRow } from './measure.bench.ts';
import { peerRows } from './peer-matching.bench.ts';
import { sparseRows } from './sparse.bench.ts';

/**
 * Every figure is CPU time: the median after one warm-up (fewer runs where something takes long). "ratio" is theirs / ours; totals must agree or the
 * bench throws. Peers of npm always, SciPy and LEMON where they are installed. `large`: also what takes minutes.
 */
export async function* bench(large: boolean): AsyncGenerator<BenchRow> {
  yield* denseRows();
  yield* sparseRows(large);
  yield* peerRows();
  yield* cohortRows();
  if (large) yield* largeCohortRows();
}
