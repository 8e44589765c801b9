import { shareLimits } from '@ithaca/statistics/control-limits';
import { chiSquareUpperTail, twoSidedZ } from '@ithaca/statistics/distributions';
import { benjaminiHochberg } from '@ithaca/statistics/multiple-testing';
import { poolShares, shrink } from '@ithaca/statistics/pooling';
import { newcombe } from '@ithaca/statistics/proportions';

import { Remembered } from './remembered.ts';
import { fewBelow, tellFrom } from './standing.ts';

/** One thing that is alike to no other of its cohort (a person, a pairing): its value from 0 to 1, and who is comparable to it. */
export type ComparedUnit = { value: number; stratum: string };

/**
 * What one cohort brings to a comparison: its units, or counts over `clusters` whose own counts are alike (meetings of
 * pairings, asks of people). Counts are weighed as if each cluster were one unit, which is never too sure.
 */
export type ComparedGroup = { key: string } & (
  { units: readonly ComparedUnit[] } | { sum: number; count: number; clusters: number }
);

/** Limits within which all but 2 in 1000 cohorts lie that differ by nothing but chance. */
const funnelLevel = 0.998;
/** The expected share of false ones among the differences that are told. */
const falseShare = 0.05;
/** A stratum of few people is taken to be like all, as if so many more of the average belonged to it. */
const stratumWeight = 4;
/** Below this many cohorts with enough behind them there is nothing to hold one against. */
const fewestGroups = 2;
/** Values from 0 to 1 that spread less than this are alike: what is left of them is the rounding of sums. */
const leastSpread = 1e-12;

type Limits = { lo: number; hi: number };

/**
 * One cohort beside the others. `standardised` is its value with the mix of departments and grades of all, null where no mix
 * is known; `pooled` what is to be expected of it once chance is taken off; `limits` the funnel for its size; `difference`
 * to all others together. `q` is its p value adjusted for all that stand in the table.
 */
export type GroupBeside = {
  key: string;
  n: number;
  value: number | null;
  standardised: number | null;
  pooled: ({ estimate: number } & Limits) | null;
  limits: Limits | null;
  difference: ({ estimate: number } & Limits) | null;
  p: number | null;
  q: number | null;
  verdict: 'higher' | 'lower' | 'within' | 'few' | 'too-few' | 'nothing';
};

export type SideBySide = {
  /** Over all groups that do not differ; null where nobody is counted. */
  mean: number | null;
  n: number;
  groups: GroupBeside[];
};

/** Between what a series makes usual, and where its last point lies; null under twelve points: an arrow would point at noise. */
export function findUsualRange(
  series: readonly { active: number; of: number }[],
): ({ status: 'within' | 'above' | 'below' } & Limits) | null {
  const limits = shareLimits(series.map(({ active, of }) => ({ successes: active, n: of })));
  const last = limits.status === 'estimated' ? limits.points.at(-1) : undefined;
  if (limits.status === 'not-estimable' || !last) return null;
  return { status: limits.last, lo: last.lower, hi: last.upper };
}

type Sums = { key: string; n: number; sum: number };

/**
 * Groups side by side in several measures. A group differs only when it lies outside the 99.8 % limits of its size, and
 * still does once all comparisons of the table are counted (Benjamini–Hochberg). It is held against those that do not
 * differ themselves, so that one that is far off does not make the others look unusual. Under 20 units nothing is called a
 * difference. Throws RangeError on values and sums that are no number. Source: Spiegelhalter, Statistics in Medicine 24 (2005) 1185; metrics 2.8.
 */
export function compareSideBySide(measures: readonly (readonly ComparedGroup[])[]): SideBySide[] {
  const found = measures.map(besideOthers);
  const tested = found.flatMap(({ groups }) => groups.filter(({ p }) => p !== null));
  const adjusted = benjaminiHochberg(tested.map(({ p }) => p ?? 1));
  for (const [at, group] of tested.entries()) {
    group.q = adjusted[at] ?? 1;
    if (isOutside(group) && group.q < falseShare)
      group.verdict = (group.difference?.estimate ?? 0) > 0 ? 'higher' : 'lower';
  }
  return found;
}

const isOutside = ({ p }: { p: number | null }) => p !== null && p < 1 - funnelLevel;

function besideOthers(groups: readonly ComparedGroup[]): SideBySide {
  const sums = groups.map(sumsOf);
  if (!sums.every(({ sum, n: size }) => Number.isFinite(sum + size)))
    throw new RangeError('sums must be numbers');
  const n = sums.reduce((total, group) => total + group.n, 0);
  if (n === 0) return { mean: null, n, groups: sums.map(({ key }) => nothing(key)) };
  const pooled = poolShares(sums.map(({ sum, n: size }) => ({ successes: sum, n: size })));
  const { reference, held } = findReference(groups, sums);
  const { mean, strata } = reference;
  return {
    mean,
    n,
    groups: sums.map((group, at): GroupBeside => {
      if (group.n === 0) return nothing(group.key);
      const own = { ...nothing(group.key), n: group.n, value: group.sum / group.n };
      if (group.n < tellFrom) return { ...own, verdict: 'too-few' };
      const drawn = pooled.status === 'estimated' ? pooled.groups[at] : undefined;
      const { limits, difference, p } = held[at] ?? unheld;
      const expected = reference.expectedOf(at);
      return {
        ...own,
        standardised: strata > 1 && expected > 0 ? cut((mean * group.sum) / expected) : null,
        pooled:
          drawn?.status === 'estimated'
            ? { estimate: drawn.estimate, lo: drawn.lower, hi: drawn.upper }
            : null,
        limits,
        difference,
        p: group.n < fewBelow ? null : p,
        verdict: group.n < fewBelow ? 'few' : 'within',
      };
    }),
  };
}

type Held = Pick<GroupBeside, 'limits' | 'difference' | 'p'>;
const unheld: Held = { limits: null, difference: null, p: null };

/** Takes the one that lies furthest off out of what all are held against, while there is one and two large ones are left. */
function findReference(
  groups: readonly ComparedGroup[],
  sums: readonly Sums[],
): { reference: Reference; held: Held[] } {
  const members = new Set(sums.keys());
  for (;;) {
    const reference = referenceOf(groups, sums, members);
    const held = sums.map((_, at) => holdAgainst(reference, sums, members, at));
    const furthest = [...members]
      .filter((at) => isOutside(held[at] ?? unheld) && hasTwoLarge(sums, members, at))
      .toSorted((one, other) => (held[one]?.p ?? 1) - (held[other]?.p ?? 1))[0];
    if (furthest === undefined) return { reference, held };
    members.delete(furthest);
  }
}

/** Whether, without this one, two are left that could be told to differ from one another. */
const hasTwoLarge = (sums: readonly Sums[], members: ReadonlySet<number>, without: number): boolean =>
  [...members].filter((at) => at !== without && (sums[at]?.n ?? 0) >= fewBelow).length >= fewestGroups;

/** The funnel and the difference to the others of the reference. */
function holdAgainst(
  { mean, n, spread, expectedOf }: Reference,
  sums: readonly Sums[],
  members: ReadonlySet<number>,
  at: number,
): Held {
  const group = sums[at];
  const isMember = members.has(at);
  if (!group || group.n < tellFrom || spread < leastSpread) return unheld;
  if (!hasTwoLarge(sums, members, -1) || (isMember && group.n >= n)) return unheld;
  // A group that is part of the mean lies nearer to it; the mean of others is uncertain, too.
  const error = Math.sqrt((spread / group.n) * (isMember ? 1 - group.n / n : 1 + group.n / n));
  const half = twoSidedZ(funnelLevel) * error;
  const z = (group.sum - expectedOf(at)) / group.n / error;
  const others = isMember ? { n: n - group.n, sum: mean * n - group.sum } : { n, sum: mean * n };
  const between = newcombe(group.sum, group.n, Math.min(others.n, Math.max(0, others.sum)), others.n);
  return {
    limits: { lo: cut(mean - half), hi: cut(mean + half) },
    difference:
      between.status === 'estimated'
        ? { estimate: between.estimate, lo: between.lower, hi: between.upper }
        : null,
    p: chiSquareUpperTail(z * z, 1),
  };
}

/** What groups are held against: the mean, what each is expected to have, and the variance of a single unit around that. */
type Reference = {
  mean: number;
  n: number;
  spread: number;
  strata: number;
  /** The sum of a group, had its people done as those comparable to them. */
  expectedOf: (at: number) => number;
};

function referenceOf(
  groups: readonly ComparedGroup[],
  sums: readonly Sums[],
  members: ReadonlySet<number>,
): Reference {
  const own = sums.filter((_, at) => members.has(at));
  const n = own.reduce((total, group) => total + group.n, 0);
  const mean = n === 0 ? 0 : own.reduce((total, group) => total + group.sum, 0) / n;
  const talliesOf = (at: number) => {
    const group = groups[at];
    return group && 'units' in group ? talliesIn(group.units) : [];
  };
  const all = [...members].flatMap(talliesOf);
  if (all.length === 0)
    return {
      mean,
      n,
      spread: mean * (1 - mean),
      strata: 0,
      expectedOf: (at) => mean * (sums[at]?.n ?? 0),
    };
  const strata = new Map(
    [...Map.groupBy(all, ({ stratum }) => stratum)].map(([stratum, own]) => [
      stratum,
      shrink(total(own, 'sum'), total(own, 'n'), mean, stratumWeight),
    ]),
  );
  const expectedIn = ({ stratum, n: units }: Tally) => (strata.get(stratum) ?? mean) * units;
  const sumExpected = (tallies: readonly Tally[]) =>
    tallies.reduce((sum, tally) => sum + expectedIn(tally), 0);
  const expected = sumExpected(all);
  // What was drawn towards the mean is scaled back, so that all together are expected to have what they have.
  const scale = expected > 0 ? total(all, 'sum') / expected : 1;
  const squaresAround = ({ stratum, n: units, sum, squares }: Tally) => {
    const share = scale * (strata.get(stratum) ?? mean);
    return squares - 2 * share * sum + units * share ** 2;
  };
  return {
    mean,
    n,
    spread: all.reduce((sum, tally) => sum + squaresAround(tally), 0) / total(all, 'n'),
    strata: strata.size,
    expectedOf: (at) => scale * sumExpected(talliesOf(at)),
  };
}

/** Of the units of one stratum in one group how many there are, their sum, and that of their squares. */
type Tally = { stratum: string; n: number; sum: number; squares: number };

/** Of a group that is as it was, the units are not gone through again. */
const talliesIn = (units: readonly ComparedUnit[]): Tally[] => tallied.find(units, '', tallyByStratum);

const tallied = new Remembered<readonly ComparedUnit[], Tally[]>();

function tallyByStratum(units: readonly ComparedUnit[]): Tally[] {
  const strata = new Map<string, Tally>();
  for (const { stratum, value } of units) {
    let tally = strata.get(stratum);
    if (!tally) strata.set(stratum, (tally = { stratum, n: 0, sum: 0, squares: 0 }));
    tally.n += 1;
    tally.sum += value;
    tally.squares += value ** 2;
    if (!Number.isFinite(tally.squares)) throw new RangeError('values must be numbers from 0 to 1');
  }
  return [...strata.values()];
}

const total = (tallies: readonly Tally[], of: 'n' | 'sum'): number =>
  tallies.reduce((sum, tally) => sum + tally[of], 0);

/** Counts weigh as many as there are clusters behind them. */
function sumsOf(group: ComparedGroup): Sums {
  if ('units' in group)
    return { key: group.key, n: group.units.length, sum: total(talliesIn(group.units), 'sum') };
  if (group.count === 0) return { key: group.key, n: 0, sum: 0 };
  const n = Math.min(group.count, group.clusters);
  return { key: group.key, n, sum: Math.min(n, (group.sum / group.count) * n) };
}

const nothing = (key: string): GroupBeside => ({
  key,
  n: 0,
  value: null,
  standardised: null,
  pooled: null,
  limits: null,
  difference: null,
  p: null,
  q: null,
  verdict: 'nothing',
});

const cut = (share: number) => Math.min(1, Math.max(0, share));
