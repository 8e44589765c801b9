import type { Actor } from '@ithaca/domain/permissions';
import type { Locale } from '@ithaca/domain/vocabulary';
import { reportSheet } from '@ithaca/metrics/sheets/report-sheet';

import type { Database } from '../../../platform/database/database.ts';
import { readReport } from '../reports.queries.ts';
import { readReader } from './reader.queries.ts';
import { writeSheet } from './sheet-paper.ts';

/** The report that its reader sees on the screen, as a PDF: the same record, nothing read again. */
export async function readReportPaper(
  db: Database,
  actor: Actor,
  { cohortId, locale, baseUrl }: { cohortId: string; locale: Locale | undefined; baseUrl: string },
  now: Date,
): Promise<{ fileName: string; mediaType: string; bytes: Buffer }> {
  const report = await readReport(db, actor, cohortId, now);
  const reader = await readReader(db, actor, locale);
  const bytes = await writeSheet(reportSheet(reader, report), {
    ...reader,
    at: report.asOf,
    address: `${baseUrl}/reports/${cohortId}`,
  });
  return { fileName: `report-${report.asOf.slice(0, 10)}.pdf`, mediaType: 'application/pdf', bytes };
}
