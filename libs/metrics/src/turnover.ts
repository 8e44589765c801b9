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
import { publicReason, suppress, type PublicReason } from './suppression.ts';

/** One month: how many were employed on the last day of the month before and on its own, and who left in it. */
export type TurnoverMonth = {
  headcountBefore: number;
  headcountAfter: number;
  separations: number;
  /** Of the separations, by their own choice; retirement is not. */
  voluntary: number;
  involuntary: number;
  retirement: number;
};

/** Everybody of an organisation over the last twelve full months, and those who were there a year ago. */
export type EmploymentFacts = {
  months: readonly TurnoverMonth[];
  /** Employed a year before the as-of day, and how many of them without a break since. */
  yearAgo: { employed: number; stayed: number };
};

export type Turnover = {
  total: MetricRecord;
  voluntary: MetricRecord;
  involuntary: MetricRecord;
  retirement: MetricRecord;
  retained: MetricRecord;
};

const smallestPart = 5;
const asCounts = { k: smallestPart, homogeneity: null };

/**
 * Turnover as SHRM counts it: separations of a month over the mean of two head counts, a year the sum of its months (not one
 * minus retention). Beside it the closed group: who was employed a year ago and has not left since. Why somebody left is
 * told of five and more, and only when five left for other reasons, too, as its part of the year's turnover; what is neither choice, dismissal nor retirement is the
 * rest of the total. (metrics, 2.4; ISO 30414 tells the same reasons apart.)
 */
export function measureTurnover({ months, yearAgo }: EmploymentFacts, frame: Frame): Turnover {
  const means = months.map(({ headcountBefore, headcountAfter }) => (headcountBefore + headcountAfter) / 2);
  const headcount = Math.round(means.reduce((total, mean) => total + mean, 0) / Math.max(1, months.length));
  const sumOf = (of: (month: TurnoverMonth) => number) => months.reduce((sum, month) => sum + of(month), 0);
  const separations = sumOf((month) => month.separations);
  const sumOfMonths = months.reduce(
    (sum, month, at) => sum + ((means[at] ?? 0) > 0 ? month.separations / (means[at] ?? 1) : 0),
    0,
  );
  const record = (
    key: 'turnover' | 'turnover-voluntary' | 'turnover-involuntary' | 'turnover-retirement',
    of: (month: TurnoverMonth) => number,
  ): MetricRecord => {
    const left = sumOf(of);
    // A part of the year's sum, not a sum of its own months: its digits would say in which of them somebody left by choice.
    const estimate = separations > 0 ? (sumOfMonths * left) / separations : 0;
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
  const involuntary = record('turnover-involuntary', (month) => month.involuntary);
  const retirement = record('turnover-retirement', (month) => month.retirement);
  const hidden = partsHidden({
    all: total.numerator ?? 0,
    voluntary: voluntary.numerator ?? 0,
    involuntary: involuntary.numerator ?? 0,
    retirement: retirement.numerator ?? 0,
  });
  const told = (part: MetricRecord, reason: PublicReason | undefined) =>
    reason && !part.suppressed ? hide(part, reason) : part;
  return {
    total,
    voluntary: told(voluntary, hidden.voluntary),
    involuntary: told(involuntary, hidden.involuntary),
    retirement: told(retirement, hidden.retirement),
    retained: rateRecord(
      'retention-closed-group',
      { numerator: yearAgo.stayed, denominator: yearAgo.employed },
      frame,
    ),
  };
}

type Part = 'voluntary' | 'involuntary' | 'retirement';

/**
 * Which reasons may not be told: first choice against all others, then the others among themselves. Where choice is hidden, so
 * are they: the total less all of them would be it.
 */
function partsHidden({
  all,
  voluntary,
  involuntary,
  retirement,
}: Record<'all' | Part, number>): Partial<Record<Part, PublicReason>> {
  if (all === 0) return {};
  const others = all - voluntary;
  const first = suppress(
    [
      { key: 'voluntary', n: voluntary },
      { key: 'others', n: others },
    ],
    asCounts,
  );
  const second = suppress(
    [
      { key: 'involuntary', n: involuntary },
      { key: 'retirement', n: retirement },
      { key: 'rest', n: others - involuntary - retirement },
    ],
    asCounts,
  );
  const choice = first.cells[0]?.suppressed;
  const reasonOf = (at: number) => {
    const own = second.cells[at]?.suppressed;
    return own ? publicReason(own.reason) : choice ? ('protects-others' as const) : null;
  };
  const [dismissed, retired] = [reasonOf(0), reasonOf(1)];
  return {
    ...(choice && { voluntary: publicReason(choice.reason) }),
    ...(dismissed && { involuntary: dismissed }),
    ...(retired && { retirement: retired }),
  };
}
