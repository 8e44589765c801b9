import { normalQuantile, twoSidedZ } from './distributions.ts';
import { clamp, ifFinite, notEstimable, type IntervalEstimate, type NotEstimable } from './estimates.ts';

/**
 * Wilson score interval of a share. `successes` of `n`, 0 <= successes <= n; both may be fractional (weights).
 * None of n has the lower limit exactly 0, all of n the upper limit exactly 1; n = 0 is not estimable.
 * Source: Wilson 1927; Newcombe, Statistics in Medicine 17 (1998) 857, method 3.
 */
export function wilson(successes: number, n: number, level = 0.95): IntervalEstimate | NotEstimable {
  const refusal = refuseCount(successes, n);
  if (refusal) return refusal;
  const p = successes / n;
  const z = twoSidedZ(level);
  const zz = (z * z) / n;
  const centre = (p + zz / 2) / (1 + zz);
  const half = (z * Math.sqrt((p * (1 - p)) / n + zz / (4 * n))) / (1 + zz);
  return ifFinite({
    status: 'estimated',
    estimate: p,
    lower: successes === 0 ? 0 : clamp(centre - half, 0, p),
    upper: successes === n ? 1 : clamp(centre + half, p, 1),
    n,
    method: 'wilson',
  });
}

/**
 * Difference of two independent shares, a/m - b/n, with Newcombe's hybrid score interval; within -1..1.
 * Either group empty: not estimable. Source: Newcombe, Statistics in Medicine 17 (1998) 873, method 10.
 */
export function newcombe(
  a: number,
  m: number,
  b: number,
  n: number,
  level = 0.95,
): IntervalEstimate | NotEstimable {
  const first = wilson(a, m, level);
  if (first.status === 'not-estimable') return first;
  const second = wilson(b, n, level);
  if (second.status === 'not-estimable') return second;
  return { ...combineDifference(first, second), n: m + n, method: 'newcombe' };
}

/** The difference of two shares nearest to 0 that samples of this size could show. */
export type DetectableDifference = { status: 'estimated'; difference: number };

/**
 * Smallest difference of the shares of two groups of m and n that a two-sided test finds with this power, where
 * `share` of both together have the event. Nobody, or everybody, has it: no difference can be told of. Source: Fleiss,
 * Statistical Methods for Rates and Proportions, with one common variance.
 */
export function detectableDifference(
  m: number,
  n: number,
  share: number,
  { power = 0.8, level = 0.95 }: { power?: number; level?: number } = {},
): DetectableDifference | NotEstimable {
  if (!Number.isFinite(m) || !Number.isFinite(n) || !Number.isFinite(share))
    return notEstimable('not-finite');
  if (!(m > 0) || !(n > 0)) return notEstimable('no-observations');
  if (!(share > 0)) return notEstimable('no-events');
  if (!(share < 1)) return notEstimable('no-variation');
  const error = Math.sqrt(share * (1 - share) * (1 / m + 1 / n));
  return { status: 'estimated', difference: Math.min(1, (twoSidedZ(level) + normalQuantile(power)) * error) };
}

type Limits = { estimate: number; lower: number; upper: number };

/**
 * Difference first - second of two quantities in 0..1 whose limits are known (MOVER: the squared distances to
 * the limits are added). Newcombe's interval is this on Wilson limits; survival differences use it on their bands.
 */
export function combineDifference(first: Limits, second: Limits): Limits & { status: 'estimated' } {
  const estimate = first.estimate - second.estimate;
  const down = Math.hypot(first.estimate - first.lower, second.upper - second.estimate);
  const up = Math.hypot(first.upper - first.estimate, second.estimate - second.lower);
  return {
    status: 'estimated',
    estimate,
    lower: clamp(estimate - down, -1, 1),
    upper: clamp(estimate + up, -1, 1),
  };
}

/**
 * Ratio of two independent shares, (a/m) / (b/n), with Koopman's score interval.
 * a = 0 has the lower limit 0; b = 0 has no ratio; both groups must hold somebody.
 * Source: Koopman, Biometrics 40 (1984) 513.
 */
export function koopman(
  a: number,
  m: number,
  b: number,
  n: number,
  level = 0.95,
): IntervalEstimate | NotEstimable {
  const refusal = refuseCount(a, m) ?? refuseCount(b, n);
  if (refusal) return refusal;
  if (b === 0) return notEstimable('reference-share-is-zero');
  const critical = twoSidedZ(level) ** 2;
  const estimate = a / m / (b / n);
  // The score grows without bound on both sides of the estimate, so each limit is bracketed and bisected.
  const start = estimate === 0 ? 1 / (2 * m * (b / n)) : estimate;
  let high = start * 2;
  while (high < Infinity && ratioScore(high, a, m, b, n) < critical) high *= 2;
  const upper = bisect(
    start / 2,
    high,
    (ratio) => ratioScore(ratio, a, m, b, n) < critical || ratio < estimate,
  );
  const answer = { status: 'estimated', estimate, upper, n: m + n, method: 'koopman' } as const;
  if (estimate === 0) return ifFinite({ ...answer, lower: 0 });
  let low = estimate / 2;
  while (low > 0 && ratioScore(low, a, m, b, n) < critical) low /= 2;
  const lower = bisect(low, estimate, (ratio) => ratioScore(ratio, a, m, b, n) >= critical);
  return ifFinite({ ...answer, lower });
}

/**
 * Ratio of two shares with Katz's log interval: quicker to check by hand than Koopman's and close to it once both
 * counts are 5 or more. A count of 0 on either side has no finite limits and is not estimable.
 * Source: Katz et al., Biometrics 34 (1978) 469, method C.
 */
export function katz(
  a: number,
  m: number,
  b: number,
  n: number,
  level = 0.95,
): IntervalEstimate | NotEstimable {
  const refusal = refuseCount(a, m) ?? refuseCount(b, n);
  if (refusal) return refusal;
  if (b === 0) return notEstimable('reference-share-is-zero');
  if (a === 0) return notEstimable('no-events');
  const estimate = a / m / (b / n);
  const spread = Math.exp(twoSidedZ(level) * Math.sqrt(1 / a - 1 / m + 1 / b - 1 / n));
  return ifFinite({
    status: 'estimated',
    estimate,
    lower: estimate / spread,
    upper: estimate * spread,
    n: m + n,
    method: 'katz',
  });
}

/** Koopman's chi-square of a trial ratio: squared distance over its variance at the constrained maximum. */
function ratioScore(ratio: number, a: number, m: number, b: number, n: number): number {
  const qa = (m + n) * ratio;
  const qb = -(m * ratio + a + n + b * ratio);
  const root = Math.sqrt(Math.max(0, qb * qb - 4 * qa * (a + b)));
  const p2 = clamp((2 * (a + b)) / (-qb + root), 0, 1);
  const p1 = clamp(ratio * p2, 0, 1);
  const distance = a / m - (ratio * b) / n;
  const variance = (p1 * (1 - p1)) / m + (ratio * ratio * p2 * (1 - p2)) / n;
  if (distance === 0) return 0;
  return variance > 0 ? (distance * distance) / variance : Infinity;
}

/** The point between low and high where `isBelow` turns from true to false. */
function bisect(low: number, high: number, isBelow: (x: number) => boolean): number {
  for (let i = 0; i < 200 && high - low > 1e-14 * high; i++) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function refuseCount(successes: number, n: number): NotEstimable | null {
  if (!Number.isFinite(successes) || !Number.isFinite(n)) return notEstimable('not-finite');
  if (n === 0 && successes === 0) return notEstimable('no-observations');
  if (n < 0 || successes < 0 || successes > n) return notEstimable('counts-out-of-range');
  return null;
}
