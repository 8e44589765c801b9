import { ifFinite, notEstimable, type NotEstimable } from './estimates.ts';

/** How strong an unmeasured cause would have to be; `limit` is that for the end of the interval nearer to 1, and 1 when it holds 1. */
export type EValue = { status: 'estimated'; estimate: number; limit: number };

/**
 * The E-value of a hazard ratio of a common outcome: the smallest risk ratio that an unmeasured confounder would need
 * with both group and outcome to explain the finding away. Source: VanderWeele & Ding, Annals of Internal Medicine 167
 * (2017) 268, with their approximation of the risk ratio by the hazard ratio.
 */
export function eValue(hazardRatio: number, lower: number, upper: number): EValue | NotEstimable {
  const all = [hazardRatio, lower, upper];
  if (!all.every(Number.isFinite)) return notEstimable('not-finite');
  if (all.some((value) => value <= 0) || lower > hazardRatio || upper < hazardRatio) {
    return notEstimable('counts-out-of-range');
  }
  const nearer = hazardRatio < 1 ? upper : lower;
  const crosses = lower <= 1 && upper >= 1;
  return ifFinite({
    status: 'estimated',
    estimate: strengthFor(hazardRatio),
    limit: crosses ? 1 : strengthFor(nearer),
  });
}

function strengthFor(hazardRatio: number): number {
  const ratio = (1 - 0.5 ** Math.sqrt(hazardRatio)) / (1 - 0.5 ** Math.sqrt(1 / hazardRatio));
  const above = ratio < 1 ? 1 / ratio : ratio;
  return above + Math.sqrt(above * (above - 1));
}
