import { ZonedTime } from '@ithaca/domain/zoned-time';

import type { Database } from '../../platform/database/database.ts';

/** On which days are these people away? Grain: one time away; `untilOn` is the first day back. */
export async function listDaysAway(
  db: Database,
  organisationId: string,
  personIds: readonly string[],
): Promise<{ personId: string; fromOn: string; untilOn: string }[]> {
  return db.query(
    `select person_id as "personId", from_on::text as "fromOn", until_on::text as "untilOn" from blackouts
     where organisation_id = $1 and person_id = any ($2) order by person_id, from_on, id`,
    [organisationId, personIds],
  );
}

/** When are these people away? Grain: one time away, from the first midnight to the last on its person's own clock. */
export async function listAway(
  db: Database,
  organisationId: string,
  personIds: readonly string[],
): Promise<{ from: number; to: number }[]> {
  const rows = await db.query<{ fromOn: string; untilOn: string; timeZone: string }>(
    `select b.from_on::text as "fromOn", b.until_on::text as "untilOn", p.time_zone as "timeZone"
     from blackouts b join people p on p.organisation_id = b.organisation_id and p.id = b.person_id
     where b.organisation_id = $1 and b.person_id = any ($2)`,
    [organisationId, personIds],
  );
  return rows.map(({ fromOn, untilOn, timeZone }) => {
    const zone = ZonedTime.of(timeZone);
    return { from: zone.instantOf(fromOn, 0), to: zone.instantOf(untilOn, 0) };
  });
}
