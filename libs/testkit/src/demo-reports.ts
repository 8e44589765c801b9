import { periodBegin } from '@ithaca/domain/report-schedule';

import type { GivenPerson } from './given-directory.ts';
import type { Given, GivenCohort } from './given.ts';
import { sequentialId } from './ids.ts';

const DAY = 86_400_000;

/** A report that a coordinator has built of a running cohort, and lets go out each month to those who follow the program. */
export async function tellReports(
  given: Given,
  cohort: GivenCohort,
  { now, by, readers }: { now: Date; by: GivenPerson; readers: readonly GivenPerson[] },
): Promise<void> {
  const { organisationId, programId } = cohort;
  const of = { organisationId, programId, createdBy: by.id };
  const [savedReportId, scheduleId] = [sequentialId(now), sequentialId(now)];
  const builtAt = new Date(now.getTime() - 12 * DAY);
  await given.enter(organisationId);
  await given.insert('saved_reports', [
    {
      ...of,
      id: savedReportId,
      name: 'For the steering group',
      question: {
        metrics: ['participation-rate', 'match-rate', 'meetings-held'],
        split: null,
        period: 'whole',
        cohortIds: [cohort.id],
      },
      createdAt: builtAt,
      updatedAt: builtAt,
    },
  ]);
  await given.insert('report_schedules', [
    {
      ...of,
      id: scheduleId,
      savedReportId,
      rhythm: 'monthly',
      // Made after this month's mails went out: the first comes with the next.
      lastPeriodOn: periodBegin('monthly', now.toISOString().slice(0, 10)),
      createdAt: new Date(now.getTime() - DAY / 24),
    },
  ]);
  await given.insert(
    'report_schedule_readers',
    readers.map((reader) => ({ organisationId, scheduleId, personId: reader.id })),
  );
}
