import { hash } from 'node:crypto';

import type { Database } from '../../../platform/database/database.ts';
import type { PlannedLine } from './import-analysis.ts';

/** Keeps effect, changes and problems beside each line; lines that stay as they were are not written. */
export async function writeOutcomes(
  db: Database,
  { organisationId, id }: { organisationId: string; id: string },
  planned: readonly PlannedLine[],
): Promise<void> {
  const outcomes: string[] = [];
  for (const { line, print: kept, effect, personId, changes, problems } of planned) {
    const outcome = JSON.stringify({ effect, person_id: personId, changes, problems });
    const print = hash('sha1', outcome, 'buffer').readIntBE(0, 6);
    if (print !== kept) outcomes.push(`{"line":${line},"print":${print},${outcome.slice(1)}`);
  }
  if (outcomes.length === 0) return;
  await db.execute(
    `update import_rows r set effect = x.effect, person_id = x.person_id, changes = x.changes, problems = x.problems,
       outcome_print = x.print
     from json_to_recordset($3) as x(line integer, print bigint, effect text, person_id uuid, changes jsonb, problems jsonb)
     where r.organisation_id = $1 and r.import_id = $2 and r.line = x.line`,
    [organisationId, id, `[${outcomes.join(',')}]`],
  );
}
