import { poissonRate } from '@ithaca/statistics/rates';
import { addMonths, type Day } from './days.ts';
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

/** One month: how many were employed on the last day of the month before and on its own, and how many left in it. */
export type TurnoverMonth = { headcountBefore: number; headcountAfter: number; separations: number };

/** How many left in a calendar year by their own choice, which retirement is not, and for which other reasons. */
export type LeavingReasons = { voluntary: number; involuntary: number; retirement: number };

/** Everybody of an organisation over the last twelve full months and over the year of reasons, and those who were there a year ago. */
export type EmploymentFacts = {
  months: readonly TurnoverMonth[];
  /** The months of `yearOfReasons`, and why people left in them all together. */
  reasons: LeavingReasons & { months: readonly TurnoverMonth[] };
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
 * Of which year reasons are told, half-open: the last calendar year that has been over for a month, by when whoever is back within
 * thirty days is. Months that roll on would tell the reason of who comes in or falls out; two such years have nobody in common. (metrics, 2.9.)
 */
export function yearOfReasons(asOf: Day): { from: Day; to: Day } {
  const to = `${addMonths(asOf, -1).slice(0, 4)}-01-01`;
  return { from: addMonths(to, -12), to };
}

/**
 * Turnover as SHRM counts it: separations of a month over the mean of two head counts, a year the sum of its months (not one
 * minus retention), of the last twelve that are full. Beside it the closed group: who was employed a year ago and has not left since.
 * Why somebody left is told of a calendar year (`yearOfReasons`), of five and more, and only when five left for other reasons, too, as
 * its part of that year's turnover; what is neither choice, dismissal nor retirement is the rest of it. (metrics, 2.4; ISO 30414 tells the
 * same reasons apart.)
 */
export function measureTurnover({ months, reasons, yearAgo }: EmploymentFacts, frame: Frame): Turnover {
  const told = { ...frame, ...yearOfReasons(frame.asOf) };
  const { separations } = sumOf(reasons.months);
  const part = (of: Part) => yearRecord(`turnover-${of}`, reasons.months, reasons[of], told);
  const hidden = partsHidden({ ...reasons, all: separations });
  const unlessHidden = (of: Part) => {
    const [record, reason] = [part(of), hidden[of]];
    return reason && !record.suppressed ? hide(record, reason) : record;
  };
  return {
    total: yearRecord('turnover', months, sumOf(months).separations, frame),
    voluntary: unlessHidden('voluntary'),
    involuntary: unlessHidden('involuntary'),
    retirement: unlessHidden('retirement'),
    retained: rateRecord(
      'retention-closed-group',
      { numerator: yearAgo.stayed, denominator: yearAgo.employed },
      frame,
    ),
  };
}

/**
 * So many of those who left in a year: their part of the sum of its months, not a sum of their own months, whose digits would say in
 * which of them somebody left by choice. With the exact limits of the count, over as many person-years as give that part.
 */
function yearRecord(
  key: 'turnover' | `turnover-${Part}`,
  months: readonly TurnoverMonth[],
  left: number,
  frame: Frame,
): MetricRecord {
  const { separations, headcount, turnover } = sumOf(months);
  const estimate = separations > 0 ? (turnover * left) / separations : 0;
  return publish(
    key,
    {
      ...fromInterval(poissonRate(left, left > 0 ? left / estimate : headcount)),
      estimate: headcount > 0 ? estimate : null,
      numerator: left,
      denominator: headcount,
      n: headcount,
      ...leftOut({}),
    },
    frame,
  );
}

/** Of a year: who left, the mean of its head counts, and the sum of its months. */
function sumOf(months: readonly TurnoverMonth[]): {
  separations: number;
  headcount: number;
  turnover: number;
} {
  const sum = (of: (month: TurnoverMonth) => number) => months.reduce((all, month) => all + of(month), 0);
  const mean = ({ headcountBefore, headcountAfter }: TurnoverMonth) => (headcountBefore + headcountAfter) / 2;
  return {
    separations: sum((month) => month.separations),
    headcount: Math.round(sum(mean) / Math.max(1, months.length)),
    turnover: sum((month) => (mean(month) > 0 ? month.separations / mean(month) : 0)),
  };
}

type Part = keyof LeavingReasons;

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
