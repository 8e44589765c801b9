import { clamp, notEstimable, type NotEstimable } from './estimates.ts';

/** The range within which a point moves by chance alone, and whether the last point lies outside it. */
export type ControlLimits = {
  status: 'estimated';
  centre: number;
  points: { value: number; lower: number; upper: number }[];
  last: 'within' | 'above' | 'below';
};

const smallestSeries = 12;
const sigmas = 3;
// Two successive points of a steady normal series lie 1.128 standard deviations apart on average (d2).
const meanRangePerSigma = 1.128;

/**
 * p-chart: limits for a series of shares, each by its own size. Needs 12 points with observations: an arrow over a
 * shorter series would point at noise. Source: Shewhart 1931; Montgomery, Statistical Quality Control, 7.2.
 */
export function shareLimits(
  series: readonly { successes: number; n: number }[],
): ControlLimits | NotEstimable {
  if (series.length < smallestSeries) return notEstimable('too-few-observations');
  if (series.some(({ successes, n }) => !(n > 0) || successes < 0 || successes > n)) {
    return notEstimable('counts-out-of-range');
  }
  const total = series.reduce((sum, { n }) => sum + n, 0);
  const centre = series.reduce((sum, { successes }) => sum + successes, 0) / total;
  return limitsOf(
    centre,
    series.map(({ successes, n }) => {
      const half = sigmas * Math.sqrt((centre * (1 - centre)) / n);
      return { value: successes / n, lower: clamp(centre - half, 0, 1), upper: clamp(centre + half, 0, 1) };
    }),
  );
}

/** XmR chart: limits for single values from the mean of the moving ranges. Needs 12 values. Source: Wheeler 1993. */
export function valueLimits(values: readonly number[]): ControlLimits | NotEstimable {
  if (values.length < smallestSeries) return notEstimable('too-few-observations');
  if (!values.every(Number.isFinite)) return notEstimable('not-finite');
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  const ranges = values.slice(1).map((value, i) => Math.abs(value - (values[i] ?? 0)));
  const half = (sigmas / meanRangePerSigma) * (ranges.reduce((sum, range) => sum + range, 0) / ranges.length);
  return limitsOf(
    centre,
    values.map((value) => ({ value, lower: centre - half, upper: centre + half })),
  );
}

function limitsOf(centre: number, points: ControlLimits['points']): ControlLimits {
  const last = points.at(-1);
  const side = !last || (last.value >= last.lower && last.value <= last.upper) ? 'within' : null;
  return {
    status: 'estimated',
    centre,
    points,
    last: side ?? ((last?.value ?? 0) > centre ? 'above' : 'below'),
  };
}
