import type { SeatBook } from '@ithaca/domain/admission';

import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { EnrolmentContext } from '../enrolments.repository.ts';

/** How many mentees, or peers, hold a seat, how many have one on offer, and how many more wait? Grain: one cohort. Who has left holds nothing. */
export async function readBook(
  db: Database,
  context: Pick<EnrolmentContext, 'organisationId' | 'cohortId' | 'admission' | 'timeZone'>,
  clock: Clock,
): Promise<SeatBook & { waiting: number }> {
  const row = await db.first<{ taken: number; offered: number; waiting: number }>(
    `select count(*) filter (where e.state in ('in-pool', 'matched', 'completed') or e.state = 'paused' and e.paused_from = 'in-pool')::int as taken,
       count(o.id)::int as offered, count(*) filter (where e.state = 'waitlisted' and o.id is null)::int as waiting
     from enrolments e
     join people p on p.organisation_id = e.organisation_id and p.id = e.person_id and (p.left_on is null or p.left_on > $3::date)
     left join seat_offers o on o.organisation_id = e.organisation_id and o.enrolment_id = e.id and o.state = 'open'
     where e.organisation_id = $1 and e.cohort_id = $2 and e.role <> 'mentor'`,
    [context.organisationId, context.cohortId, clock.today(context.timeZone)],
  );
  return {
    seats: context.admission.seats,
    taken: row?.taken ?? 0,
    offered: row?.offered ?? 0,
    waiting: row?.waiting ?? 0,
  };
}
