import type { CohortState } from '@ithaca/domain/cohort';
import type { Actor } from '@ithaca/domain/permissions';
import { can } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Format, Side } from '@ithaca/domain/vocabulary';
import type { Day } from '@ithaca/metrics/days';
import type { MatchRow } from '@ithaca/metrics/match-rate';
import type { RatingRow } from '@ithaca/metrics/satisfaction';

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

type OfCohort<T> = T & { cohortId: string };

/** When did each mentee, or peer, enter the pool, and when were they matched? Grain: one person in one cohort. */
export function listMatches(
  db: Database,
  organisationId: string,
  cohortIds: readonly string[],
  timeZone: string,
): Promise<OfCohort<Omit<MatchRow, 'hasOpenPairing'> & { personId: string }>[]> {
  const first = (stage: string) => `(min(at) filter (where stage = '${stage}') at time zone $3)::date::text`;
  return db.query(
    `select cohort_id as "cohortId", person_id as "personId", ${first('in-pool')} as "enteredPoolOn",
       ${first('matched')} as "matchedOn", ${first('withdrawn')} as "withdrawnOn"
     from stage_events where organisation_id = $1 and cohort_id = any ($2) and role in ('mentee', 'peer')
     group by cohort_id, person_id`,
    [organisationId, cohortIds, timeZone],
  );
}

/** Department and grade of whom a cohort is for, on the day on which it began. Grain: one person in one cohort. */
export function listJobsAtStart(
  db: Database,
  organisationId: string,
  cohortIds: readonly string[],
): Promise<OfCohort<{ personId: string; department: string; grade: number | null }>[]> {
  return db.query(
    `select w.cohort_id as "cohortId", w.person_id as "personId",
       coalesce(j.department, p.department) as department, case when j.person_id is null then p.grade else j.grade end as grade
     from (
       select cohort_id, person_id from stage_events
       where organisation_id = $1 and cohort_id = any ($2) and role in ('mentee', 'peer')
       union
       select k.cohort_id, m.person_id from pairings k
       join pairing_members m on m.organisation_id = $1 and m.pairing_id = k.id and m.role in ('mentee', 'peer')
       where k.organisation_id = $1 and k.cohort_id = any ($2)
     ) w
     join cohorts c on c.organisation_id = $1 and c.id = w.cohort_id
     join people p on p.organisation_id = $1 and p.id = w.person_id
     left join lateral (
       select s.person_id, s.department, s.grade from job_spells s
       where s.organisation_id = $1 and s.person_id = w.person_id and s.superseded_at is null and s.starts_on <= c.starts_on
       order by s.starts_on desc limit 1
     ) j on true`,
    [organisationId, cohortIds],
  );
}

/** Whose development is each pairing about? Grain: one mentee, or peer, of a pairing. */
export function listGuided(
  db: Database,
  organisationId: string,
  cohortIds: readonly string[],
): Promise<{ pairingId: string; personId: string }[]> {
  return db.query(
    `select m.pairing_id as "pairingId", min(m.person_id::text) as "personId"
     from pairings p
     join pairing_members m on m.organisation_id = $1 and m.pairing_id = p.id and m.role in ('mentee', 'peer')
     where p.organisation_id = $1 and p.cohort_id = any ($2) group by m.pairing_id`,
    [organisationId, cohortIds],
  );
}

export interface Responses {
  cohortId: string;
  due: number;
  answered: number;
  pending: number;
  leftBeforeDue: number;
  /** People who were asked. */
  people: number;
}

/**
 * How many check-ins were answered within their fourteen days, by the day up to which each cohort is read? Grain: one cohort. The
 * definition of `check-in-response`, counted where the rows are.
 */
export function countResponses(
  db: Database,
  organisationId: string,
  cuts: readonly { id: string; cut: Day }[],
  timeZone: string,
): Promise<Responses[]> {
  return db.query<Responses>(
    `with asks as (
       select i.cohort_id, i.person_id, upto.cut, upto.cut - i.day as age,
         (i.answered_at at time zone $4)::date as answered_on, i.day,
         least((p.ended_at at time zone $4)::date, e.left_on) as left_on
       from unnest($2::uuid[], $3::date[]) upto (id, cut)
       join check_ins i on i.organisation_id = $1 and i.cohort_id = upto.id and i.day <= upto.cut
       join pairings p on p.organisation_id = $1 and p.id = i.pairing_id
       join people e on e.organisation_id = $1 and e.id = i.person_id
     ), stood as (
       select *, coalesce(left_on <= cut and left_on - day < 14, false) as has_left from asks
     )
     select cohort_id as "cohortId",
       count(*) filter (where not has_left and age >= 14)::int as due,
       count(*) filter (where not has_left and age >= 14 and answered_on <= cut and answered_on - day <= 14)::int as answered,
       count(*) filter (where not has_left and age < 14)::int as pending,
       count(*) filter (where has_left)::int as "leftBeforeDue",
       count(distinct person_id) filter (where not has_left and age >= 14)::int as people
     from stood group by cohort_id`,
    [organisationId, cuts.map(({ id }) => id), cuts.map(({ cut }) => cut), timeZone],
  );
}

/** What mentees, or peers, answered. Grain: one answer; who kept silent is not read. */
export async function listRatings(
  db: Database,
  organisationId: string,
  cohortIds: readonly string[],
  timeZone: string,
): Promise<OfCohort<RatingRow & { role: Side }>[]> {
  const rows = await db.query<OfCohort<Omit<RatingRow, 'hasBounced' | 'leftOn'> & { role: Side }>>(
    `select cohort_id as "cohortId", person_id as "personId", role, wave::text as wave, usefulness as rating,
       (asked_at at time zone $3)::date::text as "deliveredOn", (answered_at at time zone $3)::date::text as "answeredOn"
     from check_ins
     where organisation_id = $1 and cohort_id = any ($2) and role in ('mentee', 'peer') and usefulness is not null and answered_at is not null`,
    [organisationId, cohortIds, timeZone],
  );
  return rows.map((row) => ({ ...row, hasBounced: false, leftOn: null }));
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
