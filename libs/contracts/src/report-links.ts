import { reportLinkDays, reportLinkStates } from '@ithaca/domain/report-link';
import * as z from 'zod/mini';

import { pageOf, pageQuery } from './page.ts';
import { defineRoutes } from './route.ts';
import { builtReport } from './saved-reports.ts';
import { id, instant, token } from './text.ts';

/** A link to a report as it stood when the link was made; its secret is told once, to whoever makes it. */
export const reportLink = z.object({
  id,
  state: z.enum(reportLinkStates),
  createdByName: z.string(),
  /** When the numbers were frozen as well. */
  createdAt: instant,
  expiresAt: instant,
  revokedAt: z.nullable(instant),
  /** How often it showed its report, and when last. Nobody is named. */
  opened: z.int(),
  lastOpenedAt: z.nullable(instant),
});
export type ReportLink = z.infer<typeof reportLink>;

/** What a link opens. */
export const sharedReport = z.object({
  name: z.string(),
  expiresAt: instant,
  /** Frozen: its `asOf` is when the link was made. */
  report: builtReport,
});
export type SharedReport = z.infer<typeof sharedReport>;

/** What becomes of opening a link; one that is over says which way, and nothing else. */
export const openedLink = z.object({ state: z.enum(reportLinkStates), shared: z.nullable(sharedReport) });
export type OpenedLink = z.infer<typeof openedLink>;

const ofReport = z.strictObject({ savedReportId: id });

export const reportLinkRoutes = defineRoutes('report-links', {
  list: {
    method: 'GET',
    path: '/api/saved-reports/:savedReportId/links',
    summary: 'The links that were made to a report, newest first, with who made them',
    access: 'metrics.read',
    params: ofReport,
    query: z.strictObject(pageQuery),
    reply: pageOf(reportLink),
  },
  create: {
    method: 'POST',
    path: '/api/saved-reports/:savedReportId/links',
    summary: 'Freeze the numbers of a report and make a link to them that expires',
    access: 'program.coordinate',
    params: ofReport,
    body: z.strictObject({ days: z.literal(reportLinkDays) }),
    /** `path` carries the secret and is told this once: no record of the reply is kept, so it takes no Idempotency-Key. */
    reply: z.object({ link: reportLink, path: z.string() }),
    status: 201,
  },
  revoke: {
    method: 'POST',
    path: '/api/saved-reports/:savedReportId/links/:linkId/revocation',
    summary: 'Take a link back: from now on it says so and shows nothing',
    access: 'program.coordinate',
    params: z.strictObject({ savedReportId: id, linkId: id }),
    status: 204,
  },
  open: {
    method: 'POST',
    path: '/api/report-links/reading',
    summary:
      'Read the report of a link: for members who may read reports of the program, and for everybody who has it where the organisation permits',
    access: 'public',
    body: z.strictObject({ token }),
    reply: openedLink,
  },
});
