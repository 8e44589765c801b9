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

/** The expected share of false ones among what is called a difference. */
const falseShare = 0.05;

/**
 * Whether a group may be said to be behind: flagged as a gap, of 20 people and more, and still so once all ratios that are
 * read together are counted (`q`, Benjamini–Hochberg).
 */
export const isClearlyBehind = ({
  flag,
  n,
  q,
}: {
  flag: 'gap' | 'watch' | 'small-gap' | null;
  n: number | null;
  q?: number | null | undefined;
}): boolean => flag !== null && flag !== 'watch' && (n ?? 0) >= fewBelow && q != null && q < falseShare;
