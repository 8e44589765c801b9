import type { Database } from '../../../platform/database/database.ts';
import { newId } from '../../../platform/ids.ts';
import type { PlannedLine } from './import-analysis.ts';
import { effectOf } from './import-analysis.ts';
import type { PlannedPerson } from './row-effects.ts';

/** What an import remembers so that it can be taken back: each person before and after, with the employment spells. */

/** The columns of people that an import may change. */
export const RESTORABLE =
  'employee_number, display_name, given_name, family_name, email, job_title, department, site, grade, manager_id, hired_on, left_on, leave_from, leave_until, time_zone, locale, languages, pronouns';

/** The person as JSON, only the columns named by `columns`. */
export const personFacts = (columns: string) =>
  `(select coalesce(jsonb_object_agg(f.key, f.value), '{}') from jsonb_each(to_jsonb(p)) f where f.key = any(${columns}))`;
/** A number for all that can be said of the person and the spells: whoever was added goes only while nothing of it has changed. */
export const personPrint = `hashtextextended(row(${[
  // Leaves are looked at below: imports from before there were any keep their numbers.
  ...RESTORABLE.split(', ').filter((column) => !column.startsWith('leave_')),
  'working_hours',
  'about',
  'attributes',
]
  .map((column) => `p.${column}`)
  .join(', ')}, (select string_agg(row(s.starts_on, s.ends_on, s.end_reason)::text, ' ' order by s.starts_on)
    from employment_spells s where s.organisation_id = p.organisation_id and s.person_id = p.id))::text || coalesce(p.leave_from::text || ' ' || coalesce(p.leave_until::text, ''), ''), 0)`;
/** The person's spells as JSON. */
export const spellFacts = `(select coalesce(jsonb_agg(to_jsonb(s) order by s.starts_on), '[]') from employment_spells s
  where s.organisation_id = p.organisation_id and s.person_id = p.id)`;

interface Import {
  organisationId: string;
  id: string;
}

export interface TracedPerson {
  line: number;
  person: PlannedPerson;
}

/** The people of these lines whom the import adds or changes. */
export const touchedBy = (lines: readonly PlannedLine[]): TracedPerson[] =>
  lines.flatMap(({ line, people }) =>
    people.filter((person) => effectOf(person) !== 'unchanged').map((person) => ({ line, person })),
  );

/** Remembers people whom the import is about to change. */
export async function keepBefore(
  db: Database,
  { organisationId, id }: Import,
  changed: readonly TracedPerson[],
) {
  if (changed.length === 0) return;
  await db.execute(
    `insert into import_traces (organisation_id, id, import_id, kind, subject_id, line, before, after)
     select $1, x.trace, $2, 'person', p.id, x.line,
       jsonb_build_object('person', ${personFacts('x.columns')}, 'spells', case when x.employment then ${spellFacts} end,
         'accessEndedAt', (select max(m.ended_at) from identity.memberships m where m.organisation_id = $1 and m.person_id = p.id)), '{}'
     from json_to_recordset($3) as x(trace uuid, line integer, id uuid, columns text[], employment boolean)
     join people p on p.organisation_id = $1 and p.id = x.id`,
    [
      organisationId,
      id,
      JSON.stringify(
        changed.map(({ line, person: { id: personId, patch, employment } }) => ({
          trace: newId(),
          line,
          id: personId,
          columns: Object.keys(patch),
          employment,
        })),
      ),
    ],
  );
}

/** Remembers how the import left them, and which people it added. */
export async function keepAfter(
  db: Database,
  { organisationId, id }: Import,
  changed: readonly TracedPerson[],
  added: readonly TracedPerson[],
): Promise<void> {
  if (changed.length > 0)
    await db.execute(
      `update import_traces t set after = jsonb_build_object('person', ${personFacts('x.columns')},
         'spells', case when x.employment then ${spellFacts} end)
       from json_to_recordset($3) as x(id uuid, columns text[], employment boolean)
       join people p on p.organisation_id = $1 and p.id = x.id
       where t.organisation_id = $1 and t.import_id = $2 and t.kind = 'person' and t.subject_id = p.id`,
      [
        organisationId,
        id,
        JSON.stringify(
          changed.map(({ person: { id: personId, patch, employment } }) => ({
            id: personId,
            columns: Object.keys(patch),
            employment,
          })),
        ),
      ],
    );
  if (added.length > 0)
    await db.execute(
      `insert into import_traces (organisation_id, id, import_id, kind, subject_id, line, before, after)
       select $1, x.trace, $2, 'person', p.id, x.line, null, jsonb_build_object('print', ${personPrint}::text)
       from unnest($3::uuid[], $4::integer[], $5::uuid[]) as x(trace, line, id)
       join people p on p.organisation_id = $1 and p.id = x.id`,
      [
        organisationId,
        id,
        added.map(() => newId()),
        added.map(({ line }) => line),
        added.map(({ person }) => person.id),
      ],
    );
}
