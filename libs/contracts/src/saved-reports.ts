import { buildableMetrics, refusingSplit, reportLimits, reportSplits } from '@ithaca/domain/built-report';
import * as z from 'zod/mini';

import { metric } from './metrics.ts';
import { pageOf, pageQuery } from './page.ts';
import { defineRoutes } from './route.ts';
import { stamp } from './stamp.ts';
import { id, instant, line, locale } from './text.ts';

const distinct = <T>(items: readonly T[]) => new Set(items).size === items.length;

/** What a report asks: which metrics of which cohorts of a program, told apart by what, about which time. */
export const reportQuestion = z
  .strictObject({
    metrics: z
      .array(z.enum(buildableMetrics))
      .check(z.minLength(1), z.maxLength(reportLimits.metrics), z.refine(distinct)),
    split: z.nullable(z.enum(reportSplits)),
    /** 'whole', 'last-month', 'last-quarter', or a quarter such as '2026-Q3'. */
    period: z.string().check(z.regex(/^(whole|last-month|last-quarter|20\d\d-Q[1-4])$/)),
    cohortIds: z.array(id).check(z.minLength(1), z.maxLength(reportLimits.cohorts), z.refine(distinct)),
  })
  .check(
    z.refine(({ metrics, split }) => refusingSplit(metrics, split).length === 0, {
      path: ['split'],
      error: 'What people answered is told by side only, so that nobody’s answer can be found.',
    }),
  );
export type ReportQuestion = z.infer<typeof reportQuestion>;

/** A number of one group; a hidden one carries the reason and no figures. */
const builtCell = z.object({ group: z.string(), metric });

/** What a report answers. Every number of it could be handed on: nothing that fewer than `minimumGroup` stand behind. */
export const builtReport = z.object({
  organisationName: z.string(),
  programId: id,
  programName: z.string(),
  asOf: instant,
  /** Missing where the report was frozen before it was noted. */
  stamp: z.optional(stamp),
  minimumGroup: z.int(),
  split: z.nullable(z.enum(reportSplits)),
  /** The days of the period, the last one included; null where it is the whole time. */
  period: z.nullable(z.object({ from: z.string(), to: z.string() })),
  cohorts: z.array(z.object({ id, name: z.string(), startsOn: z.string(), endsOn: z.string() })),
  /** In the order of the question; of each the cohorts in theirs. */
  metrics: z.array(
    z.object({
      key: z.enum(buildableMetrics),
      cohorts: z.array(
        z.object({
          cohortId: id,
          /** Of everybody; null where the sides are told apart, which are never read at once. */
          whole: z.nullable(metric),
          groups: z.array(builtCell),
        }),
      ),
    }),
  ),
});
export type BuiltReport = z.infer<typeof builtReport>;

export const savedReport = z.object({
  id,
  programId: id,
  name: z.string(),
  question: reportQuestion,
  createdByName: z.string(),
  updatedAt: instant,
  version: z.int(),
});
export type SavedReport = z.infer<typeof savedReport>;

const ofProgram = z.strictObject({ programId: id });
const ofReport = z.strictObject({ savedReportId: id });
const content = z.strictObject({ name: line(reportLimits.name), question: reportQuestion });

export const savedReportRoutes = defineRoutes('saved-reports', {
  list: {
    method: 'GET',
    path: '/api/programs/:programId/saved-reports',
    summary: 'The reports that were built for a program, the one changed last first',
    access: 'metrics.read',
    params: ofProgram,
    query: z.strictObject(pageQuery),
    reply: pageOf(savedReport),
  },
  preview: {
    method: 'POST',
    path: '/api/programs/:programId/saved-reports/preview',
    summary: 'The numbers of a report before it is saved',
    access: 'metrics.read',
    params: ofProgram,
    body: reportQuestion,
    reply: builtReport,
    reads: true,
  },
  create: {
    method: 'POST',
    path: '/api/programs/:programId/saved-reports',
    summary: 'Save a report under a name',
    access: 'program.coordinate',
    params: ofProgram,
    body: content,
    reply: savedReport,
    status: 201,
    creates: true,
  },
  get: {
    method: 'GET',
    path: '/api/saved-reports/:savedReportId',
    summary: 'A saved report with its numbers of now',
    access: 'metrics.read',
    params: ofReport,
    reply: z.object({ saved: savedReport, report: builtReport }),
  },
  update: {
    method: 'PUT',
    path: '/api/saved-reports/:savedReportId',
    summary: 'Rename a saved report or let it ask something else',
    access: 'program.coordinate',
    params: ofReport,
    body: content,
    reply: savedReport,
    versioned: true,
  },
  remove: {
    method: 'DELETE',
    path: '/api/saved-reports/:savedReportId',
    summary: 'Remove a saved report',
    access: 'program.coordinate',
    params: ofReport,
    status: 204,
    versioned: true,
  },
  table: {
    method: 'GET',
    path: '/api/saved-reports/:savedReportId/table',
    summary: 'The numbers of a saved report as CSV or XLSX',
    access: 'metrics.read',
    params: ofReport,
    query: z.strictObject({ format: z.enum(['csv', 'xlsx']), locale: z.optional(locale) }),
    produces: 'file',
  },
  paper: {
    method: 'GET',
    path: '/api/saved-reports/:savedReportId/paper',
    summary: 'A saved report as a tagged PDF of A4',
    access: 'metrics.read',
    params: ofReport,
    query: z.strictObject({ locale: z.optional(locale) }),
    produces: 'file',
  },
});
