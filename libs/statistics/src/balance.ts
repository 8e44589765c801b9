import { ifFinite, notEstimable, type NotEstimable } from './estimates.ts';

/** Weights that make two groups comparable, in the order given, and how many equally weighted people each group is worth. */
export type Weights = {
  status: 'estimated';
  weights: number[];
  effectiveTreated: number;
  effectiveOthers: number;
  truncated: number;
};

/**
 * Stabilised inverse-probability weights from each person's chance of treatment, strictly between 0 and 1: treated
 * π/e, others (1-π)/(1-e), with π the share treated; then cut at the given share from below and above.
 * Source: Robins, Hernán & Brumback 2000; Cole & Hernán, American Journal of Epidemiology 168 (2008) 656.
 */
export function stabilisedWeights(
  treated: readonly boolean[],
  chance: readonly number[],
  cutShare = 0.01,
): Weights | NotEstimable {
  const n = treated.length;
  const count = treated.filter(Boolean).length;
  if (n === 0 || chance.length !== n) return notEstimable('no-observations');
  if (count === 0 || count === n) return notEstimable('one-group');
  if (!chance.every((e) => e > 0 && e < 1)) return notEstimable('counts-out-of-range');
  const share = count / n;
  const plain = treated.map((isTreated, i) => {
    const e = chance[i] ?? 0.5;
    return isTreated ? share / e : (1 - share) / (1 - e);
  });
  const sorted = Float64Array.from(plain).sort();
  const low = quantileOf(sorted, cutShare);
  const high = quantileOf(sorted, 1 - cutShare);
  const weights = plain.map((weight) => Math.min(high, Math.max(low, weight)));
  return ifFinite({
    status: 'estimated',
    weights,
    effectiveTreated: effectiveSize(weights.filter((_, i) => treated[i])),
    effectiveOthers: effectiveSize(weights.filter((_, i) => !treated[i])),
    truncated: plain.filter((weight) => weight < low || weight > high).length,
  });
}

/** How many equally weighted observations these are worth: (Σw)² / Σw². 0 for none. Source: Kish 1965. */
export function effectiveSize(weights: readonly number[]): number {
  const sum = weights.reduce((total, w) => total + w, 0);
  const squares = weights.reduce((total, w) => total + w * w, 0);
  return squares === 0 ? 0 : (sum * sum) / squares;
}

/** Values of one covariate in a group; weights of 1 when left out. */
export type Sample = { values: readonly number[]; weights?: readonly number[] };

/**
 * Standardised mean difference, first - second: weighted means over the root of the mean of both unweighted variances.
 * Below 0.10 either way counts as balanced. Without any spread: 0 for equal means, else not estimable.
 * Source: Austin, Statistics in Medicine 28 (2009) 3083.
 */
export function standardisedDifference(
  first: Sample,
  second: Sample,
): { status: 'estimated'; difference: number } | NotEstimable {
  if (first.values.length < 2 || second.values.length < 2) return notEstimable('too-few-observations');
  const gap = meanOf(first) - meanOf(second);
  const spread = Math.sqrt((varianceOf(first.values) + varianceOf(second.values)) / 2);
  if (![gap, spread].every(Number.isFinite)) return notEstimable('not-finite');
  if (spread === 0) {
    return gap === 0 ? { status: 'estimated', difference: 0 } : notEstimable('no-variation');
  }
  return ifFinite({ status: 'estimated', difference: gap / spread });
}

function meanOf({ values, weights }: Sample): number {
  // From the first value on, so that equal values have exactly this mean, whatever they weigh.
  const origin = values[0] ?? 0;
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const w = weights?.[i] ?? 1;
    sum += w * ((values[i] ?? 0) - origin);
    total += w;
  }
  return origin + sum / total;
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf({ values });
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

/** The q-th quantile of sorted values, straight between neighbours (R's type 7). */
export function quantileOf(sorted: ArrayLike<number>, q: number): number {
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? 0;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}
