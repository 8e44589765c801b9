import type { StepPoint } from '../../../ui/charts/step-points.ts';

/** What a curve of those still here is made of, as the API tells it: columns of equal length. */
type Columns = {
  at: readonly number[];
  survival: readonly number[];
  lo: readonly (number | null)[];
  hi: readonly (number | null)[];
  atRisk: readonly number[];
};

/** The points of a curve; at the start everybody is there. Without limits from the data a point has none. */
export function curvePoints({ at, survival, lo, hi, atRisk }: Columns, atStart?: number): StepPoint[] {
  return [
    { at: 0, share: 1, low: 1, high: 1, ...(atStart !== undefined && { atRisk: atStart }) },
    ...at.map((time, index) => {
      const [low, high] = [lo[index], hi[index]];
      return {
        at: time,
        share: survival[index] ?? 0,
        ...(low != null && high != null && { low, high }),
        atRisk: atRisk[index] ?? 0,
      };
    }),
  ];
}
