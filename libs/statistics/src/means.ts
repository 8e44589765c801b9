import { tQuantile } from './distributions.ts';
import { notEstimable, type IntervalEstimate, type NotEstimable } from './estimates.ts';

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
  return { status: 'estimated', estimate, lower: estimate - half, upper: estimate + half, n, method: 't' };
}
