import type { Message, messageRoutes } from '@ithaca/contracts/messages';
import type { InputOf, ReplyOf } from '@ithaca/contracts/route';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import type { Database } from '../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../platform/http/cursor.ts';
import { ProtocolProblem } from '../../platform/http/protocol-problem.ts';

type MessageRow = Omit<Message, 'sentAt'> & { sentAt: Date };
type Thread = ReplyOf<typeof messageRoutes.list>;

const MESSAGES = `select m.id, m.author_id as "authorId", h.display_name as "authorName", m.body, m.sent_at as "sentAt",
    m.author_id = $2 as mine,
    coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'mediaType', f.media_type, 'bytes', f.bytes,
        'width', f.width, 'height', f.height) order by u.position)
      from message_files u join files f on f.organisation_id = u.organisation_id and f.id = u.file_id
      where u.organisation_id = m.organisation_id and u.message_id = m.id), '[]') as attachments,
    (select json_build_object('closedAt', c.closed_at, 'outcome', c.outcome) from concerns c
      where c.organisation_id = m.organisation_id and c.message_id = m.id and c.raised_by = $2) as concern
  from messages m join people h on h.organisation_id = m.organisation_id and h.id = m.author_id
  where m.organisation_id = $1`;

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What did we say, and how far have we read? One row per message of a pairing, newest first. */
export async function listMessages(
  db: Database,
  actor: Party,
  pairingId: string,
  { cursor, limit }: InputOf<typeof messageRoutes.list>['query'],
): Promise<Thread> {
  const before = readCursor(cursor);
  const rows = await db.query<MessageRow>(
    `${MESSAGES} and m.pairing_id = $3 ${before ? 'and (m.sent_at, m.id) < ($5, $6)' : ''}
     order by m.sent_at desc, m.id desc limit $4`,
    [actor.organisationId, actor.personId, pairingId, limit + 1, ...(before ?? [])],
  );
  return {
    ...pageFrom(rows.map(shape), limit, (message) => [message.sentAt, message.id]),
    reading: await getReading(db, actor, pairingId),
  };
}

/** How far have the members read? One row per member who shows it; nobody else's to one who does not. */
async function getReading(
  db: Database,
  { organisationId, personId }: Party,
  pairingId: string,
): Promise<Thread['reading']> {
  const rows = await db.query<{ personId: string; name: string; isShown: boolean; readAt: Date | null }>(
    `select m.person_id as "personId", p.display_name as name, p.shows_reading as "isShown", r.read_at as "readAt"
     from pairing_members m join people p on p.organisation_id = m.organisation_id and p.id = m.person_id
     left join message_reads r on r.organisation_id = m.organisation_id and r.pairing_id = m.pairing_id and r.person_id = m.person_id
     where m.organisation_id = $1 and m.pairing_id = $2 and m.inside order by p.display_name, p.id`,
    [organisationId, pairingId],
  );
  const mine = rows.find((row) => row.personId === personId);
  const isShown = mine?.isShown ?? false;
  return {
    isShown,
    myReadAt: mine?.readAt?.toISOString() ?? null,
    others: rows.flatMap((row) =>
      isShown && row.isShown && row.readAt && row.personId !== personId
        ? [{ personId: row.personId, name: row.name, readAt: row.readAt.toISOString() }]
        : [],
    ),
  };
}

/** One message. */
export async function getMessage(db: Database, actor: Party, messageId: string): Promise<Message> {
  const row = await db.first<MessageRow>(`${MESSAGES} and m.id = $3`, [
    actor.organisationId,
    actor.personId,
    messageId,
  ]);
  if (!row) throw new Refusal('record.not-found');
  return shape(row);
}

/** These messages, oldest first, whichever pairing they are of: for whoever has decided that they may be read. */
export async function getMessages(db: Database, reader: Party, ids: readonly string[]): Promise<Message[]> {
  const rows = await db.query<MessageRow>(`${MESSAGES} and m.id = any ($3) order by m.sent_at, m.id`, [
    reader.organisationId,
    reader.personId,
    ids,
  ]);
  return rows.map(shape);
}

/** Refuses a file that no message of the pairing holds. */
export async function assertAttached(
  db: Database,
  { organisationId }: Party,
  pairingId: string,
  fileId: string,
): Promise<void> {
  const found = await db.first(
    `select from message_files u join messages m on m.organisation_id = u.organisation_id and m.id = u.message_id
     where u.organisation_id = $1 and u.file_id = $3 and m.pairing_id = $2`,
    [organisationId, pairingId, fileId],
  );
  if (!found) throw new Refusal('record.not-found');
}

function readCursor(cursor: string | undefined): [string, string] | null {
  const values = decodeCursor(cursor, 2);
  if (!values) return null;
  const [sentAt, id] = values;
  const isOurs =
    typeof sentAt === 'string' &&
    INSTANT.test(sentAt) &&
    !Number.isNaN(Date.parse(sentAt)) &&
    typeof id === 'string' &&
    ID.test(id);
  if (!isOurs) throw new ProtocolProblem('cursor.malformed');
  return [sentAt, id];
}

const shape = (row: MessageRow): Message => ({
  ...row,
  sentAt: row.sentAt.toISOString(),
  concern: row.concern && {
    ...row.concern,
    closedAt: row.concern.closedAt && new Date(row.concern.closedAt).toISOString(),
  },
});
