import * as z from 'zod/mini';

import { day, id, instant } from './text.ts';

/**
 * What all numbers of one answer have in common: whose they are, about what, of which days, and of which state of the data.
 * What differs stands in each record; its base and window in the dictionary, under its key and version.
 */
export const stamp = z.object({
  organisationId: id,
  scope: z.object({
    /** 'area': those of a manager's reporting line. */
    of: z.enum(['cohort', 'area', 'program', 'organisation']),
    programId: id,
    cohortIds: z.array(id),
    /** What was asked besides: by what groups are told apart, one side only, at what age, of which quarter. */
    filter: z.record(z.string(), z.string()),
  }),
  /** The days that were asked for, `to` not included; null where each number has the window that its definition says. */
  from: z.nullable(day),
  to: z.nullable(day),
  computedAt: instant,
  /**
   * Any commit that the numbers are formed from makes it another one: of the cohorts, and after the dash of the directory where
   * everybody in it is read. Null on a page that was frozen before it was noted.
   */
  dataVersion: z.nullable(z.string()),
});
export type Stamp = z.infer<typeof stamp>;
