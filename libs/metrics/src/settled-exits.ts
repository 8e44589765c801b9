import { addMonths, type Day } from './days.ts';
import { partsOf, smallestCut, type Link } from './smallest-cut.ts';
import { suppress } from './suppression.ts';

/** Somebody left: the first day on which they were gone, whether by their own choice, and in which stretch of tenure; null: in none. */
export type Leaving = { leftOn: Day; isChoice: boolean; stretch: number | null };

/** Somebody who left, and in which group of a comparison they were; null or missing: in none. */
type Grouped = Leaving & { group?: string | null };

/** Those of one stretch and group who left in one calendar year, `end` being the first day after it: nothing tells one of them from another. */
type Cell = Required<Pick<Grouped, 'stretch' | 'group'>> & { end: Day; chosen: number; others: number };

/** So many by choice and so many for other reasons are told of together. */
const smallestBatch = 5;

/**
 * Up to which first of January, `until` at the latest, reasons may be told of each stretch of tenure; null: not yet. Year by year those of
 * a stretch who left since it was told last are let in once five of them did by choice and five for other reasons, and once, beside
 * the years that turnover tells of, nothing that can be added and subtracted would be about fewer. The same data give the same days
 * whenever they are read. (metrics, 2.9.)
 */
export function settledYears(leavings: readonly Leaving[], stretches: number, until: Day): (Day | null)[] {
  const { waiting, isTold } = settle(leavings, stretches, until);
  // Years in which nobody left tell of nobody.
  return waiting.map(([first], stretch) =>
    isTold[stretch] ? (first ? addMonths(first.end, -12) : until) : null,
  );
}

/**
 * Whether it may be told of two groups of one comparison, and of no others, how many chose to leave in the calendar year before `end`. The
 * groups and the rest of the year take its place beside the stretches of tenure. Whoever left by then is told of in
 * their stretch, so that nothing that is told later holds anybody of this year. (metrics, 2.9.)
 */
export function mayTellGroups(leavings: readonly Grouped[], stretches: number, end: Day): boolean {
  const { told, waiting } = settle(leavings, stretches, end);
  if (waiting.some((open) => open.length > 0)) return false;
  const ofGroup = ([cell, year]: [Cell, string]): [Cell, string] => [
    cell,
    year === end ? `${year} ${cell.group}` : year,
  ];
  return !wouldTellOfFew({ ...told, years: new Map([...told.years].map(ofGroup)) });
}

function settle(leavings: readonly Grouped[], stretches: number, until: Day) {
  const years = [...Map.groupBy(cellsOf(leavings, until), ({ end }) => end)].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const told: Told = { years: new Map(), stretches: new Map() };
  const waiting = Array.from({ length: stretches }, (): Cell[] => []);
  const isTold = waiting.map(() => false);
  for (const [end, own] of years) {
    if (mayBeTold(own)) for (const cell of own) told.years.set(cell, end);
    for (const [stretch, open] of waiting.entries()) {
      open.push(...own.filter((cell) => cell.stretch === stretch));
      if (!mayBeTold(open)) continue;
      const more = new Map([...told.stretches, ...open.map((cell) => [cell, `${stretch} ${end}`] as const)]);
      if (wouldTellOfFew({ ...told, stretches: more })) continue;
      told.stretches = more;
      isTold[stretch] = true;
      waiting[stretch] = [];
    }
  }
  return { told, waiting, isTold };
}

function cellsOf(leavings: readonly Grouped[], until: Day): Iterable<Cell> {
  const cells = new Map<string, Cell>();
  for (const { leftOn, isChoice, stretch, group = null } of leavings) {
    if (leftOn >= until) continue;
    const year = leftOn.slice(0, 4);
    const key = `${year} ${stretch} ${group}`;
    const end = addMonths(`${year}-01-01`, 12);
    const cell = cells.get(key) ?? { end, stretch, group, chosen: 0, others: 0 };
    cells.set(key, cell);
    cell[isChoice ? 'chosen' : 'others'] += 1;
  }
  return cells.values();
}

/** In which sum of a year, and in which of a stretch, the people of a cell are told of. */
type Told = { years: Map<Cell, string>; stretches: Map<Cell, string> };
const nowhere = 'nowhere';

/**
 * Everybody is in one year and one stretch at most: sums of years and of stretches are the places of a graph that people link. Whatever is
 * left when they are added and subtracted holds all links by which some of these places hang on the others.
 */
function wouldTellOfFew({ years, stretches }: Told): boolean {
  const cells = [...new Set([...years.keys(), ...stretches.keys()])];
  return (['chosen', 'others'] as const).some((kind) => {
    const links = cells.map((cell): Link => ({
      from: years.get(cell) ?? nowhere,
      to: stretches.get(cell) ?? nowhere,
      weight: cell[kind],
    }));
    return partsOf(links).some((part) => smallestCut(part) < smallestBatch);
  });
}

function mayBeTold(some: readonly Cell[]): boolean {
  const sum = (kind: 'chosen' | 'others') => some.reduce((all, cell) => all + cell[kind], 0);
  const { cells } = suppress(
    [
      { key: 'voluntary', n: sum('chosen') },
      { key: 'others', n: sum('others') },
    ],
    { k: smallestBatch, homogeneity: null },
  );
  return cells.every(({ suppressed }) => suppressed === null);
}
