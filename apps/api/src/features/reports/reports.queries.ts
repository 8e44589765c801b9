import type { Report, reportRoutes } from '@ithaca/contracts/reports';
import type { ReplyOf } from '@ithaca/contracts/route';
import type { CohortState } from '@ithaca/domain/cohort';
import { enrolledStates } from '@ithaca/domain/enrolment';
import { can } from '@ithaca/domain/permissions';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import type { Database } from '../../platform/database/database.ts';
import { readCohortFacts } from '../metrics/cohort-facts.queries.ts';
import { reportOf } from './report-page.ts';

/** The smallest group a report speaks of: it is read by managers, printed and passed on. */
const MINIMUM_GROUP = 10;

/** Everyone below a person in the directory, at any depth; `union` ends even if managers went in a circle. */
const AREA = `area(id) as (
  select id from people where organisation_id = $1 and manager_id = $2
  union
  select p.id from area join people p on p.organisation_id = $1 and p.manager_id = area.id
)`;

interface CohortRow {
  cohortId: string;
  cohortName: string;
  programId: string;
  programName: string;
  state: CohortState;
  startsOn: string;
  endsOn: string;
  people: number;
  own: number;
}

/**
 * Whose reports may I read? Grain: one cohort that has started; for a manager those in which somebody of the own line
 * takes part. How many they are is told from ten on.
 */
export async function listReports(
  db: Database,
  actor: Actor,
): Promise<ReplyOf<typeof reportRoutes.list>['items']> {
  const rows = await db.query<CohortRow>(
    `with recursive ${AREA}
     select c.id as "cohortId", c.name as "cohortName", p.id as "programId", p.name as "programName", c.state,
       c.starts_on::text as "startsOn", c.ends_on::text as "endsOn",
       count(distinct e.person_id)::int as people, count(distinct area.id)::int as own
     from cohorts c
     join programs p on p.organisation_id = c.organisation_id and p.id = c.program_id
     left join enrolments e on e.organisation_id = c.organisation_id and e.cohort_id = c.id and e.state = any($3)
     left join area on area.id = e.person_id
     where c.organisation_id = $1 and c.state in ('running', 'closing', 'closed')
     group by c.id, c.name, p.id, p.name, c.state, c.starts_on, c.ends_on
     order by c.starts_on desc, c.id`,
    [actor.organisationId, actor.personId, enrolledStates],
  );
  return rows.flatMap(({ programId, people, own, ...row }) => {
    if (can(actor, 'metrics.read', { programId }))
      return [{ ...row, people, enough: people >= MINIMUM_GROUP }];
    const enough = own >= MINIMUM_GROUP;
    return own > 0 ? [{ ...row, people: enough ? own : 0, enough }] : [];
  });
}

/**
 * What did this cohort, or my area in it, put in and get out? Grain: one page of aggregates. A manager reads about the own
 * reporting line only, and nothing at all when fewer than ten of it take part.
 */
export async function readReport(db: Database, actor: Actor, cohortId: string, now: Date): Promise<Report> {
  const facts = await readCohortFacts(db, actor.organisationId, cohortId, now);
  const isAll = can(actor, 'metrics.read', { programId: facts.cohort.programId });
  const area = isAll ? null : await readArea(db, actor);
  const page = reportOf(facts, area, MINIMUM_GROUP);
  // How few they are is not said: "nine" and "none" would each tell something of somebody.
  if (area && page.areaPeople < MINIMUM_GROUP)
    throw new Refusal('report.too-few', { minimum: MINIMUM_GROUP });
  return page;
}

async function readArea(db: Database, actor: Actor): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ id: string }>(`with recursive ${AREA} select id from area`, [
    actor.organisationId,
    actor.personId,
  ]);
  return new Set(rows.map(({ id }) => id));
}
