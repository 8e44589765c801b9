import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { id, instant, locale } from './text.ts';

/** What every list's export takes: the columns wanted, in their order, and the filters that are on the screen. */
export const exportBody = <
  const Columns extends readonly [string, ...string[]],
  Filters extends z.core.$ZodType,
>(
  columns: Columns,
  filters: Filters,
) =>
  z.strictObject({
    format: z.enum(['csv', 'xlsx']),
    /** Of the headings; the reader's own language unless named. */
    locale: z.optional(locale),
    columns: z.array(z.enum(columns)).check(z.minLength(1), z.maxLength(columns.length)),
    filters,
  });

/** A file of a list: at once when it is short, made by a job when it is long; kept for a day for the one who asked. */
export const exportFile = z.object({
  id,
  list: z.string(),
  format: z.enum(['csv', 'xlsx', 'zip']),
  fileName: z.string(),
  state: z.enum(['queued', 'ready', 'failed']),
  /** Rows of a list, files of a zip. */
  rows: z.nullable(z.int()),
  createdAt: instant,
  expiresAt: z.nullable(instant),
});
export type ExportFile = z.infer<typeof exportFile>;

const exportParams = z.strictObject({ exportId: id });

export const exportRoutes = defineRoutes('exports', {
  get: {
    method: 'GET',
    path: '/api/exports/:exportId',
    summary: 'How a file I asked for is getting on',
    access: 'record.own',
    params: exportParams,
    reply: exportFile,
  },
  file: {
    method: 'GET',
    path: '/api/exports/:exportId/file',
    summary: 'The file itself, until it expires and as long as I may see the list',
    access: 'record.own',
    params: exportParams,
    produces: 'file',
  },
});
