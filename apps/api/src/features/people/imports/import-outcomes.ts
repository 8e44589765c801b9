import type { Database } from '../../../platform/database/database.ts';
import type { PlannedLine } from './import-analysis.ts';

/** Keeps effect, changes and problems beside each line; lines that stay as they were are not written. */
export async function writeOutcomes(
  db: Database,
  { organisationId, id }: { organisationId: string; id: string },
  planned: readonly PlannedLine[],
): Promise<void> {
  if (planned.length === 0) return;
  await db.execute(
    `update import_rows r set effect = x.effect, person_id = x.person_id, changes = x.changes, problems = x.problems
     from json_to_recordset($3) as x(line integer, effect text, person_id uuid, changes jsonb, problems jsonb)
     where r.organisation_id = $1 and r.import_id = $2 and r.line = x.line
       and (r.effect, r.person_id, r.changes, r.problems) is distinct from (x.effect, x.person_id, x.changes, x.problems)`,
    [
      organisationId,
      id,
      JSON.stringify(
        planned.map(({ line, effect, personId, changes, problems }) => ({
          line,
          effect,
          person_id: personId,
          changes,
          problems,
        })),
      ),
    ],
  );
}
