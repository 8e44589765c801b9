import { chiSquareUpperTail, normalQuantile } from './distributions.ts';
import { notEstimable, type NotEstimable } from './estimates.ts';
import { quadraticForm, invert, zeros } from './linear-algebra.ts';
import { isAtRisk, timelineOf, type Spell, type Timeline } from './timeline.ts';

/**
 * Observed and expected events per group, in the order given. `z` belongs to two groups only (else null) and is above
 * 0 when the first had more events than expected.
 */
export type LogRankResult = {
  status: 'estimated';
  chiSquare: number;
  degreesOfFreedom: number;
  pValue: number;
  z: number | null;
  observed: number[];
  expected: number[];
  strata: number;
};

type Tally = { observed: number[]; expected: number[]; covariance: number[][] };

/**
 * Log-rank test of two or more groups, with delayed entry; spells with a `stratum` are compared only within it
 * (scores and covariances are summed over strata first). An empty group, or no event while two groups are at risk,
 * is not estimable. Source: Mantel 1966; Klein & Moeschberger 7.3 and 7.5.
 */
export function logRank(groups: readonly (readonly Spell[])[]): LogRankResult | NotEstimable {
  if (groups.length < 2) return notEstimable('one-group');
  const kept = groups.map((spells) => spells.filter(isAtRisk));
  if (kept.some((spells) => spells.length === 0)) return notEstimable('no-observations');
  const byStratum = kept.map((spells) => Map.groupBy(spells, (spell) => spell.stratum ?? ''));
  const strata = new Set(byStratum.flatMap((group) => [...group.keys()]));
  const total: Tally = {
    observed: groups.map(() => 0),
    expected: groups.map(() => 0),
    covariance: zeros(groups.length),
  };
  for (const stratum of strata)
    addStratum(
      total,
      byStratum.map((group) => timelineOf(group.get(stratum) ?? [])),
    );
  // The groups' scores add up to 0, so the last one is left out.
  const free = groups.length - 1;
  const score = total.observed.slice(0, free).map((seen, g) => seen - (total.expected[g] ?? 0));
  const inverse = invert(total.covariance.slice(0, free).map((row) => row.slice(0, free)));
  if (!inverse) return notEstimable('no-events');
  const chiSquare = quadraticForm(inverse, score);
  return {
    status: 'estimated',
    chiSquare,
    degreesOfFreedom: free,
    pValue: chiSquareUpperTail(chiSquare, free),
    z: free === 1 ? Math.sign(score[0] ?? 0) * Math.sqrt(chiSquare) : null,
    observed: total.observed,
    expected: total.expected,
    strata: strata.size,
  };
}

function addStratum(total: Tally, groups: readonly Timeline[]): void {
  const times = Float64Array.from(
    new Set(groups.flatMap((group) => Array.from(group.times).filter((_, k) => (group.events[k] ?? 0) > 0))),
  ).sort();
  const readers = groups.map(riskReader);
  for (const time of times) {
    const seen = readers.map((read) => read(time));
    const n = seen.reduce((sum, group) => sum + group.atRisk, 0);
    const d = seen.reduce((sum, group) => sum + group.events, 0);
    const spread = n > 1 ? (d * (n - d)) / (n - 1) : 0;
    for (const [g, group] of seen.entries()) {
      const share = group.atRisk / n;
      total.observed[g] = (total.observed[g] ?? 0) + group.events;
      total.expected[g] = (total.expected[g] ?? 0) + share * d;
      const row = total.covariance[g] ?? [];
      for (const [h, other] of seen.entries()) {
        row[h] = (row[h] ?? 0) + spread * share * ((g === h ? 1 : 0) - other.atRisk / n);
      }
    }
  }
}

/** Reads one group at growing times: between two exits of its own as many are at risk as at the next, less late entries. */
function riskReader(group: Timeline): (time: number) => { atRisk: number; events: number } {
  const { enters, exits } = group;
  let entered = 0;
  let gone = 0;
  let k = 0;
  return (time) => {
    while (entered < enters.length && (enters[entered] ?? 0) < time) entered++;
    while (gone < exits.length && (exits[gone] ?? 0) < time) gone++;
    while (k < group.times.length && (group.times[k] ?? 0) < time) k++;
    return {
      atRisk: exits.length - enters.length + entered - gone,
      events: group.times[k] === time ? (group.events[k] ?? 0) : 0,
    };
  };
}

/** How many events a comparison holds and how its people are divided (`share` in the first group, 0..1). */
export type Power = { share: number; power?: number; level?: number };

/** The nearest hazard ratios to 1 that would have been seen: one below 1 and its reciprocal. */
export type DetectableHazardRatio = { status: 'estimated'; below: number; above: number };

/**
 * The smallest effect a log-rank comparison could show with the given events, at 80 % power unless told otherwise:
 * ln²HR = (z_α + z_β)² / (events · share · (1 - share)). Source: Schoenfeld, Biometrics 39 (1983) 499.
 */
export function detectableHazardRatio(events: number, design: Power): DetectableHazardRatio | NotEstimable {
  if (!Number.isFinite(events)) return notEstimable('not-finite');
  if (events <= 0) return notEstimable('no-events');
  if (!(design.share > 0 && design.share < 1)) return notEstimable('no-observations');
  const logRatio = Math.sqrt(neededInformation(design) / (events * design.share * (1 - design.share)));
  const above = Math.exp(logRatio);
  return Number.isFinite(above)
    ? { status: 'estimated', below: 1 / above, above }
    : notEstimable('too-few-observations');
}

/** Events needed to see `hazardRatio`, rounded up; null for a ratio of 1, which no number of events can show. */
export function countEventsNeeded(hazardRatio: number, design: Power): number | null {
  const logRatio = Math.log(hazardRatio);
  if (!Number.isFinite(logRatio) || logRatio === 0 || !(design.share > 0 && design.share < 1)) return null;
  return Math.ceil(neededInformation(design) / (design.share * (1 - design.share) * logRatio ** 2));
}

function neededInformation({ power = 0.8, level = 0.95 }: Power): number {
  return (normalQuantile(1 - (1 - level) / 2) + normalQuantile(power)) ** 2;
}
