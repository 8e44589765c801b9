import type { mail, auditRow, Organisation } from '@ithaca/contracts/organisations';
import type { Page } from '@ithaca/contracts/page';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type * as z from 'zod/mini';

import type { Config } from '../../platform/config.ts';
import type { Database } from '../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../platform/http/cursor.ts';
import { secretMailKinds, unlistedMailKinds } from '../../platform/mail/catalogue.ts';

type Mail = z.infer<typeof mail>;
type AuditRow = z.infer<typeof auditRow>;

interface PageRequest {
  cursor?: string | undefined;
  limit: number;
}

/** Which organisation am I in? One row. */
export async function getOrganisation(db: Database, actor: Actor): Promise<Organisation> {
  const row = await db.first<Organisation>(
    `select organisation_id as id, name, slug, time_zone as "timeZone", locale, brand_colour as "brandColour", reminders_per_week as "remindersPerWeek", meeting_link as "meetingLink", open_report_links as "openReportLinks", demo, version
     from organisations where organisation_id = $1`,
    [actor.organisationId],
  );
  if (!row) throw new Refusal('record.not-found');
  return row;
}

/**
 * What has the product sent? Grain: one mail, newest first. A mail with a secret link shows its text only in a demo that
 * has no mail server, where reading it here is the only way to follow the link.
 */
export async function listMails(
  db: Database,
  actor: Actor,
  config: Pick<Config, 'smtpUrl'>,
  { cursor, limit }: PageRequest,
): Promise<Page<Mail>> {
  const after = decodeCursor(cursor, 2);
  const organisation = await getOrganisation(db, actor);
  const rows = await db.query<
    Omit<Mail, 'createdAt' | 'sentAt' | 'hidden'> & { createdAt: Date; sentAt: Date | null }
  >(
    `select id, to_address as "toAddress", person_id as "personId", kind, locale, subject, body_text as "bodyText",
       body_html as "bodyHtml", state, problem, created_at as "createdAt", sent_at as "sentAt"
     from mails where organisation_id = $1 and kind <> all ($3)
       ${after ? 'and (created_at, id) < ($4::timestamptz, $5::uuid)' : ''}
     order by created_at desc, id desc limit $2`,
    [actor.organisationId, limit + 1, unlistedMailKinds, ...(after ?? [])],
  );
  const secretsShown = organisation.demo && config.smtpUrl === null;
  const { items, nextCursor } = pageFrom(rows, limit, (row) => [row.createdAt.toISOString(), row.id]);
  return {
    items: items.map((row) => ({
      ...row,
      ...hide(secretMailKinds.includes(row.kind) && !secretsShown),
      createdAt: row.createdAt.toISOString(),
      sentAt: row.sentAt?.toISOString() ?? null,
    })),
    nextCursor,
  };
}

const hide = (hidden: boolean) => (hidden ? { hidden, bodyText: '', bodyHtml: '' } : { hidden });

/** Who did what? Grain: one writing or refused request, newest first. */
export async function listAudit(
  db: Database,
  actor: Actor,
  { cursor, limit }: PageRequest,
): Promise<Page<AuditRow>> {
  const after = decodeCursor(cursor, 2);
  const rows = await db.query<Omit<AuditRow, 'at'> & { at: Date }>(
    `select a.id, a.at, a.actor_id as "actorId", p.display_name as "actorName", a.action, a.subject_type as "subjectType",
       a.subject_id as "subjectId", a.outcome
     from audit_rows a left join people p on p.organisation_id = a.organisation_id and p.id = a.actor_id
     where a.organisation_id = $1 ${after ? 'and (a.at, a.id) < ($3::timestamptz, $4::uuid)' : ''}
     order by a.at desc, a.id desc limit $2`,
    [actor.organisationId, limit + 1, ...(after ?? [])],
  );
  const { items, nextCursor } = pageFrom(rows, limit, (row) => [row.at.toISOString(), row.id]);
  return { items: items.map((row) => ({ ...row, at: row.at.toISOString() })), nextCursor };
}
