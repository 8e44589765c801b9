import type { CohortState } from '@ithaca/domain/cohort';
import type { Actor } from '@ithaca/domain/permissions';
import { can } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Format } from '@ithaca/domain/vocabulary';
import type { Day } from '@ithaca/metrics/days';

import type { Database } from '../../../platform/database/database.ts';

/** A cohort that has begun, as a comparison sees it. */
export interface ComparedCohort {
  id: string;
  name: string;
  state: CohortState;
  startsOn: Day;
  closedAt: Date | null;
  programId: string;
  programName: string;
  format: Format;
  /** What it said at its start that it would be judged by. */
  registered: string[] | null;
  registeredAt: Date | null;
}

/** So many are read at once, the latest first. */
const AT_MOST = 24;

/** Which cohorts of the program, or of all programs of the reader, have begun? Grain: one cohort, the latest first. */
export async function listComparedCohorts(
  db: Database,
  actor: Actor,
  { programId, among, now }: { programId: string; among: 'program' | 'organisation'; now: Date },
): Promise<{ name: string; timeZone: string; cohorts: ComparedCohort[]; more: number }> {
  const asked = db.first<{ name: string; timeZone: string }>(
    `select p.name, o.time_zone as "timeZone" from programs p
     join organisations o on o.organisation_id = p.organisation_id where p.organisation_id = $1 and p.id = $2`,
    [actor.organisationId, programId],
  );
  const began = db.query<ComparedCohort>(
    `select c.id, c.name, c.state, c.starts_on::text as "startsOn", c.closed_at as "closedAt",
       p.id as "programId", p.name as "programName", p.format, r.metrics as registered, r.registered_at as "registeredAt"
     from cohorts c
     join programs p on p.organisation_id = c.organisation_id and p.id = c.program_id
     join organisations o on o.organisation_id = c.organisation_id
     left join cohort_registrations r on r.organisation_id = c.organisation_id and r.cohort_id = c.id
     where c.organisation_id = $1 and ($2::uuid is null or c.program_id = $2)
       and c.starts_on <= ($3::timestamptz at time zone o.time_zone)::date
       and c.state in ('running', 'closing', 'closed', 'archived')
     order by c.starts_on desc, c.id`,
    [actor.organisationId, among === 'program' ? programId : null, now],
  );
  const [head, rows] = await Promise.all([asked, began]);
  if (!head) throw new Refusal('record.not-found');
  const readable = rows.filter((cohort) => can(actor, 'metrics.read', { programId: cohort.programId }));
  return { ...head, cohorts: readable.slice(0, AT_MOST), more: Math.max(0, readable.length - AT_MOST) };
}

/** Department and grade of these people on a day, as far as the directory remembers; else today's. Grain: one person. */
export async function listJobsOn(
  db: Database,
  organisationId: string,
  people: readonly string[],
  day: Day,
): Promise<{ personId: string; department: string; grade: number | null }[]> {
  // Never by a kept plan: that of a few people would look up all of them one by one.
  const { rows } = await db.execute(
    `select p.id as "personId", coalesce(j.department, p.department) as department,
       case when j.person_id is null then p.grade else j.grade end as grade
     from people p
     left join lateral (
       select s.person_id, s.department, s.grade from job_spells s
       where s.organisation_id = $1 and s.person_id = p.id and s.superseded_at is null and s.starts_on <= $3
       order by s.starts_on desc limit 1
     ) j on true
     where p.organisation_id = $1 and p.id = any ($2)`,
    [organisationId, people, day],
  );
  return rows as Awaited<ReturnType<typeof listJobsOn>>;
}

/** How pairings stood at the end of each week since the start, as it was noted then. Grain: one noted day. */
export function listNotedWeeks(
  db: Database,
  organisationId: string,
  cohortIds: readonly string[],
): Promise<{ cohortId: string; ageDays: number; active: number; of: number }[]> {
  return db.query(
    `select s.cohort_id as "cohortId", s.day - c.starts_on as "ageDays", s.active, s.active_of as of
     from cohort_standings s
     join cohorts c on c.organisation_id = s.organisation_id and c.id = s.cohort_id
     where s.organisation_id = $1 and s.cohort_id = any ($2) and (s.day - c.starts_on) % 7 = 0 and s.day > c.starts_on
     order by s.cohort_id, s.day`,
    [organisationId, cohortIds],
  );
}
