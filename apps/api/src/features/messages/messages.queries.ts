import type { Message } from '@ithaca/contracts/messages';
import type { Page } from '@ithaca/contracts/page';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import type { Database } from '../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../platform/http/cursor.ts';
import { ProtocolProblem } from '../../platform/http/protocol-problem.ts';

type MessageRow = Omit<Message, 'sentAt'> & { sentAt: Date };

const MESSAGES = `select m.id, m.author_id as "authorId", h.display_name as "authorName", m.body, m.sent_at as "sentAt",
    m.author_id = $2 as mine
  from messages m join people h on h.organisation_id = m.organisation_id and h.id = m.author_id
  where m.organisation_id = $1`;

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What did we say? One row per message of a pairing, newest first. */
export async function listMessages(
  db: Database,
  actor: Actor,
  pairingId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<Message>> {
  const before = readCursor(cursor);
  const rows = await db.query<MessageRow>(
    `${MESSAGES} and m.pairing_id = $3 ${before ? 'and (m.sent_at, m.id) < ($5, $6)' : ''}
     order by m.sent_at desc, m.id desc limit $4`,
    [actor.organisationId, actor.personId, pairingId, limit + 1, ...(before ?? [])],
  );
  return pageFrom(rows.map(shape), limit, (message) => [message.sentAt, message.id]);
}

/** One message. */
export async function getMessage(db: Database, actor: Actor, messageId: string): Promise<Message> {
  const row = await db.first<MessageRow>(`${MESSAGES} and m.id = $3`, [
    actor.organisationId,
    actor.personId,
    messageId,
  ]);
  if (!row) throw new Refusal('record.not-found');
  return shape(row);
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

const shape = (row: MessageRow): Message => ({ ...row, sentAt: row.sentAt.toISOString() });
