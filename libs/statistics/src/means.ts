import { tCdf, tQuantile } from './distributions.ts';
import { ifFinite, notEstimable, type IntervalEstimate, type NotEstimable } from './estimates.ts';

/**
 * Mean of independent values with Student's t interval. Needs two values that differ: of one value, or of equal
 * values, the spread is unknown and an interval of width 0 would be a boast. For clusters pass one value each.
 */
export function meanInterval(values: readonly number[], level = 0.95): IntervalEstimate | NotEstimable {
  const n = values.length;
  if (n === 0) return notEstimable('no-observations');
  if (!values.every(Number.isFinite)) return notEstimable('not-finite');
  if (n === 1) return notEstimable('too-few-observations');
  const estimate = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - estimate) ** 2, 0);
  if (values.every((value) => value === values[0])) return notEstimable('no-variation');
  const half = tQuantile(1 - (1 - level) / 2, n - 1) * Math.sqrt(squares / (n - 1) / n);
  return ifFinite({
    status: 'estimated',
    estimate,
    lower: estimate - half,
    upper: estimate + half,
    n,
    method: 't',
  });
}

/**
 * Difference first - second of two means with Welch's t interval, which does not take the spreads for equal.
 * Each side needs two values; without any spread on either side nothing is known of the error.
 * Source: Welch, Biometrika 34 (1947) 28.
 */
export function welch(
  first: readonly number[],
  second: readonly number[],
  level = 0.95,
): (IntervalEstimate & { degreesOfFreedom: number; pValue: number }) | NotEstimable {
  if (first.length === 0 || second.length === 0) return notEstimable('no-observations');
  if (![...first, ...second].every(Number.isFinite)) return notEstimable('not-finite');
  if (first.length === 1 || second.length === 1) return notEstimable('too-few-observations');
  const one = summaryOf(first);
  const two = summaryOf(second);
  const variance = one.squaredError + two.squaredError;
  if (!(variance > 0)) return notEstimable('no-variation');
  const degreesOfFreedom =
    variance ** 2 /
    (one.squaredError ** 2 / (first.length - 1) + two.squaredError ** 2 / (second.length - 1));
  if (!Number.isFinite(degreesOfFreedom)) return notEstimable('not-finite');
  const estimate = one.mean - two.mean;
  const half = tQuantile(1 - (1 - level) / 2, degreesOfFreedom) * Math.sqrt(variance);
  return ifFinite({
    status: 'estimated',
    estimate,
    lower: estimate - half,
    upper: estimate + half,
    n: first.length + second.length,
    method: 'welch',
    degreesOfFreedom,
    pValue: 2 * tCdf(-Math.abs(estimate) / Math.sqrt(variance), degreesOfFreedom),
  });
}

function summaryOf(values: readonly number[]): { mean: number; squaredError: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, squaredError: squares / (n - 1) / n };
}

/**
 * Mean difference second - first of values that belong together two by two (the same person before and after), with
 * Student's t interval of the differences. Needs two pairs whose differences are not all alike.
 */
export function pairedDifference(
  pairs: readonly (readonly [number, number])[],
  level = 0.95,
): IntervalEstimate | NotEstimable {
  const found = meanInterval(
    pairs.map(([first, second]) => second - first),
    level,
  );
  return found.status === 'estimated' ? { ...found, method: 'paired-t' } : found;
}
