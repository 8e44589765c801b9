import type { ImportProblem, importRoutes } from '@ithaca/contracts/imports';
import type { InputOf } from '@ithaca/contracts/route';

import type { Database } from '../../../platform/database/database.ts';

type Mend = InputOf<typeof importRoutes.mend>['body'];

interface LineWithProblems {
  line: number;
  cells: string[];
  problems: ImportProblem[];
}

const AT_A_TIME = 2000;

/** Writes what mends one kind of problem into the cells of all lines that have it; answers how many cells that were. */
export async function mendLines(
  db: Database,
  { organisationId, id }: { organisationId: string; id: string },
  mend: Mend,
): Promise<number> {
  let mended = 0;
  for (let after = 0; ;) {
    const lines = await db.query<LineWithProblems>(
      `select line, array_to_json(cells) as cells, problems from import_rows
       where organisation_id = $1 and import_id = $2 and line > $3 and problems @> $4 order by line limit ${AT_A_TIME}`,
      [organisationId, id, after, JSON.stringify([{ code: mend.code }])],
    );
    const changed = lines.filter((line) => {
      const cells = mendedCells(line, mend);
      mended += cells;
      return cells > 0;
    });
    if (changed.length > 0)
      await db.execute(
        `update import_rows r set cells = x.cells from json_to_recordset($3) as x(line integer, cells text[])
         where r.organisation_id = $1 and r.import_id = $2 and r.line = x.line`,
        [organisationId, id, JSON.stringify(changed.map(({ line, cells }) => ({ line, cells })))],
      );
    if (lines.length < AT_A_TIME) return mended;
    after = lines.at(-1)?.line ?? after;
  }
}

/** Mends the cells of one line in place; answers how many. */
function mendedCells({ cells, problems }: LineWithProblems, { code, how, from, to = '' }: Mend): number {
  let count = 0;
  for (const { code: found, column, value, suggestion } of problems) {
    if (found !== code || column === null) continue;
    const next =
      how === 'suggested' ? (suggestion ?? null) : how === 'emptied' ? '' : value === from ? to : null;
    if (next === null || cells[column] === next) continue;
    cells[column] = next;
    count += 1;
  }
  return count;
}
