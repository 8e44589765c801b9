import type { PastProgram } from '@ithaca/contracts/endings';
import { isCertifiable, spellCode } from '@ithaca/domain/certificate';
import type { Party } from '@ithaca/domain/permissions';

import type { Database } from '../../../platform/database/database.ts';

type Row = Omit<PastProgram, 'isCertifiable' | 'certificateCode'> & { code: string | null };

/**
 * What have I done? Grain: one pairing of mine that has begun, or an enrolment that is over and never came to one; newest
 * first.
 */
export async function listHistory(db: Database, actor: Party): Promise<PastProgram[]> {
  const rows = await db.query<Row>(
    `select e.id as "enrolmentId", g.name as "programName", h.name as "cohortName", g.format, e.role, w.id as "pairingId", w.state,
       coalesce((w.started_at at time zone o.time_zone)::date, h.starts_on)::text as "startedOn",
       case when e.state in ('completed', 'withdrawn') or w.ended_at is not null
         then (coalesce(w.ended_at, e.ended_at) at time zone o.time_zone)::date::text end as "endedOn",
       coalesce((select json_agg(q.display_name order by q.display_name, q.id) from pairing_members x
         join people q on q.organisation_id = $1 and q.id = x.person_id
         where x.organisation_id = $1 and x.pairing_id = w.id and x.person_id <> $2 and x.accepted_at is not null and x.left_at is null), '[]') as partners,
       held.count as "heldMeetings", held.minutes, kept.goals, kept.reached as "goalsReached", c.code
     from enrolments e
     join cohorts h on h.organisation_id = e.organisation_id and h.id = e.cohort_id
     join programs g on g.organisation_id = h.organisation_id and g.id = h.program_id
     join organisations o on o.organisation_id = e.organisation_id
     left join pairing_members m on m.organisation_id = e.organisation_id and m.enrolment_id = e.id and m.accepted_at is not null
       and exists (select from pairings b where b.organisation_id = $1 and b.id = m.pairing_id and b.started_at is not null)
     left join pairings w on w.organisation_id = m.organisation_id and w.id = m.pairing_id
     left join certificates c on c.organisation_id = $1 and c.pairing_id = w.id and c.person_id = $2
     cross join lateral (select count(*)::int as count, coalesce(sum(t.duration_minutes), 0)::int as minutes from meetings t
       where t.organisation_id = $1 and t.pairing_id = w.id and t.state = 'held') held
     cross join lateral (select count(*) filter (where l.state <> 'abandoned')::int as goals, count(*) filter (where l.state = 'reached')::int as reached
       from goals l where l.organisation_id = $1 and l.pairing_id = w.id and (w.smallest is null or l.owner_id = $2 or e.role = 'mentor')) kept
     where e.organisation_id = $1 and e.person_id = $2 and (w.id is not null or e.state in ('completed', 'withdrawn') and e.submitted_at is not null)
     order by coalesce(w.started_at, h.starts_on::timestamptz) desc, e.id, w.id`,
    [actor.organisationId, actor.personId],
  );
  return rows.map(({ code, ...row }) => ({
    ...row,
    certificateCode: code && spellCode(code),
    isCertifiable: row.state !== null && isCertifiable(row.state, row.heldMeetings),
  }));
}
