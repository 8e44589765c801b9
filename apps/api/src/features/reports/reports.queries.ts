import type { Report, reportRoutes } from '@ithaca/contracts/reports';
import type { ReplyOf } from '@ithaca/contracts/route';
import type { CohortState } from '@ithaca/domain/cohort';
import { enrolledStates } from '@ithaca/domain/enrolment';
import { can } from '@ithaca/domain/permissions';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { isTold } from '@ithaca/metrics/suppression';

import { dayIn } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { readHead } from '../metrics/facts/cohort-facts.queries.ts';
import type { CohortFacts } from '../metrics/facts/cohort-facts.queries.ts';
import { stampOfCohort } from '../metrics/stamp.queries.ts';
import { readAmongEverybody } from '../metrics/cohort/cohort-workforce.queries.ts';
import { findPage, nextMonth } from '../metrics/access/frozen-pages.queries.ts';
import type { AreaPage } from './area-page.ts';
import { AREA, readArea } from './areas.queries.ts';
import { MINIMUM_GROUP, reportOf } from './report-page.ts';

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
      return [{ ...row, people, enough: isTold(people, MINIMUM_GROUP) }];
    const enough = isTold(own, MINIMUM_GROUP);
    return own > 0 ? [{ ...row, people: enough ? own : 0, enough }] : [];
  });
}

/**
 * What did this cohort, or my area in it, put in and get out? Grain: one page of aggregates. A manager reads about the own
 * reporting line only, the page that was frozen for this month, and nothing when fewer than ten of it take part.
 */
export async function readReport(db: Database, actor: Actor, cohortId: string, now: Date): Promise<Report> {
  const { organisationId, personId } = actor;
  const head = await readHead(db, organisationId, cohortId);
  if (can(actor, 'metrics.read', { programId: head.programId }))
    return (await readReportOfAll(db, organisationId, cohortId, now)).report;
  const area = await countArea(db, actor, cohortId);
  const found =
    area > 0
      ? await findPage<AreaPage>(db, organisationId, { cohortId, kind: 'area-report', subjectId: personId })
      : undefined;
  // How few they are is not said: "nine" and "none" would each tell something of somebody.
  if (!found && !isTold(area, MINIMUM_GROUP)) throw new Refusal('report.too-few', { minimum: MINIMUM_GROUP });
  const nextOn = nextMonth(dayIn(now, head.timeZone));
  if (!found) throw new Refusal('report.not-yet', { minimum: MINIMUM_GROUP, nextOn });
  const isLast =
    (head.state === 'closed' || head.state === 'archived') &&
    head.closedAt !== null &&
    dayIn(head.closedAt, head.timeZone) < found.periodOn;
  const { id, name, programId, programName, format, purpose, state, startsOn, endsOn } = head;
  const { computedAt, dataVersion, ...page } = found.page;
  return {
    ...page,
    stamp: {
      ...stampOfCohort(organisationId, head, {
        computedAt: new Date(computedAt ?? page.asOf),
        dataVersion: dataVersion ?? null,
      }),
      scope: { of: 'area', programId: head.programId, cohortIds: [head.id], filter: {} },
    },
    cohort: { id, name, programId, programName, format, purpose, state, startsOn, endsOn },
    organisationName: head.organisationName,
    audience: 'area',
    retentionOfMentors: null,
    minimumGroup: MINIMUM_GROUP,
    period: { on: found.periodOn, nextOn: isLast ? null : nextOn },
  };
}

/** The page about everybody, with the facts it was formed from. */
export async function readReportOfAll(
  db: Database,
  organisationId: string,
  cohortId: string,
  now: Date,
): Promise<{ report: Report; facts: CohortFacts }> {
  const { facts, dataVersion } = await readAmongEverybody(db, organisationId, cohortId, now);
  const stamp = stampOfCohort(organisationId, facts.cohort, { computedAt: now, dataVersion });
  return { report: { ...reportOf(facts, null, MINIMUM_GROUP), stamp }, facts };
}

/** How many of the own line take part in a cohort. */
async function countArea(db: Database, actor: Actor, cohortId: string): Promise<number> {
  const area = await readArea(db, actor.organisationId, actor.personId);
  const row = await db.first<{ people: number }>(
    `select count(distinct person_id)::int as people from enrolments
     where organisation_id = $1 and cohort_id = $2 and state = any($3) and person_id = any($4)`,
    [actor.organisationId, cohortId, enrolledStates, [...area]],
  );
  return row?.people ?? 0;
}
