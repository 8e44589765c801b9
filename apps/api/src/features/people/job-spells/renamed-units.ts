import { isSameJob } from '@ithaca/domain/job-spell';
import type { JobSpell } from '@ithaca/domain/job-spell';

import type { Database } from '../../../platform/database/database.ts';
import { FACTS, writeSpells } from './keep-jobs.ts';

/** Fewer than this may as well have moved. */
const FEWEST = 2;

interface Rename {
  before: string;
  after: string;
}

/**
 * A department that an import gave another name is no move of its people: the spells it opened for them become a correction
 * of those before. A department counts as renamed when everybody employed in it came to one that nobody was in, and it is
 * empty now. Callers have written the people and their spells.
 */
export async function correctRenamedUnits(
  db: Database,
  organisationId: string,
  importId: string,
  { at, today }: { at: Date; today: string },
): Promise<void> {
  const moves = await db.query<JobSpell & { personId: string; before: JobSpell }>(
    `select s.person_id as "personId", s.id, s.starts_on::text as "startsOn", ${FACTS('s')},
       json_build_object('id', b.id, 'startsOn', b.starts_on, 'jobTitle', b.job_title, 'department', b.department, 'grade', b.grade,
         'site', b.site, 'managerId', b.manager_id) as before
     from job_spells s
     join lateral (
       select * from job_spells b where b.organisation_id = $1 and b.person_id = s.person_id and b.superseded_at is null
         and b.starts_on < s.starts_on order by b.starts_on desc limit 1
     ) b on b.department <> s.department
     where s.organisation_id = $1 and s.import_id = $2 and s.superseded_at is null`,
    [organisationId, importId],
  );
  const renames = await findRenames(db, { organisationId, importId, today }, moves);
  const changes = moves
    .filter(({ department, before }) => renames.get(before.department) === department)
    .map(({ personId, before, ...after }) => {
      const corrected = { ...before, department: after.department };
      // Whoever came to another grade or manager as well did so on that day, in a unit that had its name before.
      return isSameJob(corrected, after)
        ? { personId, superseded: [before.id, after.id], added: [corrected] }
        : { personId, superseded: [before.id], added: [corrected] };
    });
  await writeSpells(db, organisationId, changes, { at, personId: null, importId });
}

/** Old name → new name. */
async function findRenames(
  db: Database,
  { organisationId, importId, today }: { organisationId: string; importId: string; today: string },
  moves: readonly { department: string; before: { department: string } }[],
): Promise<ReadonlyMap<string, string>> {
  const byUnit = Map.groupBy(moves, ({ before }) => before.department);
  const candidates: Rename[] = [...byUnit].flatMap(([before, people]) => {
    const names = new Set(people.map(({ department }) => department));
    const [after = ''] = names;
    return before !== '' && after !== '' && names.size === 1 && people.length >= FEWEST
      ? [{ before, after }]
      : [];
  });
  if (candidates.length === 0) return new Map();
  const rows = await db.query<Rename & { stay: number; had: number }>(
    `select x.before, x.after,
       (select count(*)::int from people p where p.organisation_id = $1 and p.department = x.before
          and (p.left_on is null or p.left_on > $3::date)) as stay,
       (select count(*)::int from people p where p.organisation_id = $1 and p.department = x.after
          and p.import_id is distinct from $4 and (p.left_on is null or p.left_on > $3::date)) as had
     from json_to_recordset($2) as x(before text, after text)`,
    [organisationId, JSON.stringify(candidates), today, importId],
  );
  // Two units under one new name were joined: nobody of either can tell which of them has come to the other.
  return new Map(
    rows
      .filter(({ before, stay, had }) => stay === 0 && had === (byUnit.get(before)?.length ?? 0))
      .map(({ before, after }) => [before, after]),
  );
}
