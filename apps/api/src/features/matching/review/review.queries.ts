import type { ReviewNote } from '@ithaca/contracts/matching';
import type { ReviewActItem } from '@ithaca/contracts/review';
import type { Page } from '@ithaca/contracts/page';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { foldSeries } from '@ithaca/domain/review';
import type { ReviewAct as Kind } from '@ithaca/domain/review';

import type { Database } from '../../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../../platform/http/cursor.ts';
import type { ProposalChange } from './review-act.entity.ts';
import type { Reviewer } from './review-desk.ts';

/** How many pairs of an act are named; the rest is counted. */
const PAIRS_NAMED = 3;
/** How far back somebody can go by undo in one sitting. */
const SERIES_SHOWN = 100;

interface SeriesRow {
  id: string;
  kind: Kind;
  ofActId: string | null;
  changes: ProposalChange[];
  /** Somebody else decided one of its pairs since: it is theirs now. */
  overtaken: boolean;
}

/** What did this reviewer do in this draft in this sign-in? Grain: one act, in the order they were made. */
export function listSeries(
  db: Database,
  { actor, sessionId }: Reviewer,
  runId: string,
): Promise<SeriesRow[]> {
  return db.query<SeriesRow>(
    `with theirs as (
       select c.change->>'proposalId' as proposal_id, max(a.position) as position
       from review_acts a, jsonb_array_elements(a.changes) c (change)
       where a.organisation_id = $1 and a.run_id = $2
         and (a.actor_id <> $3 or a.session_id is distinct from $4::uuid)
       group by 1)
     select a.id, a.kind, a.of_act_id as "ofActId", a.changes,
       exists (select 1 from jsonb_array_elements(a.changes) c (change)
         join theirs t on t.proposal_id = c.change->>'proposalId' and t.position > a.position) as overtaken
     from review_acts a
     where a.organisation_id = $1 and a.run_id = $2 and a.actor_id = $3 and a.session_id is not distinct from $4::uuid
     order by a.position`,
    [actor.organisationId, runId, actor.personId, sessionId],
  );
}

interface ActRow extends Omit<ReviewActItem, 'at' | 'count'> {
  at: Date;
  count: number;
}

/** The pairs of an act are those it left standing, or, when it left none, those it took apart. */
const ACTS = `
  select a.id, a.position, a.kind, a.at, p.display_name as by, a.reason, a.advice, o.kind as of,
    jsonb_array_length(a.changes) as count,
    coalesce((select json_agg(n.pair order by n.at) from (
      select c.at, json_build_object('menteeEnrolmentId', d.mentee_enrolment_id, 'mentee', mp.display_name, 'mentor', rp.display_name) as pair
      from jsonb_array_elements(a.changes) with ordinality c (change, at)
      join proposals d on d.organisation_id = a.organisation_id and d.id = (c.change->>'proposalId')::uuid
      join enrolments me on me.organisation_id = a.organisation_id and me.id = d.mentee_enrolment_id
      join people mp on mp.organisation_id = a.organisation_id and mp.id = me.person_id
      join enrolments re on re.organisation_id = a.organisation_id and re.id = d.mentor_enrolment_id
      join people rp on rp.organisation_id = a.organisation_id and rp.id = re.person_id
      order by c.change->'after'->>'state' = 'removed', c.at limit ${PAIRS_NAMED}) n), '[]') as pairs
  from review_acts a
  join people p on p.organisation_id = a.organisation_id and p.id = a.actor_id
  left join review_acts o on o.organisation_id = a.organisation_id and o.id = a.of_act_id
  where a.organisation_id = $1`;

const toItem = (row: ActRow): ReviewActItem => ({ ...row, at: row.at.toISOString() });

/** Who decided what about a draft, and why? Grain: one act, the newest first. */
export async function listActs(
  db: Database,
  actor: Actor,
  runId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<ReviewActItem>> {
  const [before] = decodeCursor(cursor, 1) ?? [null];
  const rows = await db.query<ActRow>(
    `${ACTS} and a.run_id = $2 and ($3::integer is null or a.position < $3::integer) order by a.position desc limit $4`,
    [actor.organisationId, runId, Number.isSafeInteger(before) ? before : null, limit + 1],
  );
  return pageFrom(rows.map(toItem), limit, ({ position }) => [position]);
}

/** One act, for the answer to it. */
export async function getAct(db: Database, actor: Actor, id: string): Promise<ReviewActItem> {
  const [row] = await db.query<ActRow>(`${ACTS} and a.id = $2`, [actor.organisationId, id]);
  if (!row) throw new Refusal('record.not-found');
  return toItem(row);
}

/** The proposals that an act touched. Grain: one proposal id. */
export async function listTouched(db: Database, actor: Actor, actId: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select c.change->>'proposalId' as id from review_acts a, jsonb_array_elements(a.changes) c (change)
     where a.organisation_id = $1 and a.id = $2`,
    [actor.organisationId, actId],
  );
  return rows.map(({ id }) => id);
}

/** What can the caller undo and do again? Grain: one act, the next one last. */
export async function getSeries(db: Database, reviewer: Reviewer, runId: string) {
  const folded = foldSeries(await listSeries(db, reviewer, runId));
  const own = (acts: readonly SeriesRow[]) => acts.filter(({ overtaken }) => !overtaken).slice(-SERIES_SHOWN);
  const [done, undone] = [own(folded.done), own(folded.undone)];
  const rows = await db.query<ActRow>(`${ACTS} and a.id = any($2::uuid[])`, [
    reviewer.actor.organisationId,
    [...done, ...undone].map(({ id }) => id),
  ]);
  const items = new Map(rows.map((row) => [row.id, toItem(row)]));
  const named = (acts: readonly { id: string }[]) => acts.flatMap(({ id }) => items.get(id) ?? []);
  return { done: named(done), undone: named(undone) };
}

const NOTE = `
  select n.id, n.body, n.written_at as at, p.display_name as by from review_notes n
  join people p on p.organisation_id = n.organisation_id and p.id = n.author_id
  where n.organisation_id = $1`;

const toNote = (row: Omit<ReviewNote, 'at'> & { at: Date }): ReviewNote => ({
  ...row,
  at: row.at.toISOString(),
});

/** What was noted about two people in their cohort, in whichever draft? Grain: one note, the oldest first. */
export async function listNotes(
  db: Database,
  actor: Actor,
  menteeEnrolmentId: string,
  mentorEnrolmentId: string,
): Promise<ReviewNote[]> {
  const rows = await db.query<Omit<ReviewNote, 'at'> & { at: Date }>(
    `${NOTE} and n.mentee_enrolment_id = $2 and n.mentor_enrolment_id = $3 order by n.written_at, n.id`,
    [actor.organisationId, menteeEnrolmentId, mentorEnrolmentId],
  );
  return rows.map(toNote);
}

export async function getNote(db: Database, actor: Actor, id: string): Promise<ReviewNote> {
  const [row] = await db.query<Omit<ReviewNote, 'at'> & { at: Date }>(`${NOTE} and n.id = $2`, [
    actor.organisationId,
    id,
  ]);
  if (!row) throw new Refusal('record.not-found');
  return toNote(row);
}

/** What was noted about the two sides of a pairing before it was published? Grain: one note, the oldest first. */
export async function listPairingNotes(db: Database, actor: Actor, pairingId: string): Promise<ReviewNote[]> {
  const rows = await db.query<Omit<ReviewNote, 'at'> & { at: Date }>(
    `${NOTE} and exists (select 1 from pairing_members m join pairing_members r
         on r.organisation_id = m.organisation_id and r.pairing_id = m.pairing_id and r.enrolment_id = n.mentor_enrolment_id
       where m.organisation_id = $1 and m.pairing_id = $2 and m.enrolment_id = n.mentee_enrolment_id)
     order by n.written_at, n.id`,
    [actor.organisationId, pairingId],
  );
  return rows.map(toNote);
}
