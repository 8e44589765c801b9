import { twoSidedZ } from './distributions.ts';
import { clamp, notEstimable, type IntervalEstimate, type NotEstimable } from './estimates.ts';
import { logisticRegression, type LogisticCoefficient } from './logistic.ts';
import { wilson } from './proportions.ts';

/** What was predicted of somebody, as a probability strictly between 0 and 1, and whether it came true. */
export type Forecast = { predicted: number; happened: boolean };

/** A tenth of the forecasts in order of prediction: what was said on average and what came of it. */
export type ReliabilityBin = { n: number; predicted: number; observed: IntervalEstimate | NotEstimable };

/**
 * How good the forecasts are: `slope` 1 and `inTheLarge` 0 are perfect; `brier` is the mean squared error and `skill`
 * its gain over always saying the base rate; `expectedError` is the mean gap of the bins, weighted by their size.
 */
export type Calibration = {
  status: 'estimated';
  auc: IntervalEstimate | NotEstimable;
  slope: LogisticCoefficient | null;
  inTheLarge: LogisticCoefficient | null;
  brier: number;
  skill: number;
  expectedError: number;
  kendallTau: number;
  bins: ReliabilityBin[];
  n: number;
  events: number;
};

const binCount = 10;

/**
 * Calibration and discrimination of forecasts. One outcome only is not estimable; a slope that separation leaves
 * without an answer is null. Source: Cox 1958; Steyerberg, Clinical Prediction Models, 15.
 */
export function calibrate(forecasts: readonly Forecast[]): Calibration | NotEstimable {
  const n = forecasts.length;
  if (n === 0) return notEstimable('no-observations');
  if (!forecasts.every(({ predicted }) => predicted > 0 && predicted < 1))
    return notEstimable('counts-out-of-range');
  const events = forecasts.filter((forecast) => forecast.happened).length;
  if (events === 0 || events === n) return notEstimable('one-group');
  const logOdds = (p: number) => Math.log(p / (1 - p));
  const slope = logisticRegression(
    forecasts.map(({ predicted, happened }) => ({ outcome: happened, covariates: [logOdds(predicted)] })),
  );
  const large = logisticRegression(
    forecasts.map(({ predicted, happened }) => ({
      outcome: happened,
      covariates: [],
      offset: logOdds(predicted),
    })),
  );
  const base = events / n;
  const brier = forecasts.reduce((sum, f) => sum + (f.predicted - (f.happened ? 1 : 0)) ** 2, 0) / n;
  const bins = reliabilityOf(forecasts);
  return {
    status: 'estimated',
    auc: areaUnderCurve(forecasts),
    slope: slope.status === 'estimated' ? (slope.coefficients[1] ?? null) : null,
    inTheLarge: large.status === 'estimated' ? (large.coefficients[0] ?? null) : null,
    brier,
    skill: 1 - brier / (base * (1 - base)),
    expectedError: bins.reduce(
      (sum, bin) =>
        sum +
        (bin.observed.status === 'estimated'
          ? (bin.n / n) * Math.abs(bin.observed.estimate - bin.predicted)
          : 0),
      0,
    ),
    kendallTau: kendallTau(forecasts),
    bins,
    n,
    events,
  };
}

/**
 * The chance that somebody for whom it came true was given the higher score than somebody for whom it did not (ties
 * count half), with DeLong's interval. `score` may be on any scale. Source: DeLong et al., Biometrics 44 (1988) 837.
 */
export function areaUnderCurve(
  forecasts: readonly Forecast[],
  level = 0.95,
): IntervalEstimate | NotEstimable {
  const yes = forecasts.filter((f) => f.happened).map((f) => f.predicted);
  const no = forecasts.filter((f) => !f.happened).map((f) => f.predicted);
  if (yes.length === 0 || no.length === 0) return notEstimable('one-group');
  if (yes.length === 1 || no.length === 1) return notEstimable('too-few-observations');
  const above = placements(yes, no);
  const below = placements(no, yes).map((share) => 1 - share);
  const auc = meanOf(above);
  const error = Math.sqrt(varianceOf(above) / yes.length + varianceOf(below) / no.length);
  if (error === 0) return notEstimable('separation');
  const half = twoSidedZ(level) * error;
  return {
    status: 'estimated',
    estimate: auc,
    lower: clamp(auc - half, 0, 1),
    upper: clamp(auc + half, 0, 1),
    n: forecasts.length,
    method: 'delong',
  };
}

/** For each value the share of the others that it beats, ties counting half. */
function placements(values: readonly number[], others: readonly number[]): number[] {
  const sorted = Float64Array.from(others).sort();
  return values.map((value) => (countBelow(sorted, value) + countUpTo(sorted, value)) / 2 / others.length);
}

/** Tau-b between prediction and outcome: all pairs of one "yes" and one "no", corrected for ties in the prediction. */
function kendallTau(forecasts: readonly Forecast[]): number {
  const yes = forecasts.filter((f) => f.happened).map((f) => f.predicted);
  const no = forecasts.filter((f) => !f.happened).map((f) => f.predicted);
  const sorted = Float64Array.from(no).sort();
  const balance = yes.reduce(
    (sum, value) => sum + countBelow(sorted, value) - (no.length - countUpTo(sorted, value)),
    0,
  );
  const sizes = [...Map.groupBy(forecasts, (f) => f.predicted).values()];
  const pairs = (k: number) => (k * (k - 1)) / 2;
  const tied = sizes.reduce((sum, group) => sum + pairs(group.length), 0);
  const distinct = pairs(forecasts.length) - tied;
  return distinct === 0 ? 0 : balance / Math.sqrt(distinct * yes.length * no.length);
}

function reliabilityOf(forecasts: readonly Forecast[]): ReliabilityBin[] {
  const sorted = forecasts.toSorted((x, y) => x.predicted - y.predicted);
  const bins = Math.min(binCount, sorted.length);
  return Array.from({ length: bins }, (_, b) => {
    const part = sorted.slice(
      Math.floor((b * sorted.length) / bins),
      Math.floor(((b + 1) * sorted.length) / bins),
    );
    return {
      n: part.length,
      predicted: meanOf(part.map((f) => f.predicted)),
      observed: wilson(part.filter((f) => f.happened).length, part.length),
    };
  });
}

function countBelow(sorted: Float64Array, value: number): number {
  return bound(sorted, (one) => one < value);
}

function countUpTo(sorted: Float64Array, value: number): number {
  return bound(sorted, (one) => one <= value);
}

function bound(sorted: Float64Array, isBefore: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(sorted[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
