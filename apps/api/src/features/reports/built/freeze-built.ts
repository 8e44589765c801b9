import type { BuiltReport, SavedReport } from '@ithaca/contracts/saved-reports';
import type { Party } from '@ithaca/domain/permissions';

import type { Database } from '../../../platform/database/database.ts';
import { readBuilt } from './built.queries.ts';

/**
 * Forms a report as it is handed on: what it tells counts as released from now on, in the caller's unit of work. Whoever
 * else is releasing numbers of these cohorts, by a link or a month's pages, comes before or after: what one lets out the
 * other has read.
 */
export async function freezeBuilt(
  db: Database,
  reader: Party,
  saved: Pick<SavedReport, 'programId' | 'question'>,
  now: Date,
): Promise<BuiltReport> {
  const { organisationId } = reader;
  await db.query(
    'select 1 from cohorts where organisation_id = $1 and id = any ($2) order by id for update',
    [organisationId, saved.question.cohortIds],
  );
  const { report, guards } = await readBuilt(db, reader, saved, now);
  for (const guard of guards) await guard.keep(db, organisationId, now);
  return report;
}
