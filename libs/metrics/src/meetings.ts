import type { Day } from './days.ts';
import { isInWindow, rateRecord, type Frame, type MetricRecord } from './records.ts';

/**
 * One planned meeting. `moved` = put off to another day, where its successor is the meeting that counts;
 * `confirmations` = how many said that it took place, `denials` = how many said that it did not; `cancelledHoursBefore` null = not known when.
 */
export type MeetingRow = {
  on: Day;
  status: 'planned' | 'held' | 'missed' | 'cancelled' | 'moved';
  cancelledHoursBefore: number | null;
  confirmations: number;
  denials: number;
  /** Written down more than a day after it was held. */
  isLate?: boolean;
};

export type MeetingRates = { all: MetricRecord; confirmed: MetricRecord; evidence: MeetingsByEvidence };

/**
 * How well it is known that meetings were held, best first: two said so and nobody said otherwise; somebody did; only the
 * calendar says so, because it is past and nobody has answered. The last are in no rate. `late`: of the held ones, those that
 * were written down more than a day later, and so changed a day that had been told.
 */
export type MeetingsByEvidence = { both: number; one: number; calendar: number; late: number };

const lateCancellationHours = 24;

/** Meetings of a window, counted; `held` are part of `due`. */
export type MeetingCounts = {
  held: number;
  due: number;
  pending: number;
  unknown: number;
  moved: number;
  cancelledInTime: number;
  evidence: MeetingsByEvidence;
};

/**
 * Share of due meetings that were held, once for every held meeting and once for those both sides confirmed.
 * Meetings after the as-of day are pending. A past meeting still 'planned', or cancelled nobody knows when, is unknown.
 */
export function measureMeetingsHeld(rows: readonly MeetingRow[], frame: Frame): MeetingRates {
  const evidence = { both: 0, one: 0, calendar: 0, late: 0 };
  const counts = { held: 0, due: 0, pending: 0, unknown: 0, moved: 0, cancelledInTime: 0, evidence };
  for (const row of rows) {
    if (row.on > frame.asOf && row.status === 'planned') {
      if (isInWindow(row.on, { ...frame, asOf: row.on })) counts.pending += 1;
      continue;
    }
    if (!isInWindow(row.on, frame)) continue;
    if (row.status === 'moved') counts.moved += 1;
    else if (row.status === 'planned') {
      counts.unknown += 1;
      evidence.calendar += 1;
    } else if (row.status === 'cancelled' && row.cancelledHoursBefore === null) counts.unknown += 1;
    else if (row.status === 'cancelled' && (row.cancelledHoursBefore ?? 0) >= lateCancellationHours) {
      counts.cancelledInTime += 1;
    } else {
      counts.due += 1;
      if (row.status !== 'held') continue;
      counts.held += 1;
      if (row.isLate) evidence.late += 1;
      evidence[row.confirmations >= 2 && row.denials === 0 ? 'both' : 'one'] += 1;
    }
  }
  return meetingRatesOf(counts, frame);
}

/** The same rates from meetings that were counted elsewhere, by the rules of `measureMeetingsHeld`. */
export function meetingRatesOf(counts: MeetingCounts, frame: Frame): MeetingRates {
  const { due, pending, unknown, moved, cancelledInTime, evidence } = counts;
  const excluded = {
    ...(moved > 0 && { moved }),
    ...(cancelledInTime > 0 && { 'cancelled-in-time': cancelledInTime }),
  };
  const rest = { denominator: due, pending, unknown, excluded };
  const { both, one, calendar } = evidence;
  const known = { ...rest, sourceMix: { both, one, calendar } };
  return {
    all: rateRecord('meetings-held', { numerator: counts.held, ...known }, frame),
    confirmed: rateRecord('meetings-held-confirmed', { numerator: both, ...known }, frame),
    evidence,
  };
}
