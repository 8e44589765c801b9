import { twoSidedZ } from './distributions.ts';
import { ifFinite, notEstimable, type IntervalEstimate, type NotEstimable } from './estimates.ts';

/** Two shares within one stratum: a of m in the first group, b of n in the second. */
export type Stratum = { a: number; m: number; b: number; n: number };

/**
 * One ratio of two shares over strata, so that a different mix cannot make or hide a gap. Strata with one group only
 * say nothing and are left out. Without a success in either group there is no ratio.
 * Source: Mantel & Haenszel 1959; Greenland & Robins, Biometrics 41 (1985) 55 for the interval of the log ratio.
 */
export function mantelHaenszelRatio(
  strata: readonly Stratum[],
  level = 0.95,
): (IntervalEstimate & { strata: number }) | NotEstimable {
  const used = strata.filter(({ m, n }) => m > 0 && n > 0);
  if (used.length === 0) return notEstimable('no-observations');
  if (used.some(({ a, m, b, n }) => ![a, m, b, n].every(Number.isFinite))) return notEstimable('not-finite');
  if (used.some(({ a, m, b, n }) => a < 0 || b < 0 || a > m || b > n))
    return notEstimable('counts-out-of-range');
  let first = 0;
  let second = 0;
  let spread = 0;
  let count = 0;
  for (const { a, m, b, n } of used) {
    const total = m + n;
    first += (a * n) / total;
    second += (b * m) / total;
    spread += (m * n * (a + b) - a * b * total) / total ** 2;
    count += total;
  }
  if (second === 0) return notEstimable('reference-share-is-zero');
  if (first === 0) return notEstimable('no-events');
  const estimate = first / second;
  const factor = Math.exp(twoSidedZ(level) * Math.sqrt(spread / (first * second)));
  return ifFinite({
    status: 'estimated',
    estimate,
    lower: estimate / factor,
    upper: estimate * factor,
    n: count,
    method: 'mantel-haenszel',
    strata: used.length,
  });
}
