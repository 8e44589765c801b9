import type { Actor } from '@ithaca/domain/permissions';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { Database } from '../../../platform/database/database.ts';
import { readReport } from '../reports.queries.ts';
import { writeReport } from './report-paper.ts';

/** The report that its reader sees on the screen, as a PDF: the same record, nothing read again. */
export async function readReportPaper(
  db: Database,
  actor: Actor,
  { cohortId, locale, baseUrl }: { cohortId: string; locale: Locale | undefined; baseUrl: string },
  now: Date,
): Promise<{ fileName: string; mediaType: string; bytes: Buffer }> {
  const report = await readReport(db, actor, cohortId, now);
  const reader = await db.first<{ locale: Locale; timeZone: string }>(
    'select locale, time_zone as "timeZone" from people where organisation_id = $1 and id = $2',
    [actor.organisationId, actor.personId],
  );
  const bytes = await writeReport(report, {
    locale: locale ?? reader?.locale ?? 'en',
    timeZone: reader?.timeZone ?? 'UTC',
    address: `${baseUrl}/reports/${cohortId}`,
  });
  return { fileName: `report-${report.asOf.slice(0, 10)}.pdf`, mediaType: 'application/pdf', bytes };
}
