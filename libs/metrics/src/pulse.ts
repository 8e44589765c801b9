import { notEstimable } from '@ithaca/statistics/estimates';
import { estimateRecord, hide, minimumGroupOf, type Frame, type MetricRecord } from './records.ts';
import { measureResponse, type AskRow } from './response-rate.ts';
import { publicReason, suppress } from './suppression.ts';
import type { QuestionMeasure } from './survey-results.ts';

export type ResponseOfWave = { wave: string; record: MetricRecord };

/**
 * How many of one side answered each check-in in time. Only that they answered is told by wave, never what: the difference
 * of two readings of a wave would be the answers of a few. A wave of few is hidden, and with it the next smallest.
 */
export function measureResponseByWave(rows: readonly AskRow[], frame: Frame): ResponseOfWave[] {
  const waves = [...Map.groupBy(rows, ({ wave }) => wave)]
    .sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }))
    .map(([wave, asks]) => ({
      wave,
      n: measureResponse('check-in-response', asks, { ...frame, minimumGroup: 0 }).n ?? 0,
      record: measureResponse('check-in-response', asks, frame),
    }));
  // Nobody stands behind a wave that is not due: it says so, and hides nobody.
  const { cells } = suppress(
    waves.filter(({ n }) => n > 0).map(({ wave, n }) => ({ key: wave, n })),
    { k: minimumGroupOf('check-in-response', frame), homogeneity: null },
  );
  return waves.map(({ wave, record }) => {
    const hidden = cells.find(({ key }) => key === wave)?.suppressed;
    return { wave, record: hidden ? hide(record, publicReason(hidden.reason)) : record };
  });
}

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
