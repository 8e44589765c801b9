/** Why a number cannot be given. A closed list, so that a screen can hold one sentence for each. */
export const notEstimableReasons = [
  'no-observations',
  'too-few-observations',
  'no-variation',
  'no-events',
  'counts-out-of-range',
  'not-finite',
  'reference-share-is-zero',
  'beyond-follow-up',
  'one-group',
  'collinear',
  'separation',
  'no-convergence',
] as const;

export type NotEstimableReason = (typeof notEstimableReasons)[number];

/** The named answer to degenerate input: no function of this library ever returns NaN or Infinity. */
export type NotEstimable = { status: 'not-estimable'; reason: NotEstimableReason };

/** A point estimate with its two-sided interval; `n` is the number of observations, `method` names the interval. */
export type IntervalEstimate = {
  status: 'estimated';
  estimate: number;
  lower: number;
  upper: number;
  n: number;
  method: string;
};

/** Builds the named refusal. */
export function notEstimable(reason: NotEstimableReason): NotEstimable {
  return { status: 'not-estimable', reason };
}

/**
 * The answer as it is; the refusal where numbers too large or too small to reckon with (1e300, or a chance of 1e-300)
 * have left one of its own without a value.
 */
export function ifFinite<T extends { status: 'estimated' }>(answer: T): T | NotEstimable {
  const isFinite = Object.values(answer).every((part) => typeof part !== 'number' || Number.isFinite(part));
  return isFinite ? answer : notEstimable('not-finite');
}

/** Cuts a value to [low, high]: limits of a share may not leave 0..1. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
