import type { ReportQuestion, SavedReport } from '@ithaca/contracts/saved-reports';
import type { Page } from '@ithaca/contracts/page';
import { Refusal } from '@ithaca/domain/refusal';

import type { Database } from '../../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../../platform/http/cursor.ts';

interface Row {
  id: string;
  programId: string;
  name: string;
  question: ReportQuestion;
  createdByName: string;
  updatedAt: Date;
  version: number;
}

const ROWS = `select r.id, r.program_id as "programId", r.name, r.question, p.display_name as "createdByName", r.updated_at as "updatedAt", r.version
  from saved_reports r join people p on p.organisation_id = r.organisation_id and p.id = r.created_by
  where r.organisation_id = $1`;

const itemOf = ({ updatedAt, ...row }: Row): SavedReport => ({ ...row, updatedAt: updatedAt.toISOString() });

/** Which reports were built for a program? Grain: one saved report, the one changed last first. */
export async function listSavedReports(
  db: Database,
  organisationId: string,
  programId: string,
  query: { cursor?: string | undefined; limit: number },
): Promise<Page<SavedReport>> {
  const after = decodeCursor(query.cursor, 2);
  const rows = await db.query<Row>(
    `${ROWS} and r.program_id = $2 and ($3::timestamptz is null or (r.updated_at, r.id) < ($3, $4::uuid))
     order by r.updated_at desc, r.id desc limit $5`,
    [organisationId, programId, after?.[0] ?? null, after?.[1] ?? null, query.limit + 1],
  );
  const page = pageFrom(rows, query.limit, ({ updatedAt, id }) => [updatedAt.toISOString(), id]);
  return { ...page, items: page.items.map(itemOf) };
}

/** One saved report. */
export async function getSavedReport(
  db: Database,
  organisationId: string,
  savedReportId: string,
): Promise<SavedReport> {
  const row = await db.first<Row>(`${ROWS} and r.id = $2`, [organisationId, savedReportId]);
  if (!row) throw new Refusal('record.not-found');
  return itemOf(row);
}
