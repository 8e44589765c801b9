import type { BuiltReport, SavedReport } from '@ithaca/contracts/saved-reports';
import type { Actor } from '@ithaca/domain/permissions';
import type { Locale } from '@ithaca/domain/vocabulary';
import { builtSheet } from '@ithaca/metrics/sheets/built-sheet';

import type { Database } from '../../../platform/database/database.ts';
import { writeBuilt } from '../paper/built-paper.ts';
import { readReader } from '../paper/reader.queries.ts';
import { fileOf } from '../tables/metric-table.ts';
import type { TableFrame } from '../tables/metric-table.ts';
import { builtTable } from './built-table.ts';
import { readBuilt } from './built.queries.ts';
import { getSavedReport } from './saved-reports.queries.ts';

/** A saved report with its numbers of now: what its screen shows and its files hold. */
export async function readSaved(
  db: Database,
  actor: Actor,
  savedReportId: string,
  now: Date,
): Promise<{ saved: SavedReport; report: BuiltReport }> {
  const saved = await getSavedReport(db, actor.organisationId, savedReportId);
  return { saved, report: (await readBuilt(db, actor, saved, now)).report };
}

/** The numbers of a saved report as a file. */
export async function readBuiltTable(
  db: Database,
  actor: Actor,
  asked: { savedReportId: string; format: 'csv' | 'xlsx'; locale?: Locale | undefined },
  now: Date,
) {
  const { saved, report } = await readSaved(db, actor, asked.savedReportId, now);
  const { locale } = await readReader(db, actor, asked.locale);
  return builtFile(report, saved.name, { format: asked.format, locale });
}

/** Any reading of a built report as a table. */
export function builtFile(
  report: BuiltReport,
  name: string,
  { format, locale }: { format: 'csv' | 'xlsx'; locale: Locale },
) {
  const frame: TableFrame = {
    organisationName: report.organisationName,
    programName: report.programName,
    cohortName: report.cohorts.map((cohort) => cohort.name).join(', '),
    audience: 'cohort',
    asOf: report.asOf,
    stamp: report.stamp,
    minimumGroup: report.minimumGroup,
  };
  return fileOf(builtTable(report, name, locale), frame, { format, locale });
}

/** A saved report as a PDF. */
export async function readBuiltPaper(
  db: Database,
  actor: Actor,
  asked: { savedReportId: string; locale?: Locale | undefined; baseUrl: string },
  now: Date,
): Promise<{ fileName: string; mediaType: string; bytes: Buffer }> {
  const { saved, report } = await readSaved(db, actor, asked.savedReportId, now);
  const reader = await readReader(db, actor, asked.locale);
  const address = `${asked.baseUrl}/manage/${saved.programId}/report/built?report=${saved.id}`;
  const bytes = await writeBuilt(builtSheet(reader, report), report, {
    ...reader,
    name: saved.name,
    address,
  });
  return { fileName: `report-${report.asOf.slice(0, 10)}.pdf`, mediaType: 'application/pdf', bytes };
}
