import type { inboxItem, inboxRoutes } from '@ithaca/contracts/organisations';
import type { Page } from '@ithaca/contracts/page';
import type { InputOf } from '@ithaca/contracts/route';
import type { Party } from '@ithaca/domain/permissions';
import type * as z from 'zod/mini';

import type { Database } from '../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../platform/http/cursor.ts';

type InboxItem = z.infer<typeof inboxItem>;
type InboxRow = Omit<InboxItem, 'createdAt' | 'at' | 'readAt' | 'snoozedUntil' | 'group'> & {
  createdAt: Date;
  at: Date;
  readAt: Date | null;
  snoozedUntil: Date | null;
  pairingId: string | null;
  partnerNames: string[] | null;
  programId: string | null;
  programName: string | null;
};

/** Where something stands in the list: when it came, or when it came back. */
const AT = 'coalesce(m.snoozed_until, m.created_at)';

/**
 * What concerns me? Grain: one mail to me, security mails left out, newest first, by the pairing its path leads to or else the
 * program it is of; with the count of unread ones. What is snoozed is out of sight until it comes back.
 */
export async function listInbox(
  db: Database,
  actor: Party,
  now: Date,
  { cursor, limit, unread, snoozed = false }: InputOf<typeof inboxRoutes.list>['query'],
): Promise<Page<InboxItem> & { unreadCount: number }> {
  const after = decodeCursor(cursor, 2);
  const rows = await db.query<InboxRow>(
    `select m.id, m.kind, m.subject, m.path, m.created_at as "createdAt", ${AT} as at, m.read_at as "readAt",
       m.snoozed_until as "snoozedUntil", p.id as "pairingId", g.id as "programId", g.name as "programName",
       array(select h.display_name from pairing_members o join people h on h.organisation_id = o.organisation_id and h.id = o.person_id
         where o.organisation_id = p.organisation_id and o.pairing_id = p.id and o.person_id <> $2 and o.declined_at is null
         order by h.display_name, h.id limit 8) as "partnerNames"
     from mails m
     left join pairings p on p.organisation_id = m.organisation_id
       and p.id = substring(m.path from '^/pairings/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})')::uuid
     left join cohorts c on c.organisation_id = p.organisation_id and c.id = p.cohort_id
     left join programs g on g.organisation_id = m.organisation_id and g.id = coalesce(c.program_id, m.program_id)
     where m.organisation_id = $1 and m.person_id = $2 and m.in_inbox and ${AT} ${snoozed ? '>' : '<='} $4
       ${unread === undefined ? '' : `and m.read_at is ${unread ? '' : 'not '}null`}
       ${after ? `and (${AT}, m.id) < ($5::timestamptz, $6::uuid)` : ''}
     order by ${AT} desc, m.id desc limit $3`,
    [actor.organisationId, actor.personId, limit + 1, now, ...(after ?? [])],
  );
  const { items, nextCursor } = pageFrom(rows, limit, (row) => [row.at.toISOString(), row.id]);
  return { items: items.map(shape), nextCursor, unreadCount: await countUnread(db, actor, now) };
}

/** How much have I not read yet? What is out of sight does not count before it is back. */
export async function countUnread(
  db: Database,
  { organisationId, personId }: Party,
  now: Date,
): Promise<number> {
  const count = await db.first<{ unread: number }>(
    `select count(*)::int as unread from mails where organisation_id = $1 and person_id = $2 and in_inbox and read_at is null
       and (snoozed_until is null or snoozed_until <= $3)`,
    [organisationId, personId, now],
  );
  return count?.unread ?? 0;
}

/** What the inbox of a person is like now, as a mark that is another one once something has changed. */
export async function markOf(db: Database, { organisationId, personId }: Party, now: Date): Promise<string> {
  const row = await db.first<{ mark: string }>(
    `select concat_ws(' ', count(*), count(read_at), max(created_at), count(snoozed_until) filter (where snoozed_until > $3)) as mark
     from mails where organisation_id = $1 and person_id = $2 and in_inbox`,
    [organisationId, personId, now],
  );
  return row?.mark ?? '';
}

function shape(row: InboxRow): InboxItem {
  const { pairingId, partnerNames, programId, programName, createdAt, at, readAt, snoozedUntil, ...item } =
    row;
  return {
    ...item,
    createdAt: createdAt.toISOString(),
    at: at.toISOString(),
    readAt: readAt?.toISOString() ?? null,
    snoozedUntil: snoozedUntil?.toISOString() ?? null,
    group: {
      pairingId,
      partnerNames: pairingId === null ? [] : (partnerNames ?? []),
      programId,
      programName,
    },
  };
}
