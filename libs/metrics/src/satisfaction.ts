import { addDays, hasHappened, type Day } from './days.ts';
import {
  hide,
  isInWindow,
  leftOut,
  meanLimits,
  minimumGroupOf,
  publish,
  rateRecord,
  type Frame,
  type MetricRecord,
} from './records.ts';
import { batchesOf } from './releases.ts';
import { askStateOf, measureResponse, responseDueDays, type AskRow } from './response-rate.ts';

/** An ask whose answer is a rating from 1 to 5; null until it is given. Pass mentors and mentees apart. */
export type RatingRow = AskRow & { rating: number | null };

/**
 * Satisfaction as it must be shown: the share of 4 and 5, the mean, the response rate, and the share if everyone who
 * kept silent was discontent (`lower`) or content (`upper`). When the share is hidden, mean and bounds are too.
 */
export type Satisfaction = {
  share: MetricRecord;
  mean: MetricRecord;
  response: MetricRecord;
  bounds: { lower: number; upper: number; asked: number; silent: number } | null;
};

const satisfiedFrom = 4;
/** Fewest people of whose answers it may be told how they spread. */
const fewestSpread = 10;

/**
 * The answers in the window that may be counted: in batches, so that two readings cannot be subtracted (`releases.ts`),
 * of a person and wave the last one. What a number of satisfaction adds up.
 */
export function listCounted<T extends RatingRow>(rows: readonly T[], frame: Frame): T[] {
  return lastOfEach(listBatches(rows, frame).flat());
}

/**
 * The batches in which the answers in the window were let in, each by the day on which it was settled: one that is changed
 * after it was counted would be the difference of two readings.
 */
export function listBatches<T extends RatingRow>(rows: readonly T[], frame: Frame): T[][] {
  return batchesOf(
    listGiven(rows, frame).map((ask) => ({
      ask,
      personId: ask.personId,
      answeredOn: settledOn(ask),
      isYes: isSatisfied(ask),
    })),
    { asOf: frame.asOf, minimumGroup: minimumGroupOf('satisfaction', frame) },
  ).map((batch) => batch.map(({ ask }) => ask));
}

/** The answers in the window that have been given, counted or not. */
const listGiven = <T extends RatingRow>(rows: readonly T[], frame: Frame): T[] =>
  rows.filter((ask) => isGiven(ask, frame));

const isGiven = ({ rating, answeredOn, deliveredOn }: RatingRow, frame: Frame): boolean =>
  rating !== null &&
  hasHappened(answeredOn, frame.asOf) &&
  deliveredOn !== null &&
  isInWindow(deliveredOn, frame);

/** The last day on which an answer may still be changed: it stays open as long as one has to give it. */
const settledOn = ({ deliveredOn, answeredOn }: AskRow): Day | null => {
  const closes = deliveredOn && addDays(deliveredOn, responseDueDays);
  return closes && answeredOn && (answeredOn > closes ? answeredOn : closes);
};

/** The asks by person and wave. */
function listUnits<T extends RatingRow>(rows: readonly T[]): T[][] {
  const waves = new Map<string, Map<string, T[]>>();
  const units: T[][] = [];
  for (const row of rows) {
    let people = waves.get(row.wave);
    if (!people) waves.set(row.wave, (people = new Map()));
    const unit = people.get(row.personId);
    if (unit) unit.push(row);
    else {
      const first = [row];
      people.set(row.personId, first);
      units.push(first);
    }
  }
  return units;
}

/** Of each person and wave the last answer. */
export function lastOfEach<T extends RatingRow>(answers: readonly T[]): T[] {
  return listUnits(answers).flatMap((asks) => {
    const last =
      asks.length === 1
        ? asks[0]
        : asks.toSorted((x, y) => ((x.answeredOn ?? '') < (y.answeredOn ?? '') ? -1 : 1)).at(-1);
    return last ? [last] : [];
  });
}

/** Whether an answer is 4 or 5 of 5. */
export const isSatisfied = ({ rating }: Pick<RatingRow, 'rating'>): boolean => (rating ?? 0) >= satisfiedFrom;

/**
 * Satisfaction of the asks in the window. The last answer of a person and wave counts, once; late answers count too.
 * Silent is who was asked 14 days ago or more and has not answered; younger asks are pending, and so are answers that
 * wait for their batch.
 */
export function measureSatisfaction(rows: readonly RatingRow[], frame: Frame): Satisfaction {
  const answers = new Set(listCounted(rows, frame));
  const excluded: Record<string, number> = {};
  const ratings: number[] = [];
  let silent = 0;
  let pending = 0;
  for (const asks of listUnits(rows)) {
    const rating = asks.find((ask) => answers.has(ask))?.rating ?? null;
    if (rating !== null) {
      ratings.push(rating);
      continue;
    }
    const states = asks.map((ask) => askStateOf(ask, frame));
    if (asks.some((ask) => isGiven(ask, frame))) pending += 1;
    else if (states.includes('due')) silent += 1;
    else if (states.includes('pending')) pending += 1;
    else {
      const reason = states.find((state) => state !== 'not-asked');
      if (reason) excluded[reason] = (excluded[reason] ?? 0) + 1;
    }
  }
  const satisfied = ratings.filter((rating) => rating >= satisfiedFrom).length;
  const counted = rateRecord(
    'satisfaction',
    { numerator: satisfied, denominator: ratings.length, pending, unknown: silent, excluded },
    frame,
  );
  // Answers are settled, and none of them may be counted yet.
  const waiting = ratings.length === 0 ? countWaiting(rows, frame) : 0;
  const isTooFew = waiting < minimumGroupOf('satisfaction', frame);
  const share = waiting > 0 ? hide(counted, isTooFew ? 'small-group' : 'protects-others') : counted;
  const asked = ratings.length + silent;
  return {
    share,
    // Most who tell the share tell neither of these, and they take as long as it does.
    get mean() {
      const rest = { pending, unknown: silent, excluded };
      const mean = meanRecord(ratings, listSettled(rows, frame), rest, frame);
      return share.suppressed ? hide(mean, share.suppressed.reason) : mean;
    },
    get response() {
      return measureResponse('survey-response', rows, frame);
    },
    bounds:
      share.suppressed || asked === 0
        ? null
        : { lower: satisfied / asked, upper: (satisfied + silent) / asked, asked, silent },
  };
}

/** People whose answers are settled. */
function countWaiting(rows: readonly RatingRow[], frame: Frame): number {
  const settled = listGiven(rows, frame).filter((ask) => (settledOn(ask) ?? frame.asOf) < frame.asOf);
  return new Set(settled.map(({ personId }) => personId)).size;
}

/**
 * The answers of which it may be told how they spread: from ten people on, and again once ten more have answered. Sum, base
 * and limits of five would say how often each answer was given. To a reader who sees each by name, all.
 */
function listSettled(rows: readonly RatingRow[], frame: Frame): number[] {
  const k = minimumGroupOf('satisfaction', frame);
  const least = k === 0 ? 0 : Math.max(k, fewestSpread);
  return listCounted(rows, { ...frame, minimumGroup: least }).flatMap(({ rating }) => rating ?? []);
}

/** The limits stand as far from the mean as those of the answers whose spread may be told. */
function meanRecord(
  ratings: readonly number[],
  settled: readonly number[],
  rest: { pending: number; unknown: number; excluded: Record<string, number> },
  frame: Frame,
): MetricRecord {
  const n = ratings.length;
  const sum = ratings.reduce((total, rating) => total + rating, 0);
  // One answer, or answers all alike, still have a mean; only its interval is unknown.
  const estimate = n === 0 ? null : sum / n;
  const interval = meanLimits(sum / n, settled);
  return publish(
    'satisfaction-mean',
    { ...interval, estimate, numerator: n === 0 ? null : sum, denominator: n, n, ...leftOut(rest) },
    frame,
  );
}
