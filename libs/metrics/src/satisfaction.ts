import { meanInterval } from '@ithaca/statistics/means';
import { hasHappened } from './days.ts';
import {
  fromInterval,
  hide,
  leftOut,
  publish,
  rateRecord,
  type Frame,
  type MetricRecord,
} from './records.ts';
import { askStateOf, measureResponse, type AskRow } from './response-rate.ts';

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

/**
 * Satisfaction of the asks in the window. The last answer of a person and wave counts, once; late answers count too.
 * Silent is who was asked 14 days ago or more and has not answered; younger unanswered asks are pending.
 */
export function measureSatisfaction(rows: readonly RatingRow[], frame: Frame): Satisfaction {
  const units = Map.groupBy(rows, (row) => JSON.stringify([row.personId, row.wave]));
  const excluded: Record<string, number> = {};
  const ratings: number[] = [];
  let silent = 0;
  let pending = 0;
  for (const asks of units.values()) {
    const states = asks.map((ask) => askStateOf(ask, frame));
    const answer = asks
      .filter(
        (ask, i) =>
          states[i] !== 'not-asked' && ask.rating !== null && hasHappened(ask.answeredOn, frame.asOf),
      )
      .sort((x, y) => ((x.answeredOn ?? '') < (y.answeredOn ?? '') ? -1 : 1))
      .at(-1);
    if (answer?.rating != null) ratings.push(answer.rating);
    else if (states.includes('due')) silent += 1;
    else if (states.includes('pending')) pending += 1;
    else {
      const reason = states.find((state) => state !== 'not-asked');
      if (reason) excluded[reason] = (excluded[reason] ?? 0) + 1;
    }
  }
  const satisfied = ratings.filter((rating) => rating >= satisfiedFrom).length;
  const share = rateRecord(
    'satisfaction',
    { numerator: satisfied, denominator: ratings.length, pending, unknown: silent, excluded },
    frame,
  );
  const mean = meanRecord(ratings, { pending, unknown: silent, excluded }, frame);
  const asked = ratings.length + silent;
  return {
    share,
    mean: share.suppressed ? hide(mean, share.suppressed.reason) : mean,
    response: measureResponse('survey-response', rows, frame),
    bounds:
      share.suppressed || asked === 0
        ? null
        : { lower: satisfied / asked, upper: (satisfied + silent) / asked, asked, silent },
  };
}

function meanRecord(
  ratings: readonly number[],
  rest: { pending: number; unknown: number; excluded: Record<string, number> },
  frame: Frame,
): MetricRecord {
  const n = ratings.length;
  const sum = ratings.reduce((total, rating) => total + rating, 0);
  const interval = fromInterval(meanInterval(ratings));
  // One answer, or answers all alike, still have a mean; only its interval is unknown.
  const estimate = n === 0 ? null : sum / n;
  return publish(
    'satisfaction-mean',
    { ...interval, estimate, numerator: n === 0 ? null : sum, denominator: n, n, ...leftOut(rest) },
    frame,
  );
}
