import type { BenchmarkReport } from '@ithaca/contracts/benchmarks';
import type { Comparison, ComparedAge, ComparedMetric } from '@ithaca/contracts/comparison';
import type { Metric } from '@ithaca/contracts/metrics';
import type { Actor } from '@ithaca/domain/permissions';
import { publishedBenchmarks } from '@ithaca/metrics/benchmarks';
import { getMetric } from '@ithaca/metrics/catalogue';
import { fewestOrganisations } from '@ithaca/metrics/own-benchmarks';
import { rateRecord } from '@ithaca/metrics/records';
import { isTold } from '@ithaca/metrics/suppression';

import type { Database } from '../../../platform/database/database.ts';
import { readComparison } from './comparison.queries.ts';
import { nextMonth } from '../access/frozen-pages.queries.ts';
import { metricOf } from '../metric-records.ts';

/** Numbers are held against those of others at this age of each cohort. */
export const benchmarkAge: ComparedAge = '90';

interface Cell {
  metric: ComparedMetric;
  version: number;
  lower: number;
  median: number;
  upper: number;
  organisations: number;
  people: number;
  formedOn: string;
}

/**
 * What have others found? Grain: one published finding, and one metric over the organisations that take part. The database shows
 * the latter to none but those.
 */
export async function readBenchmarks(
  db: Database,
  actor: Actor,
  programId: string,
  now: Date,
): Promise<BenchmarkReport> {
  const comparison = await readComparison(db, actor, programId, { age: benchmarkAge }, now);
  const consent = await findConsent(db, actor.organisationId);
  const cells = await db.query<Cell>(
    `select metric, version, lower_share as lower, median_share as median, upper_share as upper, organisations, people,
       period_on::text as "formedOn"
     from identity.benchmark_values order by metric`,
  );
  const current = cells.filter(({ metric, version }) => version === getMetric(metric).version);
  return {
    asOf: now.toISOString(),
    stamp: comparison.stamp,
    programName: comparison.name,
    age: Number(benchmarkAge),
    own: poolOwn(comparison, now).map(({ metric }) => metric),
    published: publishedBenchmarks.map((one) => ({ ...one })),
    organisations: {
      takesPart: consent !== undefined,
      since: consent?.givenAt.toISOString() ?? null,
      formedOn:
        current
          .map(({ formedOn }) => formedOn)
          .sort()
          .at(-1) ?? null,
      nextOn: nextMonth(now.toISOString().slice(0, 10)),
      fewest: fewestOrganisations,
      cells: current.map(({ version: _version, formedOn: _formedOn, ...cell }) => cell),
    },
  };
}

/** Since when an organisation takes part. */
export function findConsent(db: Database, organisationId: string): Promise<{ givenAt: Date } | undefined> {
  return db.first('select given_at as "givenAt" from benchmark_consents where organisation_id = $1', [
    organisationId,
  ]);
}

/** The cohorts of a comparison as one: what is withheld or not that old is not in it. `units` are people or pairings. */
export function poolOwn(
  { measures }: Comparison,
  now: Date,
): { key: ComparedMetric; metric: Metric; units: number }[] {
  return measures.map(({ key, cohorts, all }) => {
    const told = cohorts.flatMap(({ metric }) => (metric && !metric.suppressed ? [metric] : []));
    const sum = (figure: 'numerator' | 'denominator') =>
      told.reduce((total, metric) => total + (metric[figure] ?? 0), 0);
    const record = rateRecord(
      key,
      { numerator: sum('numerator'), denominator: sum('denominator') },
      { asOf: now.toISOString().slice(0, 10) },
    );
    return { key, metric: metricOf(record, now, told[0]?.side ?? null), units: all?.n ?? 0 };
  });
}

/** Whether so many people or pairings are enough to stand for an organisation. */
export const standsFor = (units: number, fewest: number) => isTold(units, fewest);
