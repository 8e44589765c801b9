/** Below this many a share is not told; below `fewBelow` it is told in grey, with its interval, and never compared. */
export const tellFrom = 5;
export const fewBelow = 20;

/** How much a number can bear: withheld, nothing counted, too few, few, or enough. */
export type MetricStanding = 'withheld' | 'nothing' | 'too-few' | 'few' | 'enough';

/** How much a record can bear (R7): every way out asks this before it tells an estimate. */
export function standingOf({
  suppressed,
  estimate,
  n,
}: {
  suppressed: unknown;
  estimate: number | null;
  n: number | null;
}): MetricStanding {
  if (suppressed) return 'withheld';
  if (estimate === null || !n) return 'nothing';
  if (n < tellFrom) return 'too-few';
  return n < fewBelow ? 'few' : 'enough';
}
