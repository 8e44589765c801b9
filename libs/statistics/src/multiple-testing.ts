/**
 * Benjamini–Hochberg: p values adjusted so that calling everything below q a finding keeps the expected share of
 * false ones at q. Same order as given; each within 0..1, what is no number counting as 1: nothing found. Source: Benjamini & Hochberg 1995.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const given = pValues.map((p) => (p >= 0 && p <= 1 ? p : 1));
  const order = [...given.keys()].sort((x, y) => (given[y] ?? 0) - (given[x] ?? 0));
  const adjusted = [...given];
  let smallest = 1;
  for (const [place, i] of order.entries()) {
    const rank = given.length - place;
    smallest = Math.min(smallest, ((given[i] ?? 1) * given.length) / rank);
    adjusted[i] = smallest;
  }
  return adjusted;
}
