import type { Page } from '@ithaca/contracts/page';
import type { ReportLink } from '@ithaca/contracts/report-links';
import type { BuiltReport } from '@ithaca/contracts/saved-reports';
import { reportLinkState } from '@ithaca/domain/report-link';
import { Refusal } from '@ithaca/domain/refusal';

import type { Database } from '../../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../../platform/http/cursor.ts';

interface Row {
  id: string;
  createdByName: string;
  createdAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  opened: number;
  lastOpenedAt: Date | null;
}

const ROWS = `select l.id, p.display_name as "createdByName", l.created_at as "createdAt", l.expires_at as "expiresAt", l.revoked_at as "revokedAt",
    l.opened, l.last_opened_at as "lastOpenedAt"
  from report_links l join people p on p.organisation_id = l.organisation_id and p.id = l.created_by
  where l.organisation_id = $1 and l.saved_report_id = $2`;

const itemOf = (row: Row, now: Date): ReportLink => ({
  id: row.id,
  state: reportLinkState(row, now),
  createdByName: row.createdByName,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  revokedAt: row.revokedAt?.toISOString() ?? null,
  opened: row.opened,
  lastOpenedAt: row.lastOpenedAt?.toISOString() ?? null,
});

interface OfReport {
  organisationId: string;
  savedReportId: string;
}

/** Which links were made to a report? Grain: one link, newest first. */
export async function listReportLinks(
  db: Database,
  { organisationId, savedReportId }: OfReport,
  query: { cursor?: string | undefined; limit: number },
  now: Date,
): Promise<Page<ReportLink>> {
  const after = decodeCursor(query.cursor, 2);
  const rows = await db.query<Row>(
    `${ROWS} and ($3::timestamptz is null or (l.created_at, l.id) < ($3, $4::uuid))
     order by l.created_at desc, l.id desc limit $5`,
    [organisationId, savedReportId, after?.[0] ?? null, after?.[1] ?? null, query.limit + 1],
  );
  const page = pageFrom(rows, query.limit, ({ createdAt, id }) => [createdAt.toISOString(), id]);
  return { ...page, items: page.items.map((row) => itemOf(row, now)) };
}

/** One link. */
export async function getReportLink(
  db: Database,
  { organisationId, savedReportId, id }: OfReport & { id: string },
  now: Date,
): Promise<ReportLink> {
  const row = await db.first<Row>(`${ROWS} and l.id = $3`, [organisationId, savedReportId, id]);
  if (!row) throw new Refusal('record.not-found');
  return itemOf(row, now);
}

/** Which link does a secret name, and of whom? Before an organisation is known. */
export function findNamedLink(
  db: Database,
  tokenHash: string,
): Promise<{ organisationId: string; id: string } | undefined> {
  return db.identify({ tokenHash }, () =>
    db.first<{ organisationId: string; id: string }>(
      'select organisation_id as "organisationId", link_id as id from identity.report_link_tokens where token_hash = $1',
      [tokenHash],
    ),
  );
}

export interface Shared {
  programId: string;
  name: string;
  report: BuiltReport;
  expiresAt: Date;
  revokedAt: Date | null;
  /** The organisation lets its links open without signing in. */
  isForEverybody: boolean;
}

/** What does a link open, and to whom? One row. */
export function findShared(db: Database, organisationId: string, id: string): Promise<Shared | undefined> {
  return db.first<Shared>(
    `select l.program_id as "programId", l.name, l.report, l.expires_at as "expiresAt", l.revoked_at as "revokedAt",
       o.open_report_links as "isForEverybody"
     from report_links l join organisations o on o.organisation_id = l.organisation_id
     where l.organisation_id = $1 and l.id = $2`,
    [organisationId, id],
  );
}
