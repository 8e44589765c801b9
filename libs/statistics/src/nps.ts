import { normalCdf, twoSidedZ } from './distributions.ts';
import { notEstimable, type IntervalEstimate, type NotEstimable } from './estimates.ts';

/** Answers to "would you recommend": 9–10, 7–8 and 0–6 of 10. */
export type NpsCounts = { promoters: number; passives: number; detractors: number };

/**
 * Net promoter score in points (-100..100): 100 (promoters - detractors) / n, with the adjusted Wald interval that
 * adds three answers (3/4 promoter, 3/4 detractor). The interval is centred on the adjusted score, not on the
 * plain one; where a handful of unanimous answers leaves the plain score outside, the limit is moved out to it.
 * Source: Rocks, The American Statistician 70 (2016) 365.
 */
export function npsInterval(
  promoters: number,
  passives: number,
  detractors: number,
  level = 0.95,
): IntervalEstimate | NotEstimable {
  const score = adjust({ promoters, passives, detractors });
  if ('reason' in score) return score;
  const { n, centre } = score;
  const half = twoSidedZ(level) * Math.sqrt(score.variance);
  return {
    status: 'estimated',
    estimate: 100 * score.plain,
    lower: 100 * Math.max(-1, Math.min(score.plain, centre - half)),
    upper: 100 * Math.min(1, Math.max(score.plain, centre + half)),
    n,
    method: 'adjusted-wald',
  };
}

/**
 * Difference first - second of two scores in points, by z on the adjusted scores; limits as of one score.
 * Source: Rocks, The American Statistician 70 (2016) 365.
 */
export function npsDifference(
  first: NpsCounts,
  second: NpsCounts,
  level = 0.95,
): (IntervalEstimate & { pValue: number }) | NotEstimable {
  const one = adjust(first);
  if ('reason' in one) return one;
  const two = adjust(second);
  if ('reason' in two) return two;
  const error = Math.sqrt(one.variance + two.variance);
  const difference = one.plain - two.plain;
  const centre = one.centre - two.centre;
  const half = twoSidedZ(level) * error;
  return {
    status: 'estimated',
    estimate: 100 * difference,
    lower: 100 * Math.max(-2, Math.min(difference, centre - half)),
    upper: 100 * Math.min(2, Math.max(difference, centre + half)),
    n: one.n + two.n,
    method: 'adjusted-wald',
    pValue: 2 * normalCdf(-Math.abs(centre) / error),
  };
}

type Adjusted = { n: number; plain: number; centre: number; variance: number };

function adjust({ promoters, passives, detractors }: NpsCounts): Adjusted | NotEstimable {
  const counts = [promoters, passives, detractors];
  if (!counts.every(Number.isFinite)) return notEstimable('not-finite');
  if (counts.some((count) => count < 0)) return notEstimable('counts-out-of-range');
  const n = promoters + passives + detractors;
  if (n === 0) return notEstimable('no-observations');
  const adjustedN = n + 3;
  const up = (promoters + 0.75) / adjustedN;
  const down = (detractors + 0.75) / adjustedN;
  const centre = up - down;
  const variance = (up + down - centre * centre) / adjustedN;
  return { n, plain: (promoters - detractors) / n, centre, variance };
}
