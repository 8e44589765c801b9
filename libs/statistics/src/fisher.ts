import { logChoose } from './distributions.ts';
import { clamp, notEstimable, type NotEstimable } from './estimates.ts';

/** `twoSided` adds every table no likelier than the one seen; `greater` asks whether the first share is the larger. */
export type FisherResult = {
  status: 'estimated';
  twoSided: number;
  greater: number;
  less: number;
  n: number;
};

// Tables exactly as likely as the observed one must count, whatever the rounding of their logarithms.
const tieTolerance = 1e-7;

/**
 * Fisher's exact test of two shares, a of m against b of n (whole counts). With an empty group, or when all or
 * none succeeded, only one table is possible: not estimable. Source: Fisher, The Design of Experiments (1935).
 */
export function fisherExact(a: number, m: number, b: number, n: number): FisherResult | NotEstimable {
  const counts = [a, m, b, n];
  if (!counts.every(Number.isFinite)) return notEstimable('not-finite');
  if (!counts.every(Number.isInteger) || a < 0 || b < 0 || a > m || b > n) {
    return notEstimable('counts-out-of-range');
  }
  if (m === 0 || n === 0) return notEstimable('no-observations');
  const successes = a + b;
  if (successes === 0 || successes === m + n) return notEstimable('no-variation');
  const logTotal = logChoose(m + n, successes);
  const chance = (x: number) => Math.exp(logChoose(m, x) + logChoose(n, successes - x) - logTotal);
  const observed = chance(a);
  let twoSided = 0;
  let greater = 0;
  let less = 0;
  for (let x = Math.max(0, successes - n); x <= Math.min(m, successes); x++) {
    const p = chance(x);
    if (p <= observed * (1 + tieTolerance)) twoSided += p;
    if (x >= a) greater += p;
    if (x <= a) less += p;
  }
  return {
    status: 'estimated',
    twoSided: clamp(twoSided, 0, 1),
    greater: clamp(greater, 0, 1),
    less: clamp(less, 0, 1),
    n: m + n,
  };
}
