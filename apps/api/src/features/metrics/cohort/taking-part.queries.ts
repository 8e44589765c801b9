import type { OutcomesReport } from '@ithaca/contracts/measures';
import { addDays } from '@ithaca/metrics/days';
import type { Day } from '@ithaca/metrics/days';
import { measureAcceptanceByRank } from '@ithaca/metrics/match-acceptance';
import type { RequestRow } from '@ithaca/metrics/match-acceptance';
import { measureParticipationOfYear } from '@ithaca/metrics/participation';
import type { Span } from '@ithaca/metrics/participation';
import type { MetricRecord } from '@ithaca/metrics/records';

import type { Database } from '../../../platform/database/database.ts';
import type { CohortFacts } from '../facts/cohort-facts.queries.ts';
import { eligibleOn, readWorkforce } from '../facts/workforce.queries.ts';
import { metricOf } from '../metric-records.ts';
import { KeptResults } from '../store/kept-results.queries.ts';
import type { AmongEverybody } from './cohort-workforce.queries.ts';

const YEAR_DAYS = 365;
const keptYears = new KeptResults<MetricRecord>();

/**
 * Who of those who could all year took part in the program within it? Grain: one person of the organisation, with the job of the
 * first day of the year. Any cohort of the program counts, because few of them last a year.
 */
export async function readParticipationOfYear(
  db: Database,
  organisationId: string,
  { facts: { cohort, asOf }, find }: AmongEverybody,
): Promise<MetricRecord> {
  const year = { from: addDays(asOf.day, -YEAR_DAYS), asOf: asOf.day };
  const enrolments = await readEnrolmentsOfProgram(db, organisationId, cohort);
  return find(
    keptYears,
    async () => {
      const everybody = await readWorkforce(
        db,
        organisationId,
        { id: cohort.id, startsOn: year.from },
        cohort.timeZone,
      );
      const own = Map.groupBy(enrolments, ({ personId }) => personId);
      const rows = everybody.map((person) => ({
        personId: person.id,
        employed: person.employed,
        eligible: eligibleOn(cohort.eligibility, person, year.from, person.atStart),
        enrolments: own.get(person.id) ?? [],
      }));
      return measureParticipationOfYear(rows, { ...year, minimumGroup: 0 });
    },
    enrolments,
  );
}

/** The other cohorts of a cohort's program, by id. */
export async function listCohortsBeside(
  db: Database,
  organisationId: string,
  cohortId: string,
): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select o.id from cohorts c join cohorts o on o.organisation_id = $1 and o.program_id = c.program_id and o.id <> c.id
     where c.organisation_id = $1 and c.id = $2 order by o.id`,
    [organisationId, cohortId],
  );
  return rows.map(({ id }) => id);
}

/** Grain: one submitted enrolment in any cohort of the program, with the days on which it was open. */
function readEnrolmentsOfProgram(
  db: Database,
  organisationId: string,
  { programId, timeZone }: CohortFacts['cohort'],
): Promise<({ personId: string } & Span)[]> {
  return db.query<{ personId: string } & Span>(
    `select e.person_id as "personId", (e.submitted_at at time zone $3)::date::text as "from",
       case when e.state in ('completed', 'withdrawn', 'declined') then (coalesce(e.ended_at, e.updated_at) at time zone $3)::date::text end as "to"
     from cohorts c join enrolments e on e.organisation_id = $1 and e.cohort_id = c.id
     where c.organisation_id = $1 and c.program_id = $2 and e.state <> 'draft' and e.submitted_at is not null
     order by e.id`,
    [organisationId, programId, timeZone],
  );
}

/** Do mentors accept whoever asks them, first choices and later ones? Grain: one rank; nobody asks where the engine proposes. */
export async function readRequestAcceptance(
  db: Database,
  organisationId: string,
  { id, timeZone }: CohortFacts['cohort'],
  { day, at }: { day: Day; at: Date },
): Promise<OutcomesReport['requests']> {
  const rows = await db.query<RequestRow>(
    `select rank, suggested_by is not null as "isSuggested",
       case when state in ('accepted', 'declined', 'lapsed', 'asked') then state else 'taken-back' end as state,
       (asked_at at time zone $3)::date::text as "askedOn", (ended_at at time zone $3)::date::text as "endedOn"
     from mentor_requests where organisation_id = $1 and cohort_id = $2 and asked_at is not null`,
    [organisationId, id, timeZone],
  );
  return measureAcceptanceByRank(rows, { asOf: day }).map(({ rank, record }) => ({
    rank,
    acceptance: metricOf(record, at),
  }));
}
