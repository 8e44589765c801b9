import type { Journey } from '@ithaca/contracts/journey';
import type { EnrolmentForm, OpenCohort } from '@ithaca/contracts/programs';
import { obstaclesTo } from '@ithaca/domain/eligibility-rule';
import type { EligibilityFacts, EligibilityRule } from '@ithaca/domain/eligibility-rule';
import { enrolledStates } from '@ithaca/domain/enrolment';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';

type OpenRow = Omit<
  OpenCohort,
  'hoursPerMonth' | 'cadenceDays' | 'meetingMinutes' | 'eligible' | 'obstacles' | 'mine'
> & {
  journey: Journey;
  form: EnrolmentForm;
  eligibility: EligibilityRule;
  me: EligibilityFacts;
  timeZone: string;
  mine: (Omit<OpenCohort['mine'][number], 'updatedAt'> & { updatedAt: string })[];
};

/**
 * $1 organisation, $2 me, $3 states that count as enrolled. Organisers are the program's own coordinators, else those
 * of the whole organisation, else whoever made the program: an employee always has somebody to ask.
 */
const OPEN = `select c.id, c.program_id as "programId", g.name as "programName", c.name, g.purpose, g.format, c.state,
    c.enrolment_closes_on::text as "enrolmentClosesOn", c.starts_on::text as "startsOn", c.ends_on::text as "endsOn",
    g.journey, g.form, g.eligibility, o.time_zone as "timeZone",
    json_build_object('department', me.department, 'site', me.site, 'grade', me.grade, 'hiredOn', me.hired_on, 'leftOn', me.left_on,
      'jobTitle', me.job_title, 'attributes', me.attributes) as me,
    (select count(*) from enrolments e
      where e.organisation_id = c.organisation_id and e.cohort_id = c.id and e.state = any ($3))::int as enrolled,
    c.approval, c.admission_order as "admissionOrder",
    case when c.seats is not null then greatest(0, c.seats - (select count(*) from enrolments e where e.organisation_id = c.organisation_id
      and e.cohort_id = c.id and e.role <> 'mentor' and (e.state in ('in-pool', 'matched', 'completed') or e.state = 'paused' and e.paused_from = 'in-pool' or exists (select from seat_offers s
        where s.organisation_id = e.organisation_id and s.enrolment_id = e.id and s.state = 'open'))))::int end as "seatsLeft",
    (select count(*) from enrolments e where e.organisation_id = c.organisation_id and e.cohort_id = c.id and e.state = 'waitlisted')::int as waiting,
    invited.role as "invitedAs",
    coalesce((select json_agg(json_build_object('enrolmentId', e.id, 'role', e.role, 'state', e.state, 'updatedAt', e.updated_at) order by e.role)
      from enrolments e where e.organisation_id = c.organisation_id and e.cohort_id = c.id and e.person_id = me.id), '[]') as mine,
    coalesce(
      (select json_agg(json_build_object('personId', p.id, 'displayName', p.display_name) order by p.display_name collate "C", p.id)
        from (
          select r.person_id from grants r
          where r.organisation_id = c.organisation_id and r.role = 'coordinator' and r.ended_at is null
            and (r.program_id = c.program_id or r.program_id is null and not exists (
              select 1 from grants own where own.organisation_id = c.organisation_id and own.program_id = c.program_id and own.ended_at is null))
        ) organiser join people p on p.organisation_id = c.organisation_id and p.id = organiser.person_id),
      (select json_build_array(json_build_object('personId', p.id, 'displayName', p.display_name))
        from people p where p.organisation_id = c.organisation_id and p.id = g.created_by)) as coordinators
  from cohorts c
  join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
  join organisations o on o.organisation_id = c.organisation_id
  join people me on me.organisation_id = c.organisation_id and me.id = $2
  left join invitations invited on invited.organisation_id = c.organisation_id and invited.cohort_id = c.id
    and invited.person_id = me.id and invited.state <> 'withdrawn'
  where c.organisation_id = $1`;

/** Where could I take part, and where do I already? Grain: a cohort that enrols, or that I am invited to or enrolled in and that is not closed; the first to close comes first. */
export async function listOpenCohorts(db: Database, clock: Clock, actor: Actor): Promise<OpenCohort[]> {
  const rows = await db.query<OpenRow>(
    `${OPEN} and (c.state = 'enrolling' or c.state in ('scheduled', 'matching', 'running', 'closing') and (
       invited.id is not null or exists (select 1 from enrolments e where e.organisation_id = c.organisation_id
         and e.cohort_id = c.id and e.person_id = me.id and e.state = any ($3))))
     order by c.enrolment_closes_on, c.id`,
    [actor.organisationId, actor.personId, enrolledStates],
  );
  return rows.map((row) => shape(row, clock));
}

/** One cohort as an employee sees it, whatever its state once it has been announced; drafts and the archive are nobody's business. */
export async function getOpenCohort(db: Database, clock: Clock, actor: Actor, cohortId: string) {
  const row = await db.first<OpenRow>(`${OPEN} and c.id = $4 and c.state not in ('draft', 'archived')`, [
    actor.organisationId,
    actor.personId,
    enrolledStates,
    cohortId,
  ]);
  if (!row) throw new Refusal('record.not-found');
  return { ...shape(row, clock), form: row.form };
}

function shape({ journey, eligibility, me, timeZone, mine, ...row }: OpenRow, clock: Clock): OpenCohort {
  const obstacles = obstaclesTo(eligibility, me, clock.today(timeZone));
  return {
    ...row,
    hoursPerMonth: journey.hoursPerMonth,
    cadenceDays: journey.cadenceDays,
    meetingMinutes: journey.meetingMinutes,
    eligible: obstacles.length === 0,
    obstacles,
    mine: mine.map((one) => ({ ...one, updatedAt: new Date(one.updatedAt).toISOString() })),
  };
}
