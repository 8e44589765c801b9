import { twoSidedZ } from './distributions.ts';
import { ifFinite, notEstimable, type IntervalEstimate, type NotEstimable } from './estimates.ts';
import { combineDifference, wilson } from './proportions.ts';
import { survivalAt, type CurvePoint, type SurvivalCurve } from './survival.ts';

/** Mean time without the event up to `horizon`, in the curve's unit. */
export type RestrictedMean = {
  status: 'estimated';
  estimate: number;
  variance: number;
  lower: number;
  upper: number;
  horizon: number;
};

/**
 * Restricted mean: the area under the curve from 0 to `horizon` with its Greenwood-type variance. A horizon after
 * the last exit is beyond follow-up unless the curve is 0 by then. Limits stay within 0..horizon.
 * Source: Klein & Moeschberger 4.5; Uno et al., Journal of Clinical Oncology 32 (2014) 2380.
 */
export function restrictedMean(
  curve: SurvivalCurve,
  horizon: number,
  level = 0.95,
): RestrictedMean | NotEstimable {
  if (!Number.isFinite(horizon)) return notEstimable('not-finite');
  if (horizon <= 0) return notEstimable('counts-out-of-range');
  if (horizon > curve.lastTime && curve.steps.at(-1)?.survival !== 0) return notEstimable('beyond-follow-up');
  // Walking back from the horizon gives the area still to come at each event, which the variance needs.
  let area = 0;
  let variance = 0;
  let end = horizon;
  for (const step of curve.steps.toReversed()) {
    if (step.time > horizon) continue;
    area += step.survival * (end - step.time);
    end = step.time;
    variance += area * area * step.spread;
  }
  const estimate = Math.min(horizon, area + end);
  const half = twoSidedZ(level) * Math.sqrt(variance);
  return ifFinite({
    status: 'estimated',
    estimate,
    variance,
    lower: Math.max(0, estimate - half),
    upper: Math.min(horizon, estimate + half),
    horizon,
  });
}

/** Difference first - second of two restricted means over the same horizon, with its normal interval. */
export function restrictedMeanDifference(
  first: SurvivalCurve,
  second: SurvivalCurve,
  horizon: number,
  level = 0.95,
): IntervalEstimate | NotEstimable {
  const one = restrictedMean(first, horizon, level);
  if (one.status === 'not-estimable') return one;
  const two = restrictedMean(second, horizon, level);
  if (two.status === 'not-estimable') return two;
  const variance = one.variance + two.variance;
  if (variance === 0) return notEstimable('no-events');
  const estimate = one.estimate - two.estimate;
  const half = twoSidedZ(level) * Math.sqrt(variance);
  return ifFinite({
    status: 'estimated',
    estimate,
    lower: Math.max(-horizon, estimate - half),
    upper: Math.min(horizon, estimate + half),
    n: first.n + second.n,
    method: 'rmst-greenwood',
  });
}

/**
 * Difference first - second of two survival shares at `time`. Each side brings its log-log limits; a curve still at
 * 1 or already at 0 has none and brings the Wilson limits of those at risk instead, so that an arm without an event
 * is never treated as certain. The limits are combined as in Newcombe's method (MOVER; Zou & Donner 2008).
 */
export function survivalDifference(
  first: SurvivalCurve,
  second: SurvivalCurve,
  time: number,
  level = 0.95,
): IntervalEstimate | NotEstimable {
  const one = survivalAt(first, time);
  if (one.status === 'not-estimable') return one;
  const two = survivalAt(second, time);
  if (two.status === 'not-estimable') return two;
  return {
    ...combineDifference(limitsOf(one, level), limitsOf(two, level)),
    n: first.n + second.n,
    method: 'km-log-log-mover',
  };
}

function limitsOf(point: CurvePoint, level: number): { estimate: number; lower: number; upper: number } {
  if (point.lower !== null && point.upper !== null) {
    return { estimate: point.survival, lower: point.lower, upper: point.upper };
  }
  const score = wilson(point.survival * point.worth, point.worth, level);
  return score.status === 'estimated' ? score : { estimate: point.survival, lower: 0, upper: 1 };
}
