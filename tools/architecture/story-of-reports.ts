import type { GivenPerson } from '@ithaca/testkit/given';
import { sequentialId } from '@ithaca/testkit/ids';

import type { TestApi } from '../../apps/api/testing/api.ts';

interface Told {
  mark: string;
  organisationId: string;
  programId: string;
  cohortId: string;
  owner: GivenPerson;
}

/** A report that somebody built. Answers the ids that paths can name. */
export async function tellReports(
  { given, clock }: TestApi,
  { mark, organisationId, programId, cohortId, owner }: Told,
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
  return { savedReportId };
}
