/** Parts of a whole as shares from 0 to 1, in their order; all 0 where there is nothing. */
export function stackedShares(values: readonly number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => (total === 0 ? 0 : value / total));
}
