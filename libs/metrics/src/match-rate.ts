import { daysBetween, hasHappened, type Day } from './days.ts';
import { rateRecord, type Frame, type MetricRecord } from './records.ts';

/** One enrolment in the pool. `matchedOn`: first mutual acceptance. */
export type MatchRow = {
  enteredPoolOn: Day | null;
  matchedOn: Day | null;
  withdrawnOn: Day | null;
  hasOpenPairing: boolean;
};

/** `ever` counts matches in time and never falls; `current` counts open pairings now; `withdrawn` stay in both. */
export type MatchRates = { ever: MetricRecord; current: MetricRecord; withdrawn: number };

/** Whether somebody in the pool was matched within so many days; null before they are over, and of who has not entered it. */
export function isMatchedInTime(
  { enteredPoolOn, matchedOn }: Pick<MatchRow, 'enteredPoolOn' | 'matchedOn'>,
  asOf: Day,
  dueDays = 21,
): boolean | null {
  if (!hasHappened(enteredPoolOn, asOf) || daysBetween(enteredPoolOn, asOf) < dueDays) return null;
  return hasHappened(matchedOn, asOf) && daysBetween(enteredPoolOn, matchedOn) <= dueDays;
}

/**
 * Match rates of those who entered the pool at least `dueDays` ago (21); younger ones are pending, rows that have
 * not entered the pool by the as-of day are not in it.
 */
export function measureMatchRates(rows: readonly MatchRow[], frame: Frame, dueDays = 21): MatchRates {
  const entered = rows.filter((row) => hasHappened(row.enteredPoolOn, frame.asOf));
  const due = entered.filter((row) => isMatchedInTime(row, frame.asOf, dueDays) !== null);
  const inTime = due.filter((row) => isMatchedInTime(row, frame.asOf, dueDays));
  const rest = { denominator: due.length, pending: entered.length - due.length };
  return {
    ever: rateRecord('match-rate', { numerator: inTime.length, ...rest }, frame),
    current: rateRecord(
      'match-rate-current',
      { numerator: due.filter((row) => row.hasOpenPairing).length, ...rest },
      frame,
    ),
    withdrawn: due.filter((row) => hasHappened(row.withdrawnOn, frame.asOf)).length,
  };
}

/** One mentor in the pool: the places they offer, and the first day of each of their pairings. */
export type PlacesRow = { enteredPoolOn: Day | null; capacity: number; matchedOn: readonly Day[] };

/**
 * The match rate on the mentors' side: of the places offered at least `dueDays` ago (21) those that a pairing filled within
 * that time, a mentor above their places once for each place. Mentors who withdrew keep theirs in the base; younger places are
 * pending.
 */
export function measurePlacesFilled(rows: readonly PlacesRow[], frame: Frame, dueDays = 21): MetricRecord {
  const { asOf } = frame;
  const counts = { numerator: 0, denominator: 0, pending: 0 };
  for (const { enteredPoolOn, capacity, matchedOn } of rows) {
    if (!hasHappened(enteredPoolOn, asOf)) continue;
    if (daysBetween(enteredPoolOn, asOf) < dueDays) counts.pending += capacity;
    else {
      const inTime = matchedOn.filter(
        (day) => hasHappened(day, asOf) && daysBetween(enteredPoolOn, day) <= dueDays,
      );
      counts.denominator += capacity;
      counts.numerator += Math.min(capacity, inTime.length);
    }
  }
  return rateRecord('places-filled', counts, frame);
}
