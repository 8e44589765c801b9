import { twoSidedZ } from './distributions.ts';
import { notEstimable, type NotEstimable } from './estimates.ts';

/**
 * One person's time under observation, in any one unit: at risk at t when enter < t <= exit. Without `enter` the
 * person is there from the beginning. `event` says whether the exit was the event or the end of observation.
 */
export type Spell = { enter?: number; exit: number; event: boolean; stratum?: string };

/** The curve from `time` on. No band while survival is 1 or once it is 0; then the standard error is null at 0. */
export type CurveStep = {
  time: number;
  atRisk: number;
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
 * risk at t. Spells with exit <= enter, exit < 0 or a time that is no number are left out and counted.
 * Source: Kaplan & Meier 1958; Klein & Moeschberger, Survival Analysis, 4.2–4.6.
 */
export function kaplanMeier(spells: readonly Spell[], level = 0.95): SurvivalCurve | NotEstimable {
  const kept = spells.filter(isAtRisk).sort((x, y) => x.exit - y.exit);
  const last = kept.at(-1);
  if (!last) return notEstimable('no-observations');
  const enters = sortedEnters(kept);
  const z = twoSidedZ(level);
  const steps: CurveStep[] = [];
  let survival = 1;
  let greenwood = 0;
  let events = 0;
  let entered = 0;
  for (let gone = 0; gone < kept.length;) {
    const time = kept[gone]?.exit ?? 0;
    while (entered < enters.length && (enters[entered] ?? 0) < time) entered++;
    const atRisk = entered - gone;
    let died = 0;
    let next = gone;
    for (; next < kept.length && kept[next]?.exit === time; next++) if (kept[next]?.event) died++;
    survival *= 1 - died / atRisk;
    if (survival > 0) greenwood += died / (atRisk * (atRisk - died));
    events += died;
    steps.push({
      time,
      atRisk,
      events: died,
      censored: next - gone - died,
      survival,
      ...band(survival, greenwood, z),
    });
    gone = next;
  }
  return {
    status: 'estimated',
    steps,
    n: kept.length,
    events,
    excluded: spells.length - kept.length,
    lastTime: last.exit,
  };
}

/** Whether a spell is ever at risk: finite times, exit not negative and after entry. */
export function isAtRisk(spell: Spell): boolean {
  if (!Number.isFinite(spell.exit) || spell.exit < 0) return false;
  return spell.enter === undefined || (Number.isFinite(spell.enter) && spell.enter < spell.exit);
}

/** Entry times in order; a spell without one was there before everything. */
export function sortedEnters(spells: readonly Spell[]): Float64Array {
  return Float64Array.from(spells, (spell) => spell.enter ?? -Infinity).sort();
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
export type CurvePoint = { status: 'estimated' } & Omit<CurveStep, 'events' | 'censored'>;

/** Reads the curve at `time`. After the last exit nothing is known, unless the curve had already come to 0. */
export function survivalAt(curve: SurvivalCurve, time: number): CurvePoint | NotEstimable {
  const reached = curve.steps.findLast((step) => step.time <= time);
  const following = curve.steps.find((step) => step.time >= time);
  if (!following && reached?.survival !== 0) return notEstimable('beyond-follow-up');
  return {
    status: 'estimated',
    time,
    atRisk: (following ?? reached)?.atRisk ?? 0,
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
