import type { Kept } from '@ithaca/contracts/imports';
import type { KeptReason } from '@ithaca/domain/person-import';

import type { Database } from '../../../../platform/database/database.ts';
import { enrolmentFacts, pairingFacts } from './mentoring-run.ts';

/** Takes back the enrolments and pairings of an import: what has a life of its own by now stays, and is told of. */

interface Trace {
  id: string;
  subjectId: string;
  personId: string;
  displayName: string;
  isNew: boolean;
  reason: KeptReason | null;
}

/** Undoes pairings first, then the enrolments that nothing hangs on any more; answers what stays and why. */
export async function undoMentoring(
  db: Database,
  organisationId: string,
  importId: string,
  now: Date,
): Promise<Kept[]> {
  const pairings = await findPairings(db, organisationId, importId);
  await removePairings(
    db,
    organisationId,
    pairings.filter(({ reason }) => reason === null),
  );
  const enrolments = await findEnrolments(db, organisationId, importId);
  await takeBackEnrolments(
    db,
    organisationId,
    enrolments.filter(({ reason }) => reason === null),
    now,
  );
  return [
    ...pairings.map((one) => ({ ...one, kind: 'pairing' as const })),
    ...enrolments.map((one) => ({ ...one, kind: 'enrolment' as const })),
  ].flatMap(({ personId, displayName, kind, reason }) =>
    reason === null ? [] : [{ personId, displayName, kind, reason }],
  );
}

/**
 * Whether any row points at the record, asked of every table that can, whichever features those are; `own` are the tables
 * that the import itself writes.
 */
async function hangsOn(
  db: Database,
  target: 'pairings' | 'enrolments',
  alias: string,
  own: string[],
): Promise<string> {
  const pointers = await db.query<{ table: string; column: string }>(
    `select k.conrelid::regclass::text as table, a.attname as column from pg_constraint k
     join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[2]
     where k.contype = 'f' and k.confrelid = $1::regclass and cardinality(k.conkey) = 2 and k.conrelid::regclass::text <> all($2)`,
    [target, own],
  );
  const found = pointers.map(
    ({ table, column }) =>
      `exists (select from ${table} t where t.organisation_id = ${alias}.organisation_id and t.${column} = ${alias}.id)`,
  );
  return found.length === 0 ? 'false' : found.join(' or ');
}

async function findPairings(db: Database, organisationId: string, importId: string): Promise<Trace[]> {
  const lived = await hangsOn(db, 'pairings', 'p', ['pairing_members']);
  return db.query<Trace>(
    `select t.id, p.id as "subjectId", m.person_id as "personId", who.display_name as "displayName", true as "isNew",
       case when ${pairingFacts} <> t.after then 'changed-since' when ${lived} then 'has-history' end as reason
     from import_traces t
     join pairings p on p.organisation_id = t.organisation_id and p.id = t.subject_id
     cross join lateral (select s.organisation_id, s.person_id from pairing_members s where s.organisation_id = p.organisation_id
       and s.pairing_id = p.id and s.role <> 'mentor' order by s.person_id limit 1) m
     join people who on who.organisation_id = m.organisation_id and who.id = m.person_id
     where t.organisation_id = $1 and t.import_id = $2 and t.kind = 'pairing' order by t.line, t.id`,
    [organisationId, importId],
  );
}

async function removePairings(
  db: Database,
  organisationId: string,
  removed: readonly Trace[],
): Promise<void> {
  // The members go with their pairing.
  await db.execute('delete from pairings where organisation_id = $1 and id = any($2)', [
    organisationId,
    removed.map(({ subjectId }) => subjectId),
  ]);
}

async function findEnrolments(db: Database, organisationId: string, importId: string): Promise<Trace[]> {
  const used = await hangsOn(db, 'enrolments', 'e', ['pairing_members']);
  return db.query<Trace>(
    `select t.id, e.id as "subjectId", e.person_id as "personId", who.display_name as "displayName", t.before is null as "isNew",
       case
         when exists (select from pairing_members m where m.organisation_id = e.organisation_id and m.enrolment_id = e.id
           and (t.before is null or m.open)) then 'paired'
         when ${enrolmentFacts} <> t.after then 'changed-since'
         when t.before is null and (${used}) then 'has-history' end as reason
     from import_traces t
     join enrolments e on e.organisation_id = t.organisation_id and e.id = t.subject_id
     join people who on who.organisation_id = e.organisation_id and who.id = e.person_id
     where t.organisation_id = $1 and t.import_id = $2 and t.kind = 'enrolment' order by t.line, t.id`,
    [organisationId, importId],
  );
}

async function takeBackEnrolments(
  db: Database,
  organisationId: string,
  back: readonly Trace[],
  now: Date,
): Promise<void> {
  const ids = (isNew: boolean) => back.filter((one) => one.isNew === isNew).map(({ subjectId }) => subjectId);
  await db.execute('delete from enrolments where organisation_id = $1 and id = any($2)', [
    organisationId,
    ids(true),
  ]);
  await db.execute(
    `update enrolments e set state = b.state, capacity = b.capacity, submitted_at = b.submitted_at, updated_at = $3, version = e.version + 1
     from import_traces t cross join lateral jsonb_populate_record(null::enrolments, t.before) b
     where t.organisation_id = $1 and t.id = any($2) and e.organisation_id = $1 and e.id = t.subject_id`,
    [organisationId, back.filter((one) => !one.isNew).map(({ id }) => id), now],
  );
  // The stages they came through by this import go with its trace.
  await db.execute('delete from import_traces where organisation_id = $1 and id = any($2)', [
    organisationId,
    back.map(({ id }) => id),
  ]);
}
