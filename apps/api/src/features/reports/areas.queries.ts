import type { Database } from '../../platform/database/database.ts';

/** Everyone below person $2 of the directory of $1, at any depth; `union` ends even if managers went in a circle. */
export const AREA = `area(id) as (
  select id from people where organisation_id = $1 and manager_id = $2
  union
  select p.id from area join people p on p.organisation_id = $1 and p.manager_id = area.id
)`;

/** The people of one manager. */
export async function readArea(
  db: Database,
  organisationId: string,
  managerId: string,
): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ id: string }>(`with recursive ${AREA} select id from area`, [
    organisationId,
    managerId,
  ]);
  return new Set(rows.map(({ id }) => id));
}

/** Who manages any of these people, at any height, and everyone in their area. Grain: one manager; the largest first. */
export async function listAreas(
  db: Database,
  organisationId: string,
  personIds: readonly string[],
): Promise<{ managerId: string; people: string[] }[]> {
  const rows = await db.query<{ id: string; managerId: string }>(
    'select id, manager_id as "managerId" from people where organisation_id = $1 and manager_id is not null',
    [organisationId],
  );
  const managerOf = new Map(rows.map(({ id, managerId }) => [id, managerId]));
  const reportsOf = Map.groupBy(rows, ({ managerId }) => managerId);
  const managers = new Set(personIds.flatMap((id) => [...lineOf(id, (one) => managerOf.get(one))]));
  return [...managers]
    .map((managerId) => ({ managerId, people: [...areaOf(managerId, reportsOf)] }))
    .toSorted((a, b) => b.people.length - a.people.length || (a.managerId < b.managerId ? -1 : 1));
}

function lineOf(personId: string, managerOf: (id: string) => string | undefined): Set<string> {
  const line = new Set<string>();
  for (let id = managerOf(personId); id !== undefined && !line.has(id); id = managerOf(id)) line.add(id);
  return line;
}

function areaOf(managerId: string, reportsOf: ReadonlyMap<string, readonly { id: string }[]>): Set<string> {
  const area = new Set<string>();
  const open = [managerId];
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const { id: report } of reportsOf.get(id) ?? [])
      if (!area.has(report)) {
        area.add(report);
        open.push(report);
      }
  return area;
}
