import { keepInStep } from '@ithaca/domain/job-spell';
import type { InStep, JobFacts, JobSpell, SpellChanges } from '@ithaca/domain/job-spell';

import type { Database } from '../../../platform/database/database.ts';
import { newId } from '../../../platform/ids.ts';
import { chunksOf } from '../directory.ts';

/** How a row of the directory came to say something else. */
export interface Writing {
  at: Date;
  today: string;
  /** The day from which the new facts hold; null: they were so all along. */
  changedFrom: string | null;
  personId: string | null;
  importId?: string | null;
}

export const FACTS = (t: string) =>
  `${t}.job_title as "jobTitle", ${t}.department, ${t}.grade, ${t}.site, ${t}.manager_id as "managerId"`;

/** The spells of these people that are held true, by their start. */
export async function loadSpells(
  db: Database,
  organisationId: string,
  personIds: readonly string[],
): Promise<Map<string, JobSpell[]>> {
  const rows = await db.query<JobSpell & { personId: string }>(
    `select s.person_id as "personId", s.id, s.starts_on::text as "startsOn", ${FACTS('s')} from job_spells s
     where s.organisation_id = $1 and s.person_id = any($2) and s.superseded_at is null order by s.starts_on`,
    [organisationId, personIds],
  );
  return Map.groupBy(rows, ({ personId }) => personId);
}

/** Brings the job spells of these people in step with their rows in the directory. Callers have written those already. */
export async function keepJobs(
  db: Database,
  organisationId: string,
  personIds: readonly string[],
  writing: Writing,
): Promise<void> {
  for (const ids of chunksOf(personIds)) {
    const spells = await loadSpells(db, organisationId, ids);
    const people = await db.query<JobFacts & Pick<InStep, 'hiredOn' | 'employedSince'> & { id: string }>(
      `select p.id, ${FACTS('p')}, p.hired_on::text as "hiredOn", (select min(e.starts_on)::text from employment_spells e
         where e.organisation_id = p.organisation_id and e.person_id = p.id) as "employedSince"
       from people p where p.organisation_id = $1 and p.id = any($2)`,
      [organisationId, ids],
    );
    const changes = people.map(({ id, hiredOn, employedSince, ...facts }) => ({
      personId: id,
      ...keepInStep(spells.get(id) ?? [], {
        facts,
        hiredOn,
        employedSince,
        today: writing.today,
        changedFrom: writing.changedFrom,
      }),
    }));
    await writeSpells(db, organisationId, changes, writing);
  }
}

/** Supersedes and adds spells, set-based. */
export async function writeSpells(
  db: Database,
  organisationId: string,
  changes: readonly (SpellChanges & { personId: string })[],
  { at, personId, importId }: Pick<Writing, 'at' | 'personId' | 'importId'>,
): Promise<void> {
  const superseded = changes.flatMap((one) => one.superseded);
  if (superseded.length > 0)
    await db.execute(
      'update job_spells set superseded_at = $3 where organisation_id = $1 and id = any($2) and superseded_at is null',
      [organisationId, superseded, at],
    );
  const added = changes.flatMap((one) =>
    one.added.map((spell) => ({
      id: newId(),
      person_id: one.personId,
      starts_on: spell.startsOn,
      job_title: spell.jobTitle,
      department: spell.department,
      grade: spell.grade,
      site: spell.site,
      manager_id: spell.managerId,
    })),
  );
  if (added.length === 0) return;
  await db.execute(
    `insert into job_spells (organisation_id, id, person_id, starts_on, job_title, department, grade, site, manager_id,
       recorded_at, recorded_by, import_id)
     select $1, x.id, person_id, starts_on, job_title, department, grade, site, manager_id, $3, $4, $5
     from json_to_recordset($2) as x(id uuid, person_id uuid, starts_on date, job_title text, department text, grade smallint,
       site text, manager_id uuid)`,
    [organisationId, JSON.stringify(added), at, personId, importId ?? null],
  );
}

/**
 * Takes back the spells that an import opened for these people: what it superseded is held true again, then the rest follows
 * the rows as the undo has left them.
 */
export async function undoImportedJobs(
  db: Database,
  organisationId: string,
  importId: string,
  personIds: readonly string[],
  writing: Omit<Writing, 'changedFrom' | 'importId'>,
): Promise<void> {
  const opened = await db.query<JobSpell & { personId: string; recordedAt: Date }>(
    `update job_spells s set superseded_at = $4
     where s.organisation_id = $1 and s.import_id = $2 and s.person_id = any($3) and s.superseded_at is null
     returning s.person_id as "personId", s.id, s.starts_on::text as "startsOn", s.recorded_at as "recordedAt", ${FACTS('s')}`,
    [organisationId, importId, personIds, writing.at],
  );
  // Recorded anew rather than revived: on the days between, the directory did say otherwise.
  const replaced = await db.query<JobSpell & { personId: string }>(
    `select distinct on (s.person_id, s.starts_on) s.person_id as "personId", s.id, s.starts_on::text as "startsOn", ${FACTS('s')}
     from job_spells s join unnest($2::uuid[], $3::date[], $4::timestamptz[]) as o(person_id, starts_on, at)
       on o.person_id = s.person_id and o.starts_on = s.starts_on and o.at = s.superseded_at
     where s.organisation_id = $1 and s.import_id is distinct from $5 order by s.person_id, s.starts_on, s.recorded_at desc`,
    [
      organisationId,
      opened.map((one) => one.personId),
      opened.map((one) => one.startsOn),
      opened.map((one) => one.recordedAt),
      importId,
    ],
  );
  await writeSpells(
    db,
    organisationId,
    replaced.map((spell) => ({ personId: spell.personId, superseded: [], added: [spell] })),
    writing,
  );
  await keepJobs(db, organisationId, personIds, { ...writing, changedFrom: null });
}
