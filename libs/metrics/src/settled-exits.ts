import type { Day } from './days.ts';
import { suppress } from './suppression.ts';

/** Somebody left: the first of the month on which it is known, and whether by their own choice. */
export type Leaving = { knownOn: Day; isChoice: boolean };

/** So many by choice and so many for other reasons are let in together. */
const smallestBatch = 5;

/**
 * Up to which first of a month reasons may be told: month by month, those who left since the last such day count once five did by choice
 * and five for other reasons. The same data give the same days whenever they are read, so what one reading tells less what another
 * does is never fewer. Null: not yet. (metrics, 2.9.)
 */
export function settledOn(leavings: readonly Leaving[], until: Day): Day | null {
  const byMonth = [...Map.groupBy(leavings, ({ knownOn }) => knownOn)]
    .filter(([knownOn]) => knownOn <= until)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  let settled: Day | null = null;
  let chosen = 0;
  let others = 0;
  for (const [knownOn, of] of byMonth) {
    chosen += of.filter(({ isChoice }) => isChoice).length;
    others += of.filter(({ isChoice }) => !isChoice).length;
    const { cells } = suppress(
      [
        { key: 'voluntary', n: chosen },
        { key: 'others', n: others },
      ],
      { k: smallestBatch, homogeneity: null },
    );
    if (cells.some(({ suppressed }) => suppressed)) continue;
    settled = knownOn;
    chosen = 0;
    others = 0;
  }
  return settled;
}
