import type { Day } from './days.ts';
import { isInWindow, rateRecord, tally, type Frame, type MetricRecord } from './records.ts';

/**
 * One planned meeting. `moved` = put off to another day, where its successor is the meeting that counts;
 * `confirmations` = how many sides said it was held; `cancelledHoursBefore` null = not known when.
 */
export type MeetingRow = {
  on: Day;
  status: 'planned' | 'held' | 'missed' | 'cancelled' | 'moved';
  cancelledHoursBefore: number | null;
  confirmations: number;
};

export type MeetingRates = { all: MetricRecord; confirmed: MetricRecord };

const lateCancellationHours = 24;

/**
 * Share of due meetings that were held, once for every held meeting and once for those both sides confirmed.
 * Meetings after the as-of day are pending. A past meeting still 'planned', or cancelled nobody knows when, is unknown.
 */
export function measureMeetingsHeld(rows: readonly MeetingRow[], frame: Frame): MeetingRates {
  const excluded: Record<string, number> = {};
  const counts = { held: 0, confirmed: 0, denominator: 0, pending: 0, unknown: 0 };
  for (const row of rows) {
    if (row.on > frame.asOf && row.status === 'planned') {
      if (isInWindow(row.on, { ...frame, asOf: row.on })) counts.pending += 1;
      continue;
    }
    if (!isInWindow(row.on, frame)) continue;
    if (row.status === 'moved') tally(excluded, 'moved');
    else if (row.status === 'planned') counts.unknown += 1;
    else if (row.status === 'cancelled' && row.cancelledHoursBefore === null) counts.unknown += 1;
    else if (row.status === 'cancelled' && (row.cancelledHoursBefore ?? 0) >= lateCancellationHours) {
      tally(excluded, 'cancelled-in-time');
    } else {
      counts.denominator += 1;
      if (row.status === 'held') counts.held += 1;
      if (row.status === 'held' && row.confirmations >= 2) counts.confirmed += 1;
    }
  }
  const { denominator, pending, unknown } = counts;
  const rest = { denominator, pending, unknown, excluded };
  return {
    all: rateRecord('meetings-held', { numerator: counts.held, ...rest }, frame),
    confirmed: rateRecord('meetings-held-confirmed', { numerator: counts.confirmed, ...rest }, frame),
  };
}
