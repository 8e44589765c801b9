import type { Comparison, comparisonRoutes } from '@ithaca/contracts/comparison';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { Database } from '../../../platform/database/database.ts';
import { readComparison } from '../../metrics/comparison/comparison.queries.ts';
import { numbersTable } from './cohort-tables.ts';
import { columns as c } from './columns.ts';
import { fileOf } from './metric-table.ts';
import type { MetricTable } from './metric-table.ts';
import { localeOf, organisationNameOf } from './tables.queries.ts';

type Beside = Comparison['measures'][number]['cohorts'][number];

/** Every number of the screen with what it is held against; a cohort that is not that old has no row. */
export function comparisonTable({ cohorts, measures }: Comparison, locale: Locale): MetricTable {
  const named = new Map(cohorts.map((cohort) => [cohort.id, cohort]));
  const told = measures.flatMap(({ cohorts: beside }) =>
    beside.flatMap(({ metric, ...rest }) => (metric ? [{ ...rest, metric }] : [])),
  );
  const numbers = numbersTable(
    told.map(({ metric }) => metric),
    locale,
  );
  const besideCells = ({ difference, pooled, limits, ...one }: Omit<Beside, 'metric'>) => ({
    verdict: one.verdict,
    registered: one.isRegistered ? 1 : 0,
    standardised: one.standardised,
    pooled: pooled?.estimate ?? null,
    pooled_lo: pooled?.lo ?? null,
    pooled_hi: pooled?.hi ?? null,
    difference: difference?.estimate ?? null,
    difference_lo: difference?.lo ?? null,
    difference_hi: difference?.hi ?? null,
    limit_lo: limits?.lo ?? null,
    limit_hi: limits?.hi ?? null,
    q: one.q,
  });
  return {
    ...numbers,
    name: 'cohorts',
    title: ['Cohorts side by side', 'Kohorten nebeneinander', 'الدفعات جنبًا إلى جنب'],
    metrics: [...new Set(numbers.metrics), 'cohort-difference'],
    columns: [
      c.cohort,
      c.program,
      c.startsOn,
      c.age,
      ...numbers.columns,
      c.verdict,
      c.registered,
      c.standardised,
      c.pooled,
      c.pooledLo,
      c.pooledHi,
      c.difference,
      c.differenceLo,
      c.differenceHi,
      c.limitLo,
      c.limitHi,
      c.q,
    ],
    rows: told.map((one, at) => {
      const cohort = named.get(one.cohortId);
      return {
        cohort: cohort?.name ?? null,
        program: cohort?.programName ?? null,
        starts_on: cohort?.startsOn ?? null,
        age: cohort?.ageDays ?? null,
        ...numbers.rows[at],
        ...besideCells(one),
      };
    }),
  };
}

type Input = InputOf<typeof comparisonRoutes.table>;

/** The comparison as a file, formed from what its screen is answered. */
export async function readComparisonTable(
  db: Database,
  actor: Actor,
  { params, query: { format, locale: wanted, ...asked } }: Pick<Input, 'params' | 'query'>,
  now: Date,
) {
  const comparison = await readComparison(db, actor, params.programId, asked, now);
  const locale = wanted ?? (await localeOf(db, actor));
  return fileOf(
    comparisonTable(comparison, locale),
    {
      organisationName: await organisationNameOf(db, actor),
      programName: comparison.name,
      cohortName: null,
      audience: 'cohort',
      asOf: comparison.asOf,
      stamp: comparison.stamp,
      minimumGroup: 0,
    },
    { format, locale },
  );
}
