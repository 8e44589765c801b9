import { personTokens, writtenTokens } from '@ithaca/domain/search-tokens';
import { Refusal } from '@ithaca/domain/refusal';

import type { Database } from '../../platform/database/database.ts';
import { newId } from '../../platform/ids.ts';

/** What hangs on a directory entry and has to follow it: search tokens, employment spells, access. All of it set-based. */

/** Today in the organisation's time zone, as a day. */
export async function findToday(db: Database, organisationId: string, now: Date): Promise<string> {
  const row = await db.first<{ today: string }>(
    'select ($2::timestamptz at time zone time_zone)::date::text as today from organisations where organisation_id = $1',
    [organisationId, now],
  );
  if (!row) throw new Refusal('record.not-found');
  return row.today;
}

/**
 * Waits until nobody else changes what the directory as a whole must keep: reporting lines without a cycle, the last
 * owner. An import holds it from its look at the directory to its end.
 */
export async function lockDirectory(db: Database, organisationId: string): Promise<void> {
  await db.query("select pg_advisory_xact_lock(hashtextextended('directory:' || $1, 0))", [organisationId]);
}

/** Like lockDirectory for a change that touches one person only: such changes need not wait for one another. */
export async function shareDirectory(db: Database, organisationId: string): Promise<void> {
  await db.query("select pg_advisory_xact_lock_shared(hashtextextended('directory:' || $1, 0))", [
    organisationId,
  ]);
}

const CHUNK = 2000;

/** Cuts a list into pieces of at most 2,000, so that no statement grows without bound. */
export function chunksOf<T>(items: readonly T[], size = CHUNK): T[][] {
  const chunks = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}

interface TokenSource {
  id: string;
  displayName: string;
  email: string | null;
  jobTitle: string;
  employeeNumber: string | null;
}

/** Rewrites the search tokens of these people from their rows. */
export async function keepTokens(
  db: Database,
  organisationId: string,
  personIds: readonly string[],
): Promise<void> {
  for (const ids of chunksOf(personIds)) {
    const people = await db.query<TokenSource>(
      `select id, display_name as "displayName", email, job_title as "jobTitle", employee_number as "employeeNumber"
       from people where organisation_id = $1 and id = any($2)`,
      [organisationId, ids],
    );
    await db.execute('delete from person_tokens where organisation_id = $1 and person_id = any($2)', [
      organisationId,
      ids,
    ]);
    await addTokens(db, organisationId, people);
  }
}

/** Writes the search tokens of people who have none yet. */
export async function addTokens(
  db: Database,
  organisationId: string,
  people: readonly TokenSource[],
): Promise<void> {
  if (people.length === 0) return;
  // All tokens of a person travel as one text; neighbours in the index are written one after the other.
  await db.execute(
    `insert into person_tokens (organisation_id, person_id, display_name, words, token, in_name)
     select $1, x.id, x.display_name, x.words, word.token, word.in_name
     from unnest($2::uuid[], $3::text[], $4::text[]) as x(id, display_name, words)
     cross join lateral (
       select name, true from unnest(string_to_array(split_part(x.words, '|', 1), ' ')) as name
       union all select other, false from unnest(string_to_array(split_part(x.words, '|', 2), ' ')) as other
     ) as word(token, in_name)
     where word.token <> '' order by word.token collate "C", x.display_name collate "C"`,
    [
      organisationId,
      people.map(({ id }) => id),
      people.map(({ displayName }) => displayName),
      people.map((person) => writtenTokens(personTokens(person))),
    ],
  );
}

/** Empties a unique column of these people for a moment, so that they can exchange its values. */
export async function giveUp(
  db: Database,
  organisationId: string,
  column: 'email' | 'employee_number',
  personIds: readonly string[],
): Promise<void> {
  await db.execute(`update people set ${column} = null where organisation_id = $1 and id = any($2)`, [
    organisationId,
    personIds,
  ]);
}

/** The new manager must not report, directly or through others, to the person. Callers hold the directory's lock. */
export async function assertNoCycle(
  db: Database,
  organisationId: string,
  personId: string,
  managerId: string,
): Promise<void> {
  const chain = await db.query<{ id: string }>(
    `with recursive chain as (
       select id, manager_id from people where organisation_id = $1 and id = $2
       union select p.id, p.manager_id from people p join chain c on p.id = c.manager_id where p.organisation_id = $1
     ) select id from chain`,
    [organisationId, managerId],
  );
  if (chain.length === 0) throw new Refusal('record.not-found');
  if (chain.some((one) => one.id === personId)) throw new Refusal('person.manager-cycle');
}

export interface EmploymentChange {
  personId: string;
  /** Why the employment ended, where somebody said so. */
  endReason: string | null;
}

/**
 * Brings the employment spells of these people in step with hired_on and left_on. A hiring after the end of the last
 * spell begins another one; anything else corrects the last one, and spells that it now covers go.
 */
export async function keepSpells(
  db: Database,
  organisationId: string,
  changes: readonly EmploymentChange[],
  at: Date,
  importId: string | null = null,
): Promise<void> {
  for (const chunk of chunksOf(changes)) {
    const parameters = [organisationId, chunk.map((one) => one.personId)];
    const reasons = chunk.map((one) => one.endReason);
    const latest = `(select distinct on (person_id) id, person_id, ends_on from employment_spells
      where organisation_id = $1 and person_id = any($2) order by person_id, starts_on desc)`;
    await db.execute(
      `delete from employment_spells s using people p, ${latest} latest
       where s.organisation_id = $1 and p.organisation_id = $1 and p.id = s.person_id and latest.person_id = s.person_id
         and ((p.hired_on is null and s.id = latest.id)
           or (s.id <> latest.id and s.starts_on >= p.hired_on and not coalesce(p.hired_on > latest.ends_on, false)))`,
      parameters,
    );
    await db.execute(
      `update employment_spells s set starts_on = p.hired_on, ends_on = p.left_on, recorded_at = $4,
         end_reason = case when p.left_on is null then null else coalesce(x.reason, s.end_reason) end
       from people p, ${latest} latest, unnest($2::uuid[], $3::text[]) as x(id, reason)
       where s.organisation_id = $1 and p.organisation_id = $1 and p.id = s.person_id and x.id = p.id and latest.id = s.id
         and p.hired_on is not null and not coalesce(p.hired_on > s.ends_on, false)
         and (s.starts_on, s.ends_on, s.end_reason) is distinct from
           (p.hired_on, p.left_on, case when p.left_on is null then null else coalesce(x.reason, s.end_reason) end)`,
      [...parameters, reasons, at],
    );
    await db.execute(
      `insert into employment_spells (organisation_id, id, person_id, starts_on, ends_on, end_reason, import_id, recorded_at)
       select $1, x.spell, p.id, p.hired_on, p.left_on, case when p.left_on is null then null else x.reason end, $6, $4
       from people p join unnest($2::uuid[], $3::text[], $5::uuid[]) as x(id, reason, spell) on x.id = p.id
       left join ${latest} latest on latest.person_id = p.id
       where p.organisation_id = $1 and p.hired_on is not null and (latest.id is null or p.hired_on > latest.ends_on)`,
      [...parameters, reasons, at, chunk.map(() => newId()), importId],
    );
  }
}

/** Begins the employment of people who have no spell yet; who has no day of hiring gets none. */
export async function beginSpells(
  db: Database,
  organisationId: string,
  people: readonly (EmploymentChange & { hiredOn: string | null; leftOn: string | null })[],
  at: Date,
  importId: string,
): Promise<void> {
  const hired = people.filter(({ hiredOn }) => hiredOn !== null);
  if (hired.length === 0) return;
  await db.execute(
    `insert into employment_spells (organisation_id, id, person_id, starts_on, ends_on, end_reason, import_id, recorded_at)
     select $1, x.id, x.person_id, x.starts_on, x.ends_on, x.reason, $7, $8
     from unnest($2::uuid[], $3::uuid[], $4::date[], $5::date[], $6::text[]) as x(id, person_id, starts_on, ends_on, reason)`,
    [
      organisationId,
      hired.map(() => newId()),
      hired.map(({ personId }) => personId),
      hired.map(({ hiredOn }) => hiredOn),
      hired.map(({ leftOn }) => leftOn),
      hired.map(({ leftOn, endReason }) => (leftOn === null ? null : endReason)),
      importId,
      at,
    ],
  );
}

/** Refuses when, with these people gone, nobody who stays would be an owner. Callers hold the directory's lock. */
export async function assertAnOwnerStays(
  db: Database,
  organisationId: string,
  leaverIds: readonly string[],
): Promise<void> {
  const owners = await db.query<{ leaves: boolean }>(
    `select g.person_id = any($2) or p.left_on is not null as leaves from grants g
     join people p on p.organisation_id = g.organisation_id and p.id = g.person_id
     where g.organisation_id = $1 and g.role = 'owner' and g.ended_at is null and g.expires_at is null`,
    [organisationId, leaverIds],
  );
  if (owners.length > 0 && owners.every((owner) => owner.leaves)) throw new Refusal('grant.last-owner');
}

/** Ends the access of people who have left, in the caller's unit of work: sessions, membership, roles, open invitations. */
export async function endAccess(
  db: Database,
  organisationId: string,
  personIds: readonly string[],
  at: Date,
): Promise<void> {
  const parameters = [organisationId, personIds];
  await standUp(db, organisationId, personIds);
  await db.execute(
    'delete from identity.sessions where organisation_id = $1 and person_id = any($2)',
    parameters,
  );
  await db.execute(
    'update identity.memberships set ended_at = $3 where organisation_id = $1 and person_id = any($2) and ended_at is null',
    [...parameters, at],
  );
  await db.execute(
    'update grants set ended_at = $3 where organisation_id = $1 and person_id = any($2) and ended_at is null',
    [...parameters, at],
  );
  await db.execute(
    `with withdrawn as (update invitations set state = 'withdrawn'
       where organisation_id = $1 and person_id = any($2) and state = 'sent' returning id)
     delete from identity.invitation_tokens where organisation_id = $1 and invitation_id in (select id from withdrawn)`,
    parameters,
  );
}

/** In a rehearsal somebody real may sit in the seat of an invented leaver: they go back to their own, and stay signed in. */
async function standUp(db: Database, organisationId: string, personIds: readonly string[]): Promise<void> {
  const visitors = await db.query<{ accountId: string; personId: string }>(
    `select v.account_id as "accountId", v.person_id as "personId" from rehearsal_visitors v
     join identity.memberships m on m.organisation_id = v.organisation_id and m.account_id = v.account_id and m.person_id = any($2)
     where v.organisation_id = $1 and not v.person_id = any($2)`,
    [organisationId, personIds],
  );
  for (const { accountId, personId } of visitors) {
    await db.name({ accountId });
    for (const table of ['memberships', 'sessions'])
      await db.execute(
        `update identity.${table} set person_id = $3 where organisation_id = $1 and account_id = $2`,
        [organisationId, accountId, personId],
      );
  }
}

/** Lets people in again who have come back. Roles are granted anew, never by coming back. */
export async function reopenAccess(
  db: Database,
  organisationId: string,
  personIds: readonly string[],
): Promise<void> {
  await db.execute(
    'update identity.memberships set ended_at = null where organisation_id = $1 and person_id = any($2) and ended_at is not null',
    [organisationId, personIds],
  );
}
