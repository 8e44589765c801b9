import type { Database } from '../../../platform/database/database.ts';
import { chunksOf } from '../directory.ts';
import type { PlannedRow } from './row-effects.ts';

/** What an import remembers beside its lines so that it can be taken back: each person before and after, with the spells. */

/** The columns of people that an import may change. */
export const RESTORABLE =
  'employee_number, display_name, given_name, family_name, email, job_title, department, site, grade, manager_id, hired_on, left_on, time_zone, locale, languages, pronouns';

/** The person as JSON, only the columns named by `columns`. */
export const personFacts = (columns: string) =>
  `(select coalesce(jsonb_object_agg(f.key, f.value), '{}') from jsonb_each(to_jsonb(p)) f where f.key = any(${columns}))`;
/** The person as JSON, all of it but what counts its changes. */
export const wholePerson = "(to_jsonb(p) - array['version', 'updated_at'])";
/** The person's spells as JSON. */
export const spellFacts = `(select coalesce(jsonb_agg(to_jsonb(s) order by s.starts_on), '[]') from employment_spells s
  where s.organisation_id = p.organisation_id and s.person_id = p.id)`;

interface Import {
  organisationId: string;
  id: string;
}

/** Remembers everybody whom the import is about to change. */
export async function keepBefore(
  db: Database,
  record: Import,
  changed: readonly PlannedRow[],
): Promise<void> {
  await keep(
    db,
    record,
    changed,
    `jsonb_build_object('person', ${personFacts('x.columns')}, 'spells', case when x.employment then ${spellFacts} end)`,
  );
}

/** Remembers how the import left them, and which people it added. */
export async function keepAfter(
  db: Database,
  record: Import,
  changed: readonly PlannedRow[],
  added: readonly PlannedRow[],
): Promise<void> {
  await keep(
    db,
    record,
    changed,
    `r.before || jsonb_build_object('after', ${personFacts('x.columns')}, 'spellsAfter', case when x.employment then ${spellFacts} end)`,
  );
  for (const chunk of chunksOf(added))
    await db.execute(
      `update import_rows r set person_id = x.id, before = jsonb_build_object('after', ${wholePerson}, 'spellsAfter', ${spellFacts})
       from unnest($3::integer[], $4::uuid[]) as x(line, id), people p
       where r.organisation_id = $1 and r.import_id = $2 and r.line = x.line and p.organisation_id = $1 and p.id = x.id`,
      [record.organisationId, record.id, chunk.map(({ line }) => line), chunk.map(({ id }) => id)],
    );
}

async function keep(
  db: Database,
  { organisationId, id }: Import,
  rows: readonly PlannedRow[],
  memory: string,
): Promise<void> {
  for (const chunk of chunksOf(rows))
    await db.execute(
      `update import_rows r set before = ${memory}
       from json_to_recordset($3) as x(line integer, id uuid, columns text[], employment boolean), people p
       where r.organisation_id = $1 and r.import_id = $2 and r.line = x.line and p.organisation_id = $1 and p.id = x.id`,
      [
        organisationId,
        id,
        JSON.stringify(
          chunk.map(({ line, id: personId, patch, employment }) => ({
            line,
            id: personId,
            columns: Object.keys(patch),
            employment,
          })),
        ),
      ],
    );
}
