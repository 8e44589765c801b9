import { twoSidedZ } from './distributions.ts';
import { clamp, notEstimable, type IntervalEstimate, type NotEstimable } from './estimates.ts';

/**
 * Net promoter score in points (-100..100): 100 (promoters - detractors) / n, with the adjusted Wald interval that
 * adds three answers (3/4 promoter, 3/4 detractor). The interval is centred on the adjusted score, not on the
 * plain one. Source: Rocks, The American Statistician 70 (2016) 365.
 */
export function npsInterval(
  promoters: number,
  passives: number,
  detractors: number,
  level = 0.95,
): IntervalEstimate | NotEstimable {
  const counts = [promoters, passives, detractors];
  if (!counts.every(Number.isFinite)) return notEstimable('not-finite');
  if (counts.some((count) => count < 0)) return notEstimable('counts-out-of-range');
  const n = promoters + passives + detractors;
  if (n === 0) return notEstimable('no-observations');
  const adjustedN = n + 3;
  const up = (promoters + 0.75) / adjustedN;
  const down = (detractors + 0.75) / adjustedN;
  const centre = up - down;
  const half = twoSidedZ(level) * Math.sqrt((up + down - centre * centre) / adjustedN);
  return {
    status: 'estimated',
    estimate: (100 * (promoters - detractors)) / n,
    lower: 100 * clamp(centre - half, -1, 1),
    upper: 100 * clamp(centre + half, -1, 1),
    n,
    method: 'adjusted-wald',
  };
}
