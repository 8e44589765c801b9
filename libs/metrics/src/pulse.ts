import { notEstimable } from '@ithaca/statistics/estimates';
import { estimateRecord, hide, minimumGroupOf, type Frame, type MetricRecord } from './records.ts';
import { measureResponse } from './response-rate.ts';
import { measureSatisfaction, type RatingRow } from './satisfaction.ts';
import { publicReason, suppress, type PublicReason } from './suppression.ts';
import type { QuestionMeasure } from './survey-results.ts';

/** What those asked once say: response, share and mean of the content, and the share if all or none of the silent were content. */
export type PulseReading = {
  response: MetricRecord;
  share: MetricRecord;
  mean: MetricRecord;
  bounds: { lower: number; upper: number } | null;
};

export type Pulse = { all: PulseReading; waves: (PulseReading & { wave: string })[] };

/**
 * The check-ins of one side by wave. A wave whose answers may not be told is hidden, and with it the next smallest, or the
 * sum of all waves would tell it. Pass mentors and mentees apart; a person is asked once in a wave.
 */
export function measurePulse(rows: readonly RatingRow[], frame: Frame): Pulse {
  const raw = { ...frame, minimumGroup: 0 };
  const waves = [...Map.groupBy(rows, ({ wave }) => wave)]
    .sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }))
    .map(([wave, asks]) => ({ wave, asks, raw: read(asks, raw) }));
  const answers = suppress(
    waves.map(({ wave, raw: { share } }) => ({
      key: wave,
      n: share.n ?? 0,
      numerator: share.numerator ?? 0,
    })),
    { k: minimumGroupOf('satisfaction', frame) },
  );
  const asked = suppress(
    waves.map(({ wave, raw: { response } }) => ({ key: wave, n: response.n ?? 0 })),
    { k: minimumGroupOf('check-in-response', frame), homogeneity: null },
  );
  return {
    all: read(rows, frame),
    waves: waves.map(({ wave, asks, raw: found }, index) => {
      const own = read(asks, frame);
      const answered = reasonOf(answers.cells[index]);
      const due = reasonOf(asked.cells[index]);
      // A wave that nobody has answered, or that is not due, says so; nobody stands behind it.
      const hideIf = (record: MetricRecord, reason: PublicReason | null, n: number | null) =>
        reason && n !== 0 ? hide(record, reason) : record;
      const share = hideIf(own.share, answered, found.share.n);
      return {
        wave,
        share,
        mean: hideIf(own.mean, answered, found.mean.n),
        response: hideIf(own.response, due, found.response.n),
        bounds: share.suppressed ? null : own.bounds,
      };
    }),
  };
}

function read(asks: readonly RatingRow[], frame: Frame): PulseReading {
  const { share, mean, bounds } = measureSatisfaction(asks, frame);
  return {
    response: measureResponse('check-in-response', asks, frame),
    share,
    mean,
    bounds: bounds && { lower: bounds.lower, upper: bounds.upper },
  };
}

const reasonOf = (cell: { suppressed: null | { reason: Parameters<typeof publicReason>[0] } } | undefined) =>
  cell?.suppressed ? publicReason(cell.suppressed.reason) : null;

/** The answers to a question of recommendation, as `measureQuestion` tells them, as a record. */
export function recommendationRecord(
  { n, net, suppressed }: Pick<QuestionMeasure, 'n' | 'net' | 'suppressed'>,
  frame: Frame,
): MetricRecord {
  const isTold = n !== null && net !== null && net.lo !== null && net.hi !== null;
  return estimateRecord(
    'recommendation',
    isTold
      ? {
          status: 'estimated',
          estimate: net.estimate,
          lower: net.lo ?? 0,
          upper: net.hi ?? 0,
          n,
          method: 'adjusted-wald',
        }
      : notEstimable('too-few-observations'),
    { n: n ?? 0, suppressed },
    frame,
  );
}
