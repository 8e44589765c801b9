import type { IntervalEstimate, NotEstimable } from '@ithaca/statistics/estimates';
import { meanInterval } from '@ithaca/statistics/means';
import { wilson } from '@ithaca/statistics/proportions';
import { getMetric } from './catalogue.ts';
import type { Day } from './days.ts';
import type { MetricKey } from './metric-grains.ts';
import { publicReason, suppress, type PublicReason } from './suppression.ts';

/**
 * A number with everything needed to judge and reproduce it. `estimate` is null when there is nothing to measure;
 * `lo` and `hi` also when no interval can be given. A suppressed record carries no count and no estimate at all.
 */
export type MetricRecord = {
  key: MetricKey;
  version: number;
  numerator: number | null;
  denominator: number | null;
  estimate: number | null;
  lo: number | null;
  hi: number | null;
  method: string | null;
  n: number | null;
  excluded: Record<string, number>;
  pending: number | null;
  unknown: number | null;
  /** What is counted by how well it is known; null where that is not graded, or not told. */
  sourceMix: Record<string, number> | null;
  suppressed: null | { reason: PublicReason };
  asOf: Day;
  from: Day | null;
  to: Day | null;
};

/**
 * When and for whom a number is formed. As-of reads what happened through the end of that day; the window is
 * half-open [from, to). `minimumGroup` overrides the catalogue's (10 for managers, 0 for who sees each by name).
 */
export type Frame = { asOf: Day; from?: Day | null; to?: Day | null; minimumGroup?: number };

/** Units that are in neither numerator nor denominator, each with why. */
export type LeftOut = { excluded?: Record<string, number>; pending?: number; unknown?: number };

/** Record of a share, Wilson interval. */
export function rateRecord(
  key: MetricKey,
  counts: { numerator: number; denominator: number; sourceMix?: Record<string, number> } & LeftOut,
  frame: Frame,
): MetricRecord {
  const { numerator, denominator, sourceMix } = counts;
  return publish(
    key,
    {
      numerator,
      denominator,
      n: denominator,
      ...fromInterval(wilson(numerator, denominator)),
      ...leftOut(counts),
      ...(sourceMix && { sourceMix }),
    },
    frame,
  );
}

/**
 * Record of the mean of shares in 0..1, one for each cluster: t interval cut to 0..1. When all shares are alike, or
 * there is one, the spread is unknown; a share's variance is at most p(1-p), so Wilson on the clusters is a safe
 * interval and is given instead. Throws RangeError on what is no share.
 */
export function meanShareRecord(
  key: MetricKey,
  shares: readonly number[],
  rest: LeftOut,
  frame: Frame,
): MetricRecord {
  if (!shares.every((share) => share >= 0 && share <= 1 + 1e-9)) throw new RangeError(`${key}: not a share`);
  const sum = shares.reduce((total, share) => total + share, 0);
  const mean = meanInterval(shares);
  const interval =
    mean.status === 'estimated'
      ? { ...mean, lower: Math.max(0, mean.lower), upper: Math.min(1, mean.upper), method: 't-by-cluster' }
      : withMethod(wilson(Math.min(sum, shares.length), shares.length), 'wilson-by-cluster');
  return publish(
    key,
    {
      numerator: sum,
      denominator: shares.length,
      n: shares.length,
      ...fromInterval(interval),
      ...leftOut(rest),
    },
    frame,
  );
}

/** Record of an estimate that has neither numerator nor denominator, such as a difference. */
export function estimateRecord(
  key: MetricKey,
  interval: IntervalEstimate | NotEstimable,
  rest: LeftOut & { n: number; suppressed?: PublicReason | null },
  frame: Frame,
): MetricRecord {
  const values = {
    numerator: null,
    denominator: null,
    n: rest.n,
    ...fromInterval(interval),
    ...leftOut(rest),
  };
  const record = publish(key, values, frame);
  return rest.suppressed ? hide(record, rest.suppressed) : record;
}

/** The record without its numbers: neither counts nor estimate nor what was left out. */
export function hide(record: MetricRecord, reason: PublicReason): MetricRecord {
  return {
    ...record,
    numerator: null,
    denominator: null,
    estimate: null,
    lo: null,
    hi: null,
    method: null,
    n: null,
    excluded: {},
    pending: null,
    unknown: null,
    sourceMix: null,
    suppressed: { reason },
  };
}

/** The minimum group that holds for a metric in a frame. */
export function minimumGroupOf(key: MetricKey, frame: Frame): number {
  return frame.minimumGroup ?? getMetric(key).minimumGroup;
}

type Values = Pick<
  MetricRecord,
  'numerator' | 'denominator' | 'estimate' | 'lo' | 'hi' | 'method' | 'excluded' | 'pending' | 'unknown'
> & { n: number; sourceMix?: Record<string, number> };

/**
 * Puts the key, the frame and the suppression decision on the values. Nobody measured is said, not hidden. Throws RangeError on a
 * number that is none, with its place: a fault of whoever formed it, which JSON would tell as nothing measured.
 */
export function publish(key: MetricKey, values: Values, frame: Frame): MetricRecord {
  for (const [place, part] of [...Object.entries(values), ...Object.entries(values.excluded)])
    if (typeof part === 'number' && !Number.isFinite(part))
      throw new RangeError(`${key}: ${place} is ${part}, which is no number to tell`);
  const definition = getMetric(key);
  const record: MetricRecord = {
    key,
    version: definition.version,
    sourceMix: null,
    ...values,
    suppressed: null,
    asOf: frame.asOf,
    from: frame.from ?? null,
    to: frame.to ?? null,
  };
  if (values.n === 0) return record;
  const cell = { key, n: values.n, ...(values.numerator === null ? {} : { numerator: values.numerator }) };
  const { total } = suppress([cell], {
    k: minimumGroupOf(key, frame),
    complement: false,
    homogeneity: definition.homogeneity,
  });
  return total.suppressed ? hide(record, publicReason(total.suppressed.reason)) : record;
}

/** Reads an interval into the fields of a record; what cannot be estimated is null. */
export function fromInterval(
  interval: IntervalEstimate | NotEstimable,
): Pick<MetricRecord, 'estimate' | 'lo' | 'hi' | 'method'> {
  if (interval.status === 'not-estimable') return { estimate: null, lo: null, hi: null, method: null };
  return { estimate: interval.estimate, lo: interval.lower, hi: interval.upper, method: interval.method };
}

/**
 * The limits of a mean of answers, as far from it as those of the answers whose spread may be told; none where these are
 * fewer than two, or all alike.
 */
export function meanLimits(
  mean: number,
  settled: readonly number[],
): Pick<MetricRecord, 'lo' | 'hi' | 'method'> {
  const found = meanInterval(settled);
  if (found.status === 'not-estimable') return { lo: null, hi: null, method: null };
  const half = (found.upper - found.lower) / 2;
  return { lo: mean - half, hi: mean + half, method: found.method };
}

/** What was left out, with nothing missing. */
export function leftOut(rest: LeftOut): {
  excluded: Record<string, number>;
  pending: number;
  unknown: number;
} {
  return { excluded: rest.excluded ?? {}, pending: rest.pending ?? 0, unknown: rest.unknown ?? 0 };
}

/** Adds one to a reason. */
export function tally(reasons: Record<string, number>, reason: string): void {
  reasons[reason] = (reasons[reason] ?? 0) + 1;
}

/** Whether a day lies in the window of a frame and not after its as-of day. */
export function isInWindow(day: Day, frame: Frame): boolean {
  return (
    day <= frame.asOf && (frame.from == null || day >= frame.from) && (frame.to == null || day < frame.to)
  );
}

function withMethod(
  interval: IntervalEstimate | NotEstimable,
  method: string,
): IntervalEstimate | NotEstimable {
  return interval.status === 'estimated' ? { ...interval, method } : interval;
}
