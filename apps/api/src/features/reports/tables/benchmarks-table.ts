import type { BenchmarkReport, benchmarkRoutes } from '@ithaca/contracts/benchmarks';
import type { Metric } from '@ithaca/contracts/metrics';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import type { Locale } from '@ithaca/domain/vocabulary';
import { standingOf } from '@ithaca/metrics/standing';

import type { Database } from '../../../platform/database/database.ts';
import { readBenchmarks } from '../../metrics/comparison/benchmarks.queries.ts';
import { numbersTable } from './cohort-tables.ts';
import { columns as c } from './columns.ts';
import { fileOf } from './metric-table.ts';
import type { MetricTable } from './metric-table.ts';
import { localeOf, organisationNameOf } from './tables.queries.ts';

/** Every figure of others with the number of one's own that was counted alike; of few people the latter is not held beside it. */
export function benchmarksTable(
  { own, published, organisations }: Pick<BenchmarkReport, 'own' | 'published' | 'organisations'>,
  locale: Locale,
): MetricTable {
  const numbers = numbersTable(own, locale);
  const rowOf = (key: string | null) => {
    const at = own.findIndex((metric) => metric.key === key);
    const row = numbers.rows[at];
    if (!row) return {};
    return standingOf(own[at] as Metric) === 'enough'
      ? row
      : { ...row, numerator: null, denominator: null, estimate: null, lo: null, hi: null, method: null };
  };
  return {
    ...numbers,
    name: 'benchmarks',
    title: ['What others have found', 'Was andere gefunden haben', 'ما وجده الآخرون'],
    columns: [
      c.kind,
      c.finding,
      c.source,
      c.grade,
      c.behind,
      c.published,
      c.lower,
      c.median,
      c.upper,
      c.organisations,
      ...numbers.columns,
    ],
    rows: [
      ...organisations.cells.map(({ metric, lower, median, upper, people, organisations: count }) => ({
        kind: 'organisations',
        behind: people,
        lower,
        median,
        upper,
        organisations: count,
        ...rowOf(metric),
      })),
      ...published.map(({ key, source, grade, n, metric, value }) => ({
        kind: 'published',
        finding: key,
        source,
        grade,
        behind: n,
        published: value,
        ...(value === null ? {} : rowOf(metric)),
      })),
    ],
  };
}

type Input = InputOf<typeof benchmarkRoutes.table>;

/** The benchmarks as a file, formed from what their screen is answered. */
export async function readBenchmarksTable(
  db: Database,
  actor: Actor,
  { params, query }: Pick<Input, 'params' | 'query'>,
  now: Date,
) {
  const report = await readBenchmarks(db, actor, params.programId, now);
  const locale = query.locale ?? (await localeOf(db, actor));
  return fileOf(
    benchmarksTable(report, locale),
    {
      organisationName: await organisationNameOf(db, actor),
      programName: report.programName,
      cohortName: null,
      audience: 'cohort',
      asOf: report.asOf,
      stamp: report.stamp,
      minimumGroup: 0,
    },
    { format: query.format, locale },
  );
}
