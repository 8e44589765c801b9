import { reportRhythms, reportScheduleLimits, scheduleEnds } from '@ithaca/domain/report-schedule';
import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { builtReport } from './saved-reports.ts';
import { id, instant, line } from './text.ts';

const distinct = <T>(items: readonly T[]) => new Set(items).size === items.length;

/** Somebody a report can go to. */
export const reportReader = z.object({
  personId: id,
  displayName: z.string(),
  jobTitle: z.string(),
  department: z.string(),
});
export type ReportReader = z.infer<typeof reportReader>;

/** A report that goes out by mail: how often, to whom, what went out of late and when next. */
export const reportSchedule = z.object({
  id,
  rhythm: z.enum(reportRhythms),
  readers: z.array(z.object({ personId: id, displayName: z.string() })),
  isPaused: z.boolean(),
  /** Why it came to its end by itself; null while it goes on. */
  end: z.nullable(z.enum(scheduleEnds)),
  /** The last few times it went out, the latest first; `failed`: so many of its mails could not be delivered. */
  runs: z.array(z.object({ id, at: instant, people: z.int(), failed: z.int() })),
  /** Null while it is paused, and after its end. */
  nextAt: z.nullable(instant),
  createdByName: z.string(),
  version: z.int(),
});
export type ReportSchedule = z.infer<typeof reportSchedule>;

const personIds = z
  .array(id)
  .check(z.minLength(1), z.maxLength(reportScheduleLimits.readers), z.refine(distinct));

const ofReport = z.strictObject({ savedReportId: id });
const ofSchedule = z.strictObject({ savedReportId: id, scheduleId: id });

export const reportScheduleRoutes = defineRoutes('report-schedules', {
  list: {
    method: 'GET',
    path: '/api/saved-reports/:savedReportId/schedules',
    summary: 'How often a report goes out by mail, and to whom',
    access: 'metrics.read',
    params: ofReport,
    reply: z.object({ items: z.array(reportSchedule) }),
  },
  create: {
    method: 'POST',
    path: '/api/saved-reports/:savedReportId/schedules',
    summary: 'Let a report go out by mail to people who may read it',
    access: 'program.coordinate',
    params: ofReport,
    body: z.strictObject({ rhythm: z.enum(reportRhythms), personIds }),
    reply: reportSchedule,
    status: 201,
    creates: true,
  },
  readers: {
    method: 'GET',
    path: '/api/saved-reports/:savedReportId/readers',
    summary:
      'Up to twenty people who may read reports of the program: whose name begins so, or who have a role',
    access: 'program.coordinate',
    params: ofReport,
    query: z.strictObject({ q: z.optional(line(100)) }),
    reply: z.object({ items: z.array(reportReader) }),
  },
  changeReaders: {
    method: 'PUT',
    path: '/api/saved-reports/:savedReportId/schedules/:scheduleId/readers',
    summary: 'Choose to whom a report goes from its next mail on; one that ended for want of readers goes on',
    access: 'program.coordinate',
    params: ofSchedule,
    body: z.strictObject({ personIds }),
    reply: reportSchedule,
    versioned: true,
  },
  pause: {
    method: 'PUT',
    path: '/api/saved-reports/:savedReportId/schedules/:scheduleId/pause',
    summary: 'Let the mails of a report rest, or go on with the next period',
    access: 'program.coordinate',
    params: ofSchedule,
    body: z.strictObject({ isPaused: z.boolean() }),
    reply: reportSchedule,
    versioned: true,
  },
  remove: {
    method: 'DELETE',
    path: '/api/saved-reports/:savedReportId/schedules/:scheduleId',
    summary: 'Let a report go out by mail no more',
    access: 'program.coordinate',
    params: ofSchedule,
    status: 204,
    versioned: true,
  },
  read: {
    method: 'GET',
    path: '/api/report-runs/:reportRunId',
    summary: 'A report as it went out by mail',
    access: 'report.read',
    params: z.strictObject({ reportRunId: id }),
    reply: z.object({ name: z.string(), report: builtReport }),
  },
});
