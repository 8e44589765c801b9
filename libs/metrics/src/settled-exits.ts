import { addMonths, type Day } from './days.ts';
import { suppress } from './suppression.ts';

/** Somebody left: the first of the month on which it is known, and whether by their own choice. */
export type Leaving = { knownOn: Day; isChoice: boolean };

/** So many by choice and so many for other reasons are let in together. */
const smallestBatch = 5;

/**
 * Up to which first of a month reasons may be told: month by month, those who left since the last batch are let in once five of them
 * did by choice and five for other reasons, and what follows until somebody else leaves tells of nobody. To stop with the batch itself
 * would be to stop when somebody has just left. The same data give the same days whenever they are read, so what one
 * reading tells less what another does is never fewer than five and five. Null: not yet. (metrics, 2.9.)
 */
export function settledOn(leavings: readonly Leaving[], until: Day): Day | null {
  const byMonth = [...Map.groupBy(leavings, ({ knownOn }) => knownOn)]
    .filter(([knownOn]) => knownOn <= until)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  let settled = -1;
  let waiting: Leaving[] = [];
  for (const [at, [, of]] of byMonth.entries()) {
    waiting.push(...of);
    if (!mayBeTold(waiting)) continue;
    settled = at;
    waiting = [];
  }
  if (settled < 0) return null;
  const next = byMonth[settled + 1]?.[0];
  return next === undefined ? until : addMonths(next, -1);
}

function mayBeTold(waiting: readonly Leaving[]): boolean {
  const chosen = waiting.filter(({ isChoice }) => isChoice).length;
  const { cells } = suppress(
    [
      { key: 'voluntary', n: chosen },
      { key: 'others', n: waiting.length - chosen },
    ],
    { k: smallestBatch, homogeneity: null },
  );
  return cells.every(({ suppressed }) => suppressed === null);
}
