import type { Page } from '@ithaca/contracts/page';
import type { Concern, ConcernContent, safeguardingRoutes } from '@ithaca/contracts/safeguarding';
import type { InputOf } from '@ithaca/contracts/route';
import { CONTEXT_MESSAGES } from '@ithaca/domain/concern';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../platform/http/cursor.ts';
import { getMessages } from '../messages/messages.queries.ts';

export interface Reviewer {
  personId: string;
  name: string;
  jobTitle: string;
}

const REVIEWERS = `select p.id as "personId", p.display_name as name, p.job_title as "jobTitle"
  from safeguarding_reviewers s join people p on p.organisation_id = s.organisation_id and p.id = s.person_id
  where s.organisation_id = $1 and (p.left_on is null or p.left_on > ($2::timestamptz at time zone p.time_zone)::date)`;

/** Who reviews reported messages? Those who have left are not among them. */
export function listReviewers(db: Database, clock: Clock, organisationId: string): Promise<Reviewer[]> {
  return db.query<Reviewer>(`${REVIEWERS} order by p.display_name, p.id`, [organisationId, clock.now()]);
}

/** Who would read a message of this pairing? Nobody who is, was or is asked to be one of its members. */
export function listReaders(
  db: Database,
  clock: Clock,
  organisationId: string,
  pairingId: string,
): Promise<Reviewer[]> {
  return db.query<Reviewer>(
    `${REVIEWERS} and not exists (select from pairing_members m where m.organisation_id = s.organisation_id
       and m.pairing_id = $3 and m.person_id = s.person_id) order by p.display_name, p.id`,
    [organisationId, clock.now(), pairingId],
  );
}

type ConcernRow = Omit<Concern, 'raisedAt' | 'closedAt'> & { raisedAt: Date; closedAt: Date | null };

const CONCERNS = `select c.id, c.reason, g.name as "programName", c.raised_at as "raisedAt", c.closed_at as "closedAt", c.outcome
  from concerns c join messages m on m.organisation_id = c.organisation_id and m.id = c.message_id
  join pairings p on p.organisation_id = m.organisation_id and p.id = m.pairing_id
  join cohorts h on h.organisation_id = p.organisation_id and h.id = p.cohort_id
  join programs g on g.organisation_id = h.organisation_id and g.id = h.program_id
  where c.organisation_id = $1`;

/** What is there for me to review? One row per reported message that I am a reader of, open ones first, newest first. */
export async function listConcerns(
  db: Database,
  { organisationId, personId }: Party,
  { cursor, limit }: InputOf<typeof safeguardingRoutes.list>['query'],
): Promise<Page<Concern>> {
  const after = decodeCursor(cursor, 3);
  const rows = await db.query<ConcernRow>(
    `${CONCERNS} and exists (select from concern_readers r where r.organisation_id = c.organisation_id and r.concern_id = c.id and r.person_id = $2)
       ${after ? 'and ((c.closed_at is null)::int, c.raised_at, c.id) < ($4::int, $5::timestamptz, $6::uuid)' : ''}
     order by (c.closed_at is null)::int desc, c.raised_at desc, c.id desc limit $3`,
    [organisationId, personId, limit + 1, ...(after ?? [])],
  );
  return pageFrom(rows.map(shape), limit, (one) => [one.closedAt === null ? 1 : 0, one.raisedAt, one.id]);
}

/** One of them, as the list shows it. */
export async function getConcern(
  db: Database,
  { organisationId }: Party,
  concernId: string,
): Promise<Concern> {
  const row = await db.first<ConcernRow>(`${CONCERNS} and c.id = $2`, [organisationId, concernId]);
  if (!row) throw new Refusal('record.not-found');
  return shape(row);
}

/** What was written? The reported message and at most five before it, oldest first. */
export async function readConcern(db: Database, reader: Party, concernId: string): Promise<ConcernContent> {
  const { organisationId } = reader;
  const more = await db.first<{ raisedBy: string; note: string; messageId: string }>(
    `select p.display_name as "raisedBy", c.note, c.message_id as "messageId"
     from concerns c join people p on p.organisation_id = c.organisation_id and p.id = c.raised_by
     where c.organisation_id = $1 and c.id = $2`,
    [organisationId, concernId],
  );
  if (!more) throw new Refusal('record.not-found');
  const { messageId, ...said } = more;
  const messages = await getMessages(db, reader, await findMessageIds(db, organisationId, concernId));
  return {
    ...(await getConcern(db, reader, concernId)),
    ...said,
    messages: messages.map((message) => ({ ...message, isReported: message.id === messageId })),
  };
}

/** Refuses a file that none of the messages of a concern holds. */
export async function assertOfConcern(
  db: Database,
  { organisationId }: Party,
  concernId: string,
  fileId: string,
): Promise<void> {
  const found = await db.first(
    `select from message_files where organisation_id = $1 and file_id = $2 and message_id = any ($3)`,
    [organisationId, fileId, await findMessageIds(db, organisationId, concernId)],
  );
  if (!found) throw new Refusal('record.not-found');
}

async function findMessageIds(db: Database, organisationId: string, concernId: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select b.id from concerns c join messages m on m.organisation_id = c.organisation_id and m.id = c.message_id
     join messages b on b.organisation_id = m.organisation_id and b.pairing_id = m.pairing_id
       and (b.sent_at, b.id) <= (m.sent_at, m.id)
     where c.organisation_id = $1 and c.id = $2 order by b.sent_at desc, b.id desc limit ${CONTEXT_MESSAGES + 1}`,
    [organisationId, concernId],
  );
  return rows.map(({ id }) => id);
}

const shape = (row: ConcernRow): Concern => ({
  ...row,
  raisedAt: row.raisedAt.toISOString(),
  closedAt: row.closedAt?.toISOString() ?? null,
});
