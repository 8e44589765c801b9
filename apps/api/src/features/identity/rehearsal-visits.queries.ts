import { can } from '@ithaca/domain/permissions';
import type { Grant } from '@ithaca/domain/permissions';

import type { Database } from '../../platform/database/database.ts';
import type { Known } from './session.queries.ts';

/**
 * May this session stay where it is? Outside of rehearsals always. In the room of one only while it is open and the account still
 * runs the real program, asked anew at every request: a leaver or a former coordinator is out at once.
 */
export async function mayStay(
  db: Database,
  { accountId, actor, rehearsalOf }: Pick<Known, 'accountId' | 'actor' | 'rehearsalOf'>,
  now: Date,
): Promise<boolean> {
  if (rehearsalOf === null || !actor) return true;
  const home = await db.read({ organisationId: rehearsalOf }, () =>
    db.first<{ programId: string; personId: string; grants: Grant[] }>(
      `select r.program_id as "programId", p.id as "personId",
         coalesce((select json_agg(json_build_object('role', g.role, 'programId', g.program_id)) from grants g
           where g.organisation_id = p.organisation_id and g.person_id = p.id and g.ended_at is null
             and (g.expires_at is null or g.expires_at > $4)), '[]') as grants
       from rehearsals r
       join identity.memberships m on m.organisation_id = r.organisation_id and m.account_id = $3 and m.ended_at is null
       join people p on p.organisation_id = m.organisation_id and p.id = m.person_id and (p.left_on is null or p.left_on > $4::date)
       where r.organisation_id = $1 and r.room_id = $2 and r.state = 'ready'`,
      [rehearsalOf, actor.organisationId, accountId, now],
    ),
  );
  if (!home) return false;
  const { programId, personId, grants } = home;
  return can(
    { accountId, personId, organisationId: rehearsalOf, grants, isManager: false },
    'program.coordinate',
    {
      programId,
    },
  );
}
