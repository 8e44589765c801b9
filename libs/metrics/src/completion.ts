import type { FunnelRow } from './funnel.ts';
import { hasHappened, type Day } from './days.ts';
import { rateRecord, type Frame, type MetricRecord } from './records.ts';

/** Share of those ever matched who completed; until the cohort's last day is over whoever has not yet is pending. */
export function measureCompletion(rows: readonly FunnelRow[], endsOn: Day, frame: Frame): MetricRecord {
  const matched = rows.filter(({ reachedOn }) =>
    [reachedOn.matched, reachedOn.active, reachedOn.completed].some((day) =>
      hasHappened(day ?? null, frame.asOf),
    ),
  );
  const completed = matched.filter(({ reachedOn }) =>
    hasHappened(reachedOn.completed ?? null, frame.asOf),
  ).length;
  const isOver = endsOn < frame.asOf;
  return rateRecord(
    'completion-rate',
    {
      numerator: isOver ? completed : 0,
      denominator: isOver ? matched.length : 0,
      pending: isOver ? 0 : matched.length,
    },
    frame,
  );
}
