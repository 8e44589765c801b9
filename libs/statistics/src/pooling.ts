import { betaQuantile } from './distributions.ts';
import { clamp, notEstimable, type IntervalEstimate, type NotEstimable } from './estimates.ts';

/** A score drawn towards the common mean as if `weight` further observations lay there: (x + weight · mean) / (n + weight). */
export function shrink(sum: number, n: number, mean: number, weight: number): number {
  return (sum + weight * mean) / (n + weight);
}

/**
 * Shares of several groups drawn towards their common share as far as their differences look like chance.
 * `weight` is how many observations the common share is worth: large when the groups hardly differ.
 */
export type PooledShares = {
  status: 'estimated';
  mean: number;
  weight: number;
  groups: (IntervalEstimate | NotEstimable)[];
};

// Groups that differ by no more than chance would get an infinite weight; a finite one keeps the intervals honest.
const largestWeight = 1e6;
// Groups of which each is of one mind would get none, and an interval of no width; one observation is the prior of Jeffreys.
const smallestWeight = 1;

/**
 * Beta-binomial partial pooling by moments. Needs two groups with observations; a group without any gets the common
 * share's own distribution. `method` is "beta-binomial"; limits are equal-tailed quantiles.
 * Source: Kleinman, JASA 68 (1973) 46 (weights n); Gelman et al., Bayesian Data Analysis, 5.
 */
export function poolShares(
  groups: readonly { successes: number; n: number }[],
  level = 0.95,
): PooledShares | NotEstimable {
  const used = groups.filter((group) => group.n > 0);
  if (used.length < 2) return notEstimable('too-few-observations');
  if (groups.some(({ successes, n }) => !Number.isFinite(successes) || !Number.isFinite(n))) {
    return notEstimable('not-finite');
  }
  if (groups.some(({ successes, n }) => successes < 0 || successes > n))
    return notEstimable('counts-out-of-range');
  const total = used.reduce((sum, { n }) => sum + n, 0);
  const mean = used.reduce((sum, { successes }) => sum + successes, 0) / total;
  if (mean === 0 || mean === 1) return notEstimable('no-variation');
  const between = used.reduce((sum, { successes, n }) => sum + n * (successes / n - mean) ** 2, 0);
  const squares = used.reduce((sum, { n }) => sum + n * n, 0);
  const chance = mean * (1 - mean) * (used.length - 1);
  // E(between) = μ(1-μ)[(k-1) + ρ(N - Σn²/N - (k-1))], solved for ρ; weight = 1/ρ - 1.
  const correlation =
    (between - chance) / (mean * (1 - mean) * (total - squares / total - (used.length - 1)));
  const weight = correlation > 0 ? clamp(1 / correlation - 1, smallestWeight, largestWeight) : largestWeight;
  const tail = (1 - level) / 2;
  return {
    status: 'estimated',
    mean,
    weight,
    groups: groups.map(({ successes, n }) => {
      const a = successes + weight * mean;
      const b = n - successes + weight * (1 - mean);
      const estimate = shrink(successes, n, mean, weight);
      return {
        status: 'estimated',
        estimate,
        // Where next to nobody of a large group succeeded, the mean of so skew a distribution may lie beyond the quantile.
        lower: Math.min(estimate, betaQuantile(tail, a, b)),
        upper: Math.max(estimate, betaQuantile(1 - tail, a, b)),
        n,
        method: 'beta-binomial',
      };
    }),
  };
}
