import type { CohortTable, ReportTable, metricTableRoutes } from '@ithaca/contracts/metric-tables';
import { measureFields } from '@ithaca/contracts/measures';
import type { CohortOverview, CohortWorkforce } from '@ithaca/contracts/metrics';
import type { Report } from '@ithaca/contracts/reports';
import type { InputOf } from '@ithaca/contracts/route';
import type { Stamp } from '@ithaca/contracts/stamp';
import type { Actor } from '@ithaca/domain/permissions';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { Database } from '../../../platform/database/database.ts';
import { readAccess } from '../../metrics/access/access.queries.ts';
import { readCohortOverview } from '../../metrics/cohort/cohort-overview.queries.ts';
import { readCohortWorkforce } from '../../metrics/cohort/cohort-workforce.queries.ts';
import { readEngagement } from '../../metrics/cohort/engagement.queries.ts';
import { readOutcomes } from '../../metrics/cohort/outcomes.queries.ts';
import { readPulse } from '../../metrics/cohort/pulse.queries.ts';
import { readRhythm } from '../../metrics/cohort/rhythm.queries.ts';
import { readQuarter } from '../quarter/quarter.queries.ts';
import { MINIMUM_GROUP } from '../report-page.ts';
import { readReport } from '../reports.queries.ts';
import {
  accessTable,
  burdenTable,
  curvesTable,
  evidenceTable,
  funnelTable,
  healthTable,
  numbersTable,
  retentionTable,
  weeksTable,
} from './cohort-tables.ts';
import {
  engagementTable,
  outcomesTable,
  pulseTable,
  rhythmNumbersTable,
  rhythmTable,
  wavesTable,
} from './measure-tables.ts';
import { fileOf } from './metric-table.ts';
import type { MetricTable, TableFrame } from './metric-table.ts';
import { reportGoalsTable, reportWeeksTable, spentTable } from './report-tables.ts';
import { returnTable } from './return-table.ts';
import { tenureTable } from './tenure-table.ts';

interface Asked {
  db: Database;
  actor: Actor;
  cohortId: string;
  query: CohortInput['query'];
  now: Date;
  locale: Locale;
}

/** The tables of screens that are answered by themselves. */
const ofMeasures = {
  rhythm: async ({ db, actor, cohortId, query, now, locale }: Asked) =>
    stamped(
      await readRhythm(db, actor, cohortId, { by: measureFields.find((field) => field === query.by) }, now),
      rhythmTable,
      locale,
    ),
  'rhythm-numbers': async ({ db, actor, cohortId, now, locale }: Asked) =>
    stamped(await readRhythm(db, actor, cohortId, {}, now), rhythmNumbersTable, locale),
  pulse: async ({ db, actor, cohortId, now, locale }: Asked) =>
    stamped(await readPulse(db, actor, cohortId, now), pulseTable, locale),
  waves: async ({ db, actor, cohortId, now, locale }: Asked) =>
    stamped(await readPulse(db, actor, cohortId, now), wavesTable, locale),
  outcomes: async ({ db, actor, cohortId, now, locale }: Asked) =>
    stamped(await readOutcomes(db, actor, cohortId, {}, now), outcomesTable, locale),
  retention: async ({ db, actor, cohortId, now, locale }: Asked) =>
    stamped(await readOutcomes(db, actor, cohortId, {}, now), retentionTable, locale),
  tenure: async ({ db, actor, cohortId, now, locale }: Asked) =>
    stamped(await readOutcomes(db, actor, cohortId, {}, now), tenureTable, locale),
  return: async ({ db, actor, cohortId, query, now, locale }: Asked) =>
    stamped(await readOutcomes(db, actor, cohortId, assumptionsOf(query), now), returnTable, locale),
  engagement: async ({ db, actor, cohortId, now, locale }: Asked) =>
    stamped(await readEngagement(db, actor, cohortId, now), engagementTable, locale),
  spent: async ({ db, actor, cohortId, query, now }: Asked) => {
    const page = await readQuarter(db, actor, { cohortId, quarter: query.quarter }, now);
    return { table: spentTable(page), stamp: page.report.stamp };
  },
};

/** A table with what all numbers of the answer behind it have in common. */
interface Stamped {
  table: MetricTable;
  stamp: Stamp;
}
const stamped = <T extends { stamp: Stamp }>(
  answer: T,
  tableOf: (answer: T, locale: Locale) => MetricTable,
  locale: Locale,
): Stamped => ({ table: tableOf(answer, locale), stamp: answer.stamp });

const assumptionsOf = ({ salary, least, likely, most, ...query }: CohortInput['query']) => {
  const { licence, coordinatorHours, hourlyRate } = query;
  return { salary, least, likely, most, licence, coordinatorHours, hourlyRate };
};
const isOfMeasures = (table: CohortTable): table is keyof typeof ofMeasures =>
  Object.hasOwn(ofMeasures, table);

/** The tables that are formed from what is read of everybody in the directory, too. */
const ofWorkforce = {
  // Every number that the screen has, the mentors' answers beside the mentees'.
  numbers: ({ metrics, satisfactionOfMentors }, { participation }, locale) =>
    numbersTable(
      [participation, ...metrics, ...(satisfactionOfMentors ? [satisfactionOfMentors] : [])],
      locale,
    ),
  curves: (_, workforce) => curvesTable(workforce),
} satisfies Record<
  string,
  (overview: CohortOverview, workforce: CohortWorkforce, locale: Locale) => MetricTable
>;
const isOfWorkforce = (table: CohortTable): table is keyof typeof ofWorkforce =>
  Object.hasOwn(ofWorkforce, table);

const ofOverview: Record<
  Exclude<CohortTable, 'access' | 'burden' | keyof typeof ofMeasures | keyof typeof ofWorkforce>,
  (overview: CohortOverview, locale: Locale) => MetricTable
> = {
  funnel: funnelTable,
  weeks: weeksTable,
  health: healthTable,
  evidence: evidenceTable,
};

const ofReport: Record<ReportTable, (report: Report, locale: Locale) => MetricTable> = {
  numbers: ({ metrics }, locale) => ({ ...numbersTable(metrics, locale), name: 'report-numbers' }),
  weeks: reportWeeksTable,
  goals: reportGoalsTable,
};

type CohortInput = InputOf<typeof metricTableRoutes.ofCohort>;
type ReportInput = InputOf<typeof metricTableRoutes.ofReport>;

/** The table behind a screen of a cohort as a file. It is formed from what the screen is answered, so nothing else is in it. */
export async function readCohortTable(
  db: Database,
  actor: Actor,
  { params: { cohortId }, query }: Pick<CohortInput, 'params' | 'query'>,
  now: Date,
) {
  const { table } = query;
  const overview = await readCohortOverview(db, actor, cohortId, now);
  const locale = query.locale ?? (await localeOf(db, actor));
  const access =
    table === 'access' || table === 'burden'
      ? await readAccess(db, actor, cohortId, { by: query.by, role: query.role }, now)
      : null;
  const read = async (): Promise<Stamped> => {
    if (access) return stamped(access, table === 'burden' ? burdenTable : accessTable, locale);
    if (table === 'access' || table === 'burden') throw new Error('the access of groups has not been read');
    if (isOfMeasures(table)) return ofMeasures[table]({ db, actor, cohortId, query, now, locale });
    if (!isOfWorkforce(table)) return stamped(overview, ofOverview[table], locale);
    // Both are in the table, and nothing in it may be older than the version of the first.
    const workforce = await readCohortWorkforce(db, actor, cohortId, now);
    const beside = await readCohortOverview(db, actor, cohortId, now);
    return { table: ofWorkforce[table](beside, workforce, locale), stamp: workforce.stamp };
  };
  const found = await read();
  const frame: TableFrame = {
    organisationName: await organisationNameOf(db, actor),
    programName: overview.cohort.programName,
    cohortName: overview.cohort.name,
    audience: 'cohort',
    asOf: overview.asOf,
    stamp: found.stamp,
    minimumGroup: access?.minimumGroup ?? (table === 'spent' ? MINIMUM_GROUP : 0),
  };
  return fileOf(found.table, frame, { format: query.format, locale });
}

/** The table behind a report as a file: what its reader may see, and no more. */
export async function readReportTable(
  db: Database,
  actor: Actor,
  { params: { cohortId }, query }: Pick<ReportInput, 'params' | 'query'>,
  now: Date,
) {
  const report = await readReport(db, actor, cohortId, now);
  const locale = query.locale ?? (await localeOf(db, actor));
  const frame: TableFrame = {
    organisationName: report.organisationName,
    programName: report.cohort.programName,
    cohortName: report.cohort.name,
    audience: report.audience,
    asOf: report.asOf,
    stamp: report.stamp,
    minimumGroup: report.minimumGroup,
  };
  return fileOf(ofReport[query.table](report, locale), frame, { format: query.format, locale });
}

/** The language of whoever asks. */
export async function localeOf(db: Database, actor: Actor): Promise<Locale> {
  const row = await db.first<{ locale: Locale }>(
    'select locale from people where organisation_id = $1 and id = $2',
    [actor.organisationId, actor.personId],
  );
  return row?.locale ?? 'en';
}

/** What the reader's organisation is called. */
export async function organisationNameOf(db: Database, actor: Actor): Promise<string> {
  const row = await db.first<{ name: string }>('select name from organisations where organisation_id = $1', [
    actor.organisationId,
  ]);
  return row?.name ?? '';
}
