import type { BuiltReport, ReportQuestion } from '@ithaca/contracts/saved-reports';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { addDays } from '@ithaca/metrics/days';
import type { Units } from '@ithaca/metrics/releases';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { readCohortFacts } from '../../metrics/facts/cohort-facts.queries.ts';
import { readGuided } from '../../metrics/facts/pairing-groups.queries.ts';
import { ReleaseGuard } from '../../metrics/release/release-guard.queries.ts';
import { unitsBehind } from '../../metrics/release/units-behind.queries.ts';
import { stampOf } from '../../metrics/stamp.queries.ts';
import { findDataVersion } from '../../metrics/store/kept-results.queries.ts';
import { MINIMUM_GROUP } from '../report-page.ts';
import { cellsOf, wholesOf } from './built-cells.ts';
import type { CohortRead } from './built-cells.ts';
import { daysOfPeriod, factsOfPeriod } from './period.ts';

interface Of {
  programId: string;
  question: ReportQuestion;
}

/**
 * What does a report answer now? Grain: one metric of one group of one cohort. Built to be handed on: each number is formed
 * for readers of aggregates, and goes through the guard of releases as if it were handed on now.
 */
export async function readBuilt(
  db: Database,
  reader: Party,
  { programId, question }: Of,
  now: Date,
): Promise<{ report: BuiltReport; guards: ReleaseGuard[] }> {
  const { organisationId, personId } = reader;
  const head = await readHeadOf(db, organisationId, programId, question.cohortIds);
  const days = daysOfPeriod(question.period, dayIn(now, head.timeZone));
  const dataVersion = await findDataVersion(db, organisationId, question.cohortIds, 'everybody');
  const reads: { read: CohortRead; guard: ReleaseGuard }[] = [];
  for (const cohortId of question.cohortIds) {
    const present = await readCohortFacts(db, organisationId, cohortId, now);
    const facts = factsOfPeriod(present, days);
    const asked = { days, isEarlier: facts !== present, minimumGroup: MINIMUM_GROUP };
    const read = { facts, guided: await readGuided(db, organisationId, cohortId), asked };
    const everybody: [string, Units][] = [
      ...unitsBehind(present, MINIMUM_GROUP),
      ...wholesOf(question, read),
    ];
    const guard = await ReleaseGuard.of(db, organisationId, cohortId, {
      smallest: MINIMUM_GROUP,
      everybody,
      isHandedOn: true,
    });
    reads.push({ read, guard });
  }
  const report: BuiltReport = {
    organisationName: head.organisationName,
    programId,
    programName: head.programName,
    asOf: now.toISOString(),
    stamp: stampOf(organisationId, {
      of: 'program',
      programId,
      cohortIds: question.cohortIds,
      filter: { split: question.split, period: question.period },
      days,
      computedAt: now,
      dataVersion,
    }),
    minimumGroup: MINIMUM_GROUP,
    split: question.split,
    period: days && { from: days.from, to: addDays(days.to, -1) },
    cohorts: reads.map(({ read: { facts } }) => {
      const { id, name, startsOn, endsOn } = facts.cohort;
      return { id, name, startsOn, endsOn };
    }),
    metrics: question.metrics.map((key) => ({
      key,
      cohorts: reads.map(({ read, guard }) =>
        cellsOf(key, question.split, read, (measure, units, of) =>
          guard.release(measure, units, personId, of === 'whole' ? 'handed-on' : 'area'),
        ),
      ),
    })),
  };
  return { report, guards: reads.map(({ guard }) => guard) };
}

/** The program, if the cohorts are all its own. */
async function readHeadOf(
  db: Database,
  organisationId: string,
  programId: string,
  cohortIds: readonly string[],
): Promise<{ organisationName: string; programName: string; timeZone: string }> {
  const head = await db.first<{
    organisationName: string;
    programName: string;
    timeZone: string;
    cohorts: number;
  }>(
    `select o.name as "organisationName", o.time_zone as "timeZone", p.name as "programName",
       (select count(*)::int from cohorts c where c.organisation_id = $1 and c.program_id = $2 and c.id = any ($3)) as cohorts
     from programs p join organisations o on o.organisation_id = p.organisation_id
     where p.organisation_id = $1 and p.id = $2`,
    [organisationId, programId, cohortIds],
  );
  if (!head || head.cohorts < new Set(cohortIds).size) throw new Refusal('record.not-found');
  return head;
}
