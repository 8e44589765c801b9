import { ZonedTime } from '@ithaca/domain/zoned-time';
import { addDays, addMonths, quarterOf } from '@ithaca/metrics/days';
import type { Day } from '@ithaca/metrics/days';

import type { CohortFacts } from '../../metrics/facts/cohort-facts.queries.ts';

/** The days [from, to) of a period ('last-month', '2026-Q3') for whoever reads today; null: the whole time. */
export function daysOfPeriod(period: string, today: Day): { from: Day; to: Day } | null {
  if (period === 'whole') return null;
  if (period === 'last-month') {
    const to = `${today.slice(0, 7)}-01`;
    return { from: addMonths(to, -1), to };
  }
  const { from, to } =
    period === 'last-quarter'
      ? quarterOf(addDays(quarterOf(today).from, -1))
      : quarterOf(`${period.slice(0, 4)}-${String(Number(period.slice(-1)) * 3).padStart(2, '0')}-01`);
  return { from, to };
}

const LAST_MINUTE = 24 * 60 - 1;

/** The facts as they are read on the last day of a period, or on their own day where that comes first. */
export function factsOfPeriod(facts: CohortFacts, days: { from: Day; to: Day } | null): CohortFacts {
  const last = days && addDays(days.to, -1);
  if (last === null || last >= facts.asOf.day) return facts;
  const endsAt = ZonedTime.of(facts.cohort.timeZone).instantOf(last, LAST_MINUTE);
  return { ...facts, asOf: { ...facts.asOf, at: new Date(endsAt), day: last } };
}
