import { daysBetween, hasHappened, type Day } from './days.ts';
import { isInWindow, rateRecord, tally, type Frame, type MetricRecord } from './records.ts';

/** One ask to one person: a check-in or a survey of a wave. `leftOn` = the day the person left the cohort or company. */
export type AskRow = {
  personId: string;
  wave: string;
  deliveredOn: Day | null;
  hasBounced: boolean;
  leftOn: Day | null;
  answeredOn: Day | null;
};

export const responseDueDays = 14;

/**
 * Share of delivered asks answered within `dueDays`. Bounced ones and people who left before the due day are excluded
 * and counted; asks younger than the due time are pending even when answered, or quick answers would flatter the rate.
 */
export function measureResponse(
  key: 'check-in-response' | 'survey-response',
  rows: readonly AskRow[],
  frame: Frame,
  dueDays = responseDueDays,
): MetricRecord {
  const excluded: Record<string, number> = {};
  const counts = { numerator: 0, denominator: 0, pending: 0 };
  for (const row of rows) {
    const state = askStateOf(row, frame, dueDays);
    if (state === 'not-asked') continue;
    if (state === 'pending') counts.pending += 1;
    else if (state !== 'due') tally(excluded, state);
    else {
      counts.denominator += 1;
      if (isAnsweredInTime(row, frame.asOf, dueDays)) counts.numerator += 1;
    }
  }
  return rateRecord(key, { ...counts, excluded }, frame);
}

/** Where an ask stands at the as-of day; 'not-asked' when it was not delivered within the window. */
export function askStateOf(
  row: AskRow,
  frame: Frame,
  dueDays = responseDueDays,
): 'not-asked' | 'bounced' | 'left-before-due' | 'pending' | 'due' {
  if (row.deliveredOn === null || !isInWindow(row.deliveredOn, frame)) return 'not-asked';
  if (row.hasBounced) return 'bounced';
  if (hasHappened(row.leftOn, frame.asOf) && daysBetween(row.deliveredOn, row.leftOn) < dueDays) {
    return 'left-before-due';
  }
  return daysBetween(row.deliveredOn, frame.asOf) < dueDays ? 'pending' : 'due';
}

/** Whether an ask was answered within so many days of its delivery, as far as the as-of day tells. */
export function isAnsweredInTime(row: AskRow, asOf: Day, dueDays: number): boolean {
  return (
    row.deliveredOn !== null &&
    hasHappened(row.answeredOn, asOf) &&
    daysBetween(row.deliveredOn, row.answeredOn) <= dueDays
  );
}
