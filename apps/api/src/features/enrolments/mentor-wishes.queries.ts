import type { MentorWish } from '@ithaca/contracts/enrolments';

import type { Database } from '../../platform/database/database.ts';

/** The first so many are shown and invited; whoever is invited makes room for the next. */
const MOST_WISHES = 200;

/**
 * Who said at the end of an earlier cohort that they would mentor next time, and is not in this one yet? Grain: one person,
 * the oldest wish first. Whoever has left, or is enrolled or invited already, is left out.
 */
export async function listMentorWishes(
  db: Database,
  organisationId: string,
  cohortId: string,
  today: string,
): Promise<MentorWish[]> {
  const rows = await db.query<Omit<MentorWish, 'wishedAt'> & { wishedAt: Date }>(
    `select w.person_id as "personId", p.display_name as "displayName", p.job_title as "jobTitle", w.wished_at as "wishedAt",
       h.name as "cohortName"
     from cohorts c
     join mentor_wishes w on w.organisation_id = c.organisation_id and w.program_id = c.program_id
     join people p on p.organisation_id = w.organisation_id and p.id = w.person_id
     join pairings g on g.organisation_id = w.organisation_id and g.id = w.pairing_id and g.cohort_id <> c.id
     join cohorts h on h.organisation_id = g.organisation_id and h.id = g.cohort_id
     where c.organisation_id = $1 and c.id = $2 and p.email is not null and (p.left_on is null or p.left_on > $3::date)
       and not exists (select from enrolments e where e.organisation_id = c.organisation_id and e.cohort_id = c.id
         and e.person_id = p.id and e.state not in ('draft', 'withdrawn'))
       and not exists (select from invitations i where i.organisation_id = c.organisation_id and i.cohort_id = c.id and i.person_id = p.id)
     order by w.wished_at, p.id limit $4`,
    [organisationId, cohortId, today, MOST_WISHES],
  );
  return rows.map((row) => ({ ...row, wishedAt: row.wishedAt.toISOString() }));
}
