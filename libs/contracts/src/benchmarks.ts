import * as z from 'zod/mini';

import { comparedMetrics } from './comparison.ts';
import { metric } from './metrics.ts';
import { defineRoutes } from './route.ts';
import { stamp } from './stamp.ts';
import { day, id, instant, locale } from './text.ts';

/** A of a trial or meta-analysis, B of a large study, C of one program, D of a vendor's customers; a goal is none. */
export const benchmarkGrades = ['A', 'B', 'C', 'D', 'goal'] as const;

/** What others have found, beside what is counted here. */
export const benchmarkReport = z.object({
  asOf: instant,
  /** Of the own numbers. */
  stamp,
  programName: z.string(),
  /** Days since the start of each cohort at which the own numbers are taken. */
  age: z.int(),
  /** The program's own: all of its cohorts together that are that old. */
  own: z.array(metric),
  /** Published; `metric` only where it was counted as ours is. */
  published: z.array(
    z.object({
      key: z.string(),
      source: z.string(),
      grade: z.enum(benchmarkGrades),
      n: z.nullable(z.int()),
      metric: z.nullable(z.string()),
      value: z.nullable(z.number()),
    }),
  ),
  /** Of the organisations on this installation that take part; empty for whoever does not. */
  organisations: z.object({
    takesPart: z.boolean(),
    since: z.nullable(instant),
    formedOn: z.nullable(day),
    nextOn: day,
    fewest: z.int(),
    cells: z.array(
      z.object({
        metric: z.enum(comparedMetrics),
        lower: z.number(),
        median: z.number(),
        upper: z.number(),
        organisations: z.int(),
        people: z.int(),
      }),
    ),
  }),
});
export type BenchmarkReport = z.infer<typeof benchmarkReport>;

export const benchmarkRoutes = defineRoutes('benchmarks', {
  get: {
    method: 'GET',
    path: '/api/programs/:programId/benchmarks',
    summary: 'What others have found, with its grade, beside the numbers of a program',
    access: 'metrics.read',
    params: z.strictObject({ programId: id }),
    reply: benchmarkReport,
  },
  table: {
    method: 'GET',
    path: '/api/programs/:programId/benchmarks/table',
    summary: 'What others have found beside the numbers of a program, as CSV or XLSX',
    access: 'metrics.read',
    params: z.strictObject({ programId: id }),
    query: z.strictObject({
      format: z.enum(['csv', 'xlsx']),
      /** Of the headings; the reader's own language unless named. */
      locale: z.optional(locale),
    }),
    produces: 'file',
  },
  share: {
    method: 'PUT',
    path: '/api/organisation/benchmarks',
    summary: 'Take part in the comparison of organisations, or withdraw from it',
    access: 'organisation.administer',
    body: z.strictObject({ takesPart: z.boolean() }),
    reply: z.object({ takesPart: z.boolean() }),
  },
});
