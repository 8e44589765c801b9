import { twoSidedZ } from './distributions.ts';
import { notEstimable, type NotEstimable } from './estimates.ts';
import { isAtRisk, timelineOf, type Spell } from './timeline.ts';

/**
 * The curve from `time` on. No band while survival is 1 or once it is 0; then the standard error is null at 0. `atRisk` and
 * `events` count people; `worth` is how many equally weighted ones those at risk are worth, and `spread` what the time adds to
 * Greenwood's sum.
 */
export type CurveStep = {
  time: number;
  atRisk: number;
  worth: number;
  spread: number;
  events: number;
  censored: number;
  survival: number;
  standardError: number | null;
  lower: number | null;
  upper: number | null;
};

/** A product-limit curve: a step at each exit time. `excluded` counts spells that were never at risk. */
export type SurvivalCurve = {
  status: 'estimated';
  steps: CurveStep[];
  n: number;
  events: number;
  excluded: number;
  lastTime: number;
};

/**
 * Kaplan–Meier with delayed entry, Greenwood's standard error and the log-log band. Those censored at t count as at
 * risk at t. Spells with exit <= enter, exit < 0 or a time that is no number, or a weight not above 0, are left out and counted.
 * With weights the curve of the group as weighted; its variance takes the weights as given.
 * Source: Kaplan & Meier 1958; Klein & Moeschberger, Survival Analysis, 4.2–4.6; Xie & Liu 2005 for weights.
 */
export function kaplanMeier(spells: readonly Spell[], level = 0.95): SurvivalCurve | NotEstimable {
  const { times, atRisk, events, censored, n, excluded, weighted } = timelineOf(spells);
  const lastTime = times.at(-1);
  if (lastTime === undefined) return notEstimable('no-observations');
  const z = twoSidedZ(level);
  const steps: CurveStep[] = [];
  let survival = 1;
  let greenwood = 0;
  let total = 0;
  for (let k = 0; k < times.length; k++) {
    const here = weighted?.worth[k] ?? atRisk[k] ?? 0;
    const died = events[k] ?? 0;
    const gone = weighted?.events[k] ?? died;
    // With weights the last ones may be left over by a rounding error.
    survival *= died === atRisk[k] ? 0 : 1 - gone / here;
    const spread = survival > 0 ? gone / (here * (here - gone)) : 0;
    greenwood += spread;
    total += died;
    steps.push({
      time: times[k] ?? 0,
      atRisk: atRisk[k] ?? 0,
      worth: here,
      spread,
      events: died,
      censored: censored[k] ?? 0,
      survival,
      ...band(survival, greenwood, z),
    });
  }
  return { status: 'estimated', steps, n, events: total, excluded, lastTime };
}

function band(
  survival: number,
  greenwood: number,
  z: number,
): Pick<CurveStep, 'standardError' | 'lower' | 'upper'> {
  if (survival <= 0) return { standardError: null, lower: null, upper: null };
  if (survival >= 1) return { standardError: 0, lower: null, upper: null };
  const width = (z * Math.sqrt(greenwood)) / Math.abs(Math.log(survival));
  return {
    standardError: survival * Math.sqrt(greenwood),
    lower: survival ** Math.exp(width),
    upper: survival ** Math.exp(-width),
  };
}

/** The curve read at one time; `atRisk` is that of the next exit, so of those still followed then. */
export type CurvePoint = { status: 'estimated' } & Omit<CurveStep, 'events' | 'censored' | 'spread'>;

/** Reads the curve at `time`. After the last exit nothing is known, unless the curve had already come to 0. */
export function survivalAt(curve: SurvivalCurve, time: number): CurvePoint | NotEstimable {
  if (!Number.isFinite(time)) return notEstimable('not-finite');
  const reached = curve.steps.findLast((step) => step.time <= time);
  const following = curve.steps.find((step) => step.time >= time);
  if (!following && reached?.survival !== 0) return notEstimable('beyond-follow-up');
  return {
    status: 'estimated',
    time,
    atRisk: (following ?? reached)?.atRisk ?? 0,
    worth: (following ?? reached)?.worth ?? 0,
    survival: reached?.survival ?? 1,
    standardError: reached ? reached.standardError : 0,
    lower: reached?.lower ?? null,
    upper: reached?.upper ?? null,
  };
}

/** When the share `q` has had the event, with limits where the band crosses; null = not reached in the data. */
export type SurvivalQuantile = {
  status: 'estimated';
  time: number | null;
  lower: number | null;
  upper: number | null;
};

/**
 * The q-th quantile of the time to the event: the first time with survival <= 1 - q; on a stretch that lies exactly
 * at 1 - q, the middle of the stretch. 0 < q < 1.
 */
export function survivalQuantile(curve: SurvivalCurve, q: number): SurvivalQuantile | NotEstimable {
  if (!(q > 0 && q < 1)) return notEstimable('counts-out-of-range');
  const target = 1 - q;
  const crossing = (read: (step: CurveStep) => number | null): number | null =>
    curve.steps.find((step) => (read(step) ?? Infinity) <= target + 1e-12)?.time ?? null;
  const index = curve.steps.findIndex((step) => step.survival <= target + 1e-12);
  const step = curve.steps[index];
  let time = step?.time ?? null;
  if (step && Math.abs(step.survival - target) < 1e-12) {
    const drop = curve.steps.find((later, i) => i > index && later.events > 0);
    time = (step.time + (drop?.time ?? curve.lastTime)) / 2;
  }
  return {
    status: 'estimated',
    time,
    lower: crossing((s) => s.lower),
    upper: crossing((s) => s.upper),
  };
}

/** The last exit time at which `k` were still at risk, or null: beyond it a curve is too thin to be shown. */
export function lastTimeWithAtRisk(curve: SurvivalCurve, k: number): number | null {
  return curve.steps.findLast((step) => step.atRisk >= k)?.time ?? null;
}

/** How many are at risk at `time`, for the table under a curve; exact under delayed entry too. */
export function countAtRisk(spells: readonly Spell[], time: number): number {
  return spells.filter(
    (spell) => isAtRisk(spell) && spell.exit >= time && (spell.enter === undefined || spell.enter < time),
  ).length;
}
