import type { ProgramCoordinator, Touched } from '@ithaca/contracts/program-settings';
import { enrolledStates, waitingStates } from '@ithaca/domain/enrolment';
import { openPairingStates } from '@ithaca/domain/pairing';
import { Refusal } from '@ithaca/domain/refusal';
import type { Format } from '@ithaca/domain/vocabulary';

import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';

/** Who coordinates this program? Grain: a grant in force, by name. */
export async function listCoordinators(
  db: Database,
  clock: Clock,
  organisationId: string,
  programId: string,
): Promise<ProgramCoordinator[]> {
  const rows = await db.query<
    Omit<ProgramCoordinator, 'grantedAt' | 'expiresAt'> & { grantedAt: Date; expiresAt: Date | null }
  >(
    `select g.id as "grantId", g.person_id as "personId", p.display_name as name, g.program_id is null as "isOfAll",
       g.granted_at as "grantedAt", g.expires_at as "expiresAt"
     from grants g join people p on p.organisation_id = g.organisation_id and p.id = g.person_id
     where g.organisation_id = $1 and g.role = 'coordinator' and (g.program_id is null or g.program_id = $2)
       and g.ended_at is null and (g.expires_at is null or g.expires_at > $3)
     order by p.display_name, g.id`,
    [organisationId, programId, clock.now()],
  );
  return rows.map((row) => ({
    ...row,
    grantedAt: row.grantedAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
  }));
}

/** Who meets whom in this program? */
export async function findFormat(db: Database, organisationId: string, programId: string): Promise<Format> {
  const row = await db.first<{ format: Format }>(
    'select format from programs where organisation_id = $1 and id = $2',
    [organisationId, programId],
  );
  if (!row) throw new Refusal('record.not-found');
  return row.format;
}

/** Whom would a change of the rules reach? One row; a cohort of another program counts nothing. */
export async function countTouched(
  db: Database,
  organisationId: string,
  programId: string,
  { cohortId, endsOn }: { cohortId?: string | undefined; endsOn?: string | undefined },
): Promise<Touched> {
  const row = await db.first<Touched>(
    `with cohort as (
       select id, coalesce($4::date, ends_on) as ends_on from cohorts
       where organisation_id = $1 and program_id = $2 and id = $3::uuid)
     select
       (select count(*)::int from mentor_requests r join cohorts c on c.organisation_id = r.organisation_id and c.id = r.cohort_id
         where r.organisation_id = $1 and c.program_id = $2 and r.state = 'asked') as "askedMentors",
       (select count(*)::int from enrolments e join cohorts c on c.organisation_id = e.organisation_id and c.id = e.cohort_id
         where e.organisation_id = $1 and c.program_id = $2 and e.role <> 'mentor' and e.state = any ($5)) as "menteesWithoutPairing",
       (select count(distinct e.person_id)::int from enrolments e join cohort on cohort.id = e.cohort_id
         where e.organisation_id = $1 and e.state = any ($6)) as people,
       (select count(*)::int from invitations i join cohort on cohort.id = i.cohort_id
         where i.organisation_id = $1 and i.state = 'sent') as invited,
       (select count(*)::int from pairings p join cohort on cohort.id = p.cohort_id
         where p.organisation_id = $1 and p.state = any ($7)) as "openPairings",
       (select count(*)::int from meetings m join cohort on cohort.id = m.cohort_id
         join organisations g on g.organisation_id = m.organisation_id
         where m.organisation_id = $1 and m.state = 'planned'
           and (m.starts_at at time zone g.time_zone)::date > cohort.ends_on) as "meetingsAfterEnd"`,
    [
      organisationId,
      programId,
      cohortId ?? null,
      endsOn ?? null,
      waitingStates,
      enrolledStates,
      openPairingStates,
    ],
  );
  if (!row) throw new Error('A row of counts is always there.');
  return row;
}
