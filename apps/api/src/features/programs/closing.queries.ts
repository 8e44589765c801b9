import type { CohortClosing } from '@ithaca/contracts/closing';
import { REOPEN_DAYS } from '@ithaca/domain/cohort';
import { recommendedBy } from '@ithaca/domain/extension';
import { openPairingStates } from '@ithaca/domain/pairing';
import { Refusal } from '@ithaca/domain/refusal';

import type { Database } from '../../platform/database/database.ts';

/**
 * What is still open before a cohort can be closed with a good conscience? Grain: one cohort. Numbers only: what people
 * planned, asked or answered stays theirs.
 */
export async function getClosing(
  db: Database,
  organisationId: string,
  cohortId: string,
  now: Date,
): Promise<CohortClosing> {
  const row = await db.first<
    Omit<CohortClosing, 'reopenUntil' | 'feedback'> & {
      closedAt: Date | null;
      said: { people: number; given: number; yes: number; perhaps: number; no: number };
    }
  >(
    `select c.id as "cohortId", c.closed_at as "closedAt", c.content_until::text as "contentUntil", n.pairings, n.paused, n.offered, n.extended, o.thanked, o.certified,
       (select count(*)::int from pairings p where p.organisation_id = c.organisation_id and p.cohort_id = c.id and p.state in ('active', 'paused')
          and exists (select from pairing_members m where m.organisation_id = p.organisation_id and m.pairing_id = p.id and m.open and m.inside
            and m.signed_at is null)) as "unsignedAgreements",
       (select json_build_object('people', count(distinct m.person_id), 'given', count(distinct f.person_id),
            'yes', count(*) filter (where f.recommends = 'yes'), 'perhaps', count(*) filter (where f.recommends = 'perhaps'),
            'no', count(*) filter (where f.recommends = 'no'))
          from pairing_members m
          join pairings p on p.organisation_id = m.organisation_id and p.id = m.pairing_id and p.started_at is not null
          left join feedback f on f.organisation_id = m.organisation_id and f.pairing_id = m.pairing_id and f.person_id = m.person_id
          where m.organisation_id = c.organisation_id and m.cohort_id = c.id and m.accepted_at is not null) as said,
       (select count(*)::int from meetings m
         join pairings p on p.organisation_id = m.organisation_id and p.id = m.pairing_id
         where m.organisation_id = c.organisation_id and m.cohort_id = c.id and m.state = 'planned' and m.starts_at > $4
           and (m.starts_at at time zone g.time_zone)::date > greatest(c.ends_on, p.extended_to)) as "meetingsAfterEnd",
       (select count(*)::int from check_ins k
         join pairings p on p.organisation_id = k.organisation_id and p.id = k.pairing_id and p.state = any ($3)
         where k.organisation_id = c.organisation_id and k.cohort_id = c.id and k.answered_at is null) as "unansweredCheckIns",
       (select count(*)::int from goals l
         join pairings p on p.organisation_id = l.organisation_id and p.id = l.pairing_id and p.cohort_id = c.id and p.state = any ($3)
         where l.organisation_id = c.organisation_id and l.state in ('open', 'claimed')) as "openGoals",
       (select count(*)::int from enrolments e
         where e.organisation_id = c.organisation_id and e.cohort_id = c.id
           and e.state in ('awaiting-approval', 'in-pool', 'waitlisted', 'paused')) as "waitingPeople"
     from cohorts c
     join organisations g on g.organisation_id = c.organisation_id
     cross join lateral (
       select count(*)::int as pairings, count(*) filter (where p.state = 'paused')::int as paused,
         count(*) filter (where p.state = 'offered')::int as offered,
         count(*) filter (where p.state <> 'offered' and p.extended_to >= ($4::timestamptz at time zone g.time_zone)::date)::int as extended
       from pairings p where p.organisation_id = c.organisation_id and p.cohort_id = c.id and p.state = any ($3)) n
     cross join lateral (
       select count(distinct m.person_id)::int as thanked, count(distinct m.person_id) filter (where exists (select from meetings h
         where h.organisation_id = m.organisation_id and h.pairing_id = m.pairing_id and h.state = 'held'))::int as certified
       from pairings p join pairing_members m on m.organisation_id = p.organisation_id and m.pairing_id = p.id and m.open and m.inside
       where p.organisation_id = c.organisation_id and p.cohort_id = c.id and p.state in ('active', 'paused')
         and (p.extended_to is null or p.extended_to < ($4::timestamptz at time zone g.time_zone)::date)) o
     where c.organisation_id = $1 and c.id = $2`,
    [organisationId, cohortId, openPairingStates, now],
  );
  if (!row) throw new Refusal('record.not-found');
  const { closedAt, said, ...open } = row;
  const { people, given, ...recommends } = said;
  return {
    ...open,
    feedback: { people, given, recommends: recommendedBy(recommends) },
    reopenUntil: closedAt ? new Date(closedAt.getTime() + REOPEN_DAYS * 86_400_000).toISOString() : null,
  };
}
