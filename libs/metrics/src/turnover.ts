import { poissonRate } from '@ithaca/statistics/rates';
import {
  fromInterval,
  hide,
  leftOut,
  publish,
  rateRecord,
  type Frame,
  type MetricRecord,
} from './records.ts';
import { publicReason, suppress } from './suppression.ts';

/** One month: how many were employed on the last day of the month before and on its own, and who left in it. */
export type TurnoverMonth = {
  headcountBefore: number;
  headcountAfter: number;
  separations: number;
  /** Of the separations, by their own choice; retirement is not. */
  voluntary: number;
};

/** Everybody of an organisation over the last twelve full months, and those who were there a year ago. */
export type EmploymentFacts = {
  months: readonly TurnoverMonth[];
  /** Employed a year before the as-of day, and how many of them without a break since. */
  yearAgo: { employed: number; stayed: number };
};

export type Turnover = { total: MetricRecord; voluntary: MetricRecord; retained: MetricRecord };

const smallestPart = 5;

/**
 * Turnover as SHRM counts it: separations of a month over the mean of two head counts, a year the sum of its months (not one
 * minus retention). Beside it the closed group: who was employed a year ago and has not left since. Why somebody left is
 * told of five and more, and only when five left for other reasons, too. (metrics, 2.4.)
 */
export function measureTurnover({ months, yearAgo }: EmploymentFacts, frame: Frame): Turnover {
  const means = months.map(({ headcountBefore, headcountAfter }) => (headcountBefore + headcountAfter) / 2);
  const headcount = Math.round(means.reduce((total, mean) => total + mean, 0) / Math.max(1, months.length));
  const record = (
    key: 'turnover' | 'turnover-voluntary',
    of: (month: TurnoverMonth) => number,
  ): MetricRecord => {
    const left = months.reduce((total, month) => total + of(month), 0);
    const estimate = months.reduce(
      (total, month, at) => total + ((means[at] ?? 0) > 0 ? of(month) / (means[at] ?? 1) : 0),
      0,
    );
    // The exact limits of the count, over as many person-years as give the sum of the months.
    const limits = fromInterval(poissonRate(left, left > 0 ? left / estimate : headcount));
    return publish(
      key,
      {
        ...limits,
        estimate: headcount > 0 ? estimate : null,
        numerator: left,
        denominator: headcount,
        n: headcount,
        ...leftOut({}),
      },
      frame,
    );
  };
  const total = record('turnover', ({ separations }) => separations);
  const voluntary = record('turnover-voluntary', (month) => month.voluntary);
  const [all, own] = [total.numerator ?? 0, voluntary.numerator ?? 0];
  const { cells } = suppress(
    [
      { key: 'own', n: own },
      { key: 'others', n: all - own },
    ],
    { k: smallestPart, homogeneity: null },
  );
  const hidden = all > 0 ? cells[0]?.suppressed : null;
  return {
    total,
    voluntary: hidden && !voluntary.suppressed ? hide(voluntary, publicReason(hidden.reason)) : voluntary,
    retained: rateRecord(
      'retention-closed-group',
      { numerator: yearAgo.stayed, denominator: yearAgo.employed },
      frame,
    ),
  };
}
