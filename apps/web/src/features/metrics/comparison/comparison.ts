import type { Metric } from '@ithaca/contracts/metrics';
import { standingOf } from '@ithaca/metrics/standing';

/** 97.5 % and, for three numbers read together, 99.2 % of the normal curve (Bonferroni). */
const widening = 2.394 / 1.96;

/** The numbers that do not depend on how far a cohort has come, and so may be compared with an earlier one. */
const comparable: readonly string[] = ['match-rate', 'meetings-held', 'cadence-adherence'];

/**
 * Whether a number differs from an earlier cohort's: the interval of the difference from the two intervals (Newcombe's
 * square-and-add), widened because three numbers are compared at once, and once more as if each pairing had brought one
 * meeting, because meetings of one pairing are alike. Null where one of them is few or not comparable.
 */
export function compare(
  now: Metric,
  before: Metric | undefined,
  pairings: { now: number; before: number },
): 'alike' | 'higher' | 'lower' | null {
  if (!before || !comparable.includes(now.key) || now.version !== before.version) return null;
  if (standingOf(now) !== 'enough' || standingOf(before) !== 'enough') return null;
  const [one, other] = [limitsOf(now, pairings.now), limitsOf(before, pairings.before)];
  if (!one || !other) return null;
  const difference = one.estimate - other.estimate;
  const low = difference - widening * Math.hypot(one.estimate - one.lo, other.hi - other.estimate);
  const high = difference + widening * Math.hypot(one.hi - one.estimate, other.estimate - other.lo);
  if (low > 0) return 'higher';
  return high < 0 ? 'lower' : 'alike';
}

function limitsOf({ key, n, estimate, lo, hi }: Metric, pairings: number) {
  if (estimate === null || lo === null || hi === null) return null;
  if (key !== 'meetings-held') return { estimate, lo, hi };
  const wider = Math.sqrt(Math.max(1, (n ?? 0) / Math.max(1, pairings)));
  return { estimate, lo: estimate - wider * (estimate - lo), hi: estimate + wider * (hi - estimate) };
}
