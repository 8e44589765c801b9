import { sides } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { roiQuery } from './measures.ts';
import { defineRoutes } from './route.ts';
import { id, locale } from './text.ts';

/** The tables behind the screens of a cohort. */
export const cohortTables = [
  'numbers',
  'funnel',
  'weeks',
  'health',
  'evidence',
  'access',
  'burden',
  'retention',
  'curves',
  'tenure',
  'rhythm',
  'rhythm-numbers',
  'pulse',
  'waves',
  'outcomes',
  'return',
  'engagement',
  'spent',
] as const;
export type CohortTable = (typeof cohortTables)[number];

/** The tables behind a report. */
export const reportTables = ['numbers', 'weeks', 'goals'] as const;
export type ReportTable = (typeof reportTables)[number];

const format = z.enum(['csv', 'xlsx']);

/** A table as a file: what the screen shows, with definitions, as-of and the privacy rule before it (CSV) or beside it (XLSX). */
export const metricTableRoutes = defineRoutes('metric-tables', {
  ofCohort: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/tables',
    summary: 'A table behind a screen of numbers of a cohort, as CSV or XLSX',
    access: 'metrics.read',
    params: z.strictObject({ cohortId: id }),
    query: z.strictObject({
      table: z.enum(cohortTables),
      format,
      /** Of the headings; the reader's own language unless named. */
      locale: z.optional(locale),
      /** Of the tables 'access', 'burden' and 'rhythm': what the groups are told apart by; of 'access' one side only as well. */
      by: z.optional(z.union([z.enum(['department', 'site', 'grade', 'tenure']), id])),
      role: z.optional(z.enum(sides)),
      /** Of the table 'spent': '2026-Q3'; the last quarter that is over unless named. */
      quarter: z.optional(z.string().check(z.regex(/^20\d\d-Q[1-4]$/))),
      /** Of the table 'return': what the reader assumes. */
      ...roiQuery,
    }),
    produces: 'file',
  },
  ofReport: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/report/tables',
    summary: 'A table of the report, as CSV or XLSX',
    access: 'report.read',
    params: z.strictObject({ cohortId: id }),
    query: z.strictObject({ table: z.enum(reportTables), format, locale: z.optional(locale) }),
    produces: 'file',
  },
});
