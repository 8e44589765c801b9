/** A link between two places of a graph, as heavy as what lies between them. */
export type Link = { from: string; to: string; weight: number };

/**
 * The least weight by which a connected graph can be cut in two; Infinity for a single place. Stoer & Wagner 1997 (Journal of the ACM
 * 44): takes the cube of the number of places.
 */
export function smallestCut(links: readonly Link[]): number {
  const weights = new Map<string, Map<string, number>>();
  const join = (from: string, to: string, weight: number) => {
    const row = weights.get(from) ?? new Map<string, number>();
    weights.set(from, row.set(to, (row.get(to) ?? 0) + weight));
  };
  for (const { from, to, weight } of links) {
    if (from === to) continue;
    join(from, to, weight);
    join(to, from, weight);
  }
  let least = Infinity;
  while (weights.size > 1) {
    const { last, before, weight } = lastAdded(weights);
    least = Math.min(least, weight);
    for (const [to, own] of weights.get(last) ?? []) {
      weights.get(to)?.delete(last);
      if (to === before) continue;
      join(before, to, own);
      join(to, before, own);
    }
    weights.delete(last);
  }
  return least;
}

/** Adds place after place, the most tightly bound first: the last one with its weight, and the one before. */
function lastAdded(weights: ReadonlyMap<string, ReadonlyMap<string, number>>) {
  const open = new Map([...weights.keys()].map((place) => [place, 0]));
  let [last, before, weight] = ['', '', 0];
  while (open.size > 0) {
    let next = '';
    for (const [place, bound] of open) if (next === '' || bound > (open.get(next) ?? 0)) next = place;
    [before, last, weight] = [last, next, open.get(next) ?? 0];
    open.delete(next);
    for (const [to, own] of weights.get(next) ?? [])
      if (open.has(to)) open.set(to, (open.get(to) ?? 0) + own);
  }
  return { last, before, weight };
}

/** The links of each connected part of a graph. */
export function partsOf(links: readonly Link[]): Link[][] {
  const partOf = new Map<string, string>();
  const find = (place: string): string => {
    const up = partOf.get(place) ?? place;
    return up === place ? place : find(up);
  };
  for (const { from, to } of links) partOf.set(find(from), find(to));
  return [...Map.groupBy(links, ({ from }) => find(from)).values()];
}
