import type { PresentPerson } from '@ithaca/contracts/presence';
import type { Party } from '@ithaca/domain/permissions';
import { PRESENT_FOR_SECONDS } from '@ithaca/domain/presence';

import type { Database } from '../../platform/database/database.ts';

/** Who else has a page of this program open now? Grain: one person at one place, where they moved last. */
export async function listOthers(
  db: Database,
  actor: Party,
  programId: string,
  now: Date,
): Promise<PresentPerson[]> {
  const rows = await db.query<Omit<PresentPerson, 'since'> & { since: Date }>(
    `select p.person_id as "personId", d.display_name as name, p.place, p.focus_id as focus, p.moved_at as since
     from (select distinct on (person_id, place) * from presences
       where organisation_id = $1 and program_id = $2 and person_id <> $3
         and seen_at > $4::timestamptz - interval '${PRESENT_FOR_SECONDS} seconds'
       order by person_id, place, moved_at desc) p
     join people d on d.organisation_id = p.organisation_id and d.id = p.person_id
     order by p.moved_at desc, p.person_id
     limit 50`,
    [actor.organisationId, programId, actor.personId, now],
  );
  return rows.map((row) => ({ ...row, since: row.since.toISOString() }));
}
