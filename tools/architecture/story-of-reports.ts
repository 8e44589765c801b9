import type { GivenPerson } from '@ithaca/testkit/given';
import { sequentialId } from '@ithaca/testkit/ids';

import type { TestApi } from '../../apps/api/testing/api.ts';

interface Told {
  mark: string;
  organisationId: string;
  programId: string;
  cohortId: string;
  owner: GivenPerson;
  /** Paths name a link of a report and one of a cohort by the same word, so both bear this id. */
  linkId: string;
}

/** A report that somebody built and handed on. Answers the ids that paths can name. */
export async function tellReports(
  { given, clock }: TestApi,
  { mark, organisationId, programId, cohortId, owner, linkId }: Told,
): Promise<Record<string, string>> {
  const now = clock.now();
  const savedReportId = sequentialId(now);
  await given.insert('saved_reports', [
    {
      organisationId,
      id: savedReportId,
      programId,
      name: `${mark} report`,
      question: { metrics: ['match-rate'], split: null, period: 'whole', cohortIds: [cohortId] },
      createdBy: owner.id,
      createdAt: now,
      updatedAt: now,
    },
  ]);
  await given.insert('report_links', [
    {
      organisationId,
      id: linkId,
      programId,
      savedReportId,
      name: `${mark} report`,
      report: { programName: `${mark} program` },
      createdBy: owner.id,
      createdAt: now,
      expiresAt: new Date(now.getTime() + 7 * 86_400_000),
    },
  ]);
  const scheduleId = sequentialId(now);
  const reportRunId = sequentialId(now);
  await given.insert('report_schedules', [
    {
      organisationId,
      id: scheduleId,
      programId,
      savedReportId,
      rhythm: 'weekly',
      lastPeriodOn: '2026-02-23',
      createdBy: owner.id,
      createdAt: now,
    },
  ]);
  await given.insert('report_schedule_readers', [{ organisationId, scheduleId, personId: owner.id }]);
  await given.insert('report_runs', [
    {
      organisationId,
      id: reportRunId,
      programId,
      scheduleId,
      periodOn: '2026-02-23',
      name: `${mark} report`,
      report: {
        organisationName: `${mark} organisation`,
        programId,
        programName: `${mark} program`,
        asOf: now.toISOString(),
        minimumGroup: 10,
        split: null,
        period: null,
        cohorts: [],
        metrics: [],
      },
      people: 1,
      writtenAt: now,
    },
  ]);
  return { savedReportId, scheduleId, reportRunId };
}
