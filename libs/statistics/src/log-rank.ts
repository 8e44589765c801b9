import { chiSquareUpperTail, normalQuantile } from './distributions.ts';
import { notEstimable, type NotEstimable } from './estimates.ts';
import { isAtRisk, sortedEnters, type Spell } from './survival.ts';

/** Observed and expected events per group; `z` > 0 when the first group had more events than expected. */
export type LogRankResult = {
  status: 'estimated';
  chiSquare: number;
  pValue: number;
  z: number;
  observed: [number, number];
  expected: [number, number];
  strata: number;
};

type Tally = { observed: [number, number]; expectedFirst: number; variance: number };

/**
 * Log-rank test of two groups, with delayed entry; spells with a `stratum` are compared only within it (scores and
 * variances are summed over strata first). Without an event while both groups are at risk it is not estimable.
 * Source: Mantel 1966; Klein & Moeschberger 7.3 and 7.5.
 */
export function logRank(first: readonly Spell[], second: readonly Spell[]): LogRankResult | NotEstimable {
  if (first.length === 0 || second.length === 0) return notEstimable('no-observations');
  const strata = Map.groupBy(
    [...first.map((spell) => ({ spell, group: 0 })), ...second.map((spell) => ({ spell, group: 1 }))].filter(
      ({ spell }) => isAtRisk(spell),
    ),
    ({ spell }) => spell.stratum ?? '',
  );
  const total: Tally = { observed: [0, 0], expectedFirst: 0, variance: 0 };
  for (const members of strata.values()) {
    const tally = tallyStratum(
      members.filter(({ group }) => group === 0).map(({ spell }) => spell),
      members.filter(({ group }) => group === 1).map(({ spell }) => spell),
    );
    total.observed[0] += tally.observed[0];
    total.observed[1] += tally.observed[1];
    total.expectedFirst += tally.expectedFirst;
    total.variance += tally.variance;
  }
  if (!(total.variance > 0)) return notEstimable('no-events');
  const z = (total.observed[0] - total.expectedFirst) / Math.sqrt(total.variance);
  return {
    status: 'estimated',
    chiSquare: z * z,
    pValue: chiSquareUpperTail(z * z, 1),
    z,
    observed: total.observed,
    expected: [total.expectedFirst, total.observed[0] + total.observed[1] - total.expectedFirst],
    strata: strata.size,
  };
}

function tallyStratum(first: readonly Spell[], second: readonly Spell[]): Tally {
  const tally: Tally = { observed: [0, 0], expectedFirst: 0, variance: 0 };
  const times = [...first, ...second].filter((spell) => spell.event).map((spell) => spell.exit);
  const firstAt = riskReader(first);
  const secondAt = riskReader(second);
  for (const time of [...new Set(times)].sort((x, y) => x - y)) {
    const one = firstAt(time);
    const two = secondAt(time);
    const n = one.atRisk + two.atRisk;
    const d = one.events + two.events;
    tally.observed[0] += one.events;
    tally.observed[1] += two.events;
    tally.expectedFirst += (one.atRisk * d) / n;
    if (n > 1) tally.variance += (one.atRisk * two.atRisk * d * (n - d)) / (n * n * (n - 1));
  }
  return tally;
}

/** Reads at-risk and event counts of one group at growing times in a single sweep. */
function riskReader(spells: readonly Spell[]): (time: number) => { atRisk: number; events: number } {
  const byExit = [...spells].sort((x, y) => x.exit - y.exit);
  const enters = sortedEnters(spells);
  let gone = 0;
  let entered = 0;
  return (time) => {
    while (entered < enters.length && (enters[entered] ?? 0) < time) entered++;
    while (gone < byExit.length && (byExit[gone]?.exit ?? 0) < time) gone++;
    let events = 0;
    for (let i = gone; i < byExit.length && byExit[i]?.exit === time; i++) if (byExit[i]?.event) events++;
    return { atRisk: entered - gone, events };
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
