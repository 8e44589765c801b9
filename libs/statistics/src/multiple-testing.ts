/**
 * Benjamini–Hochberg: p values adjusted so that calling everything below q a finding keeps the expected share of
 * false ones at q. Same order as given; each within 0..1. Source: Benjamini & Hochberg 1995.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const order = [...pValues.keys()].sort((x, y) => (pValues[y] ?? 0) - (pValues[x] ?? 0));
  const adjusted = [...pValues];
  let smallest = 1;
  for (const [place, i] of order.entries()) {
    const rank = pValues.length - place;
    smallest = Math.min(smallest, ((pValues[i] ?? 1) * pValues.length) / rank);
    adjusted[i] = smallest;
  }
  return adjusted;
}
