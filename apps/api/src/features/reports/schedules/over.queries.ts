import type { ReportQuestion } from '@ithaca/contracts/saved-reports';
import { reportPeriods } from '@ithaca/domain/built-report';
import type { ScheduleEnd } from '@ithaca/domain/report-schedule';
import type { Day } from '@ithaca/metrics/days';

import type { Database } from '../../../platform/database/database.ts';
import { daysOfPeriod } from '../built/period.ts';

/** Why can a report have nothing new to say any more? Its cohorts are closed, or it asks about a quarter that is over; null while it can. */
export async function findReportEnd(
  db: Database,
  organisationId: string,
  { cohortIds, period }: ReportQuestion,
  today: Day,
): Promise<Exclude<ScheduleEnd, 'nobody-left'> | null> {
  const open = await db.first(
    `select 1 from cohorts where organisation_id = $1 and id = any ($2) and state not in ('closed', 'archived') limit 1`,
    [organisationId, cohortIds],
  );
  if (!open) return 'cohorts-closed';
  // The last month and the last quarter move with the day.
  const named = reportPeriods.some((one) => one === period) ? null : daysOfPeriod(period, today);
  return named && named.to <= today ? 'period-over' : null;
}
