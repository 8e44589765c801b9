import { cohortStates } from '@ithaca/domain/cohort';
import * as z from 'zod/mini';

import { metric } from './metrics.ts';
import { defineRoutes } from './route.ts';
import { stamp } from './stamp.ts';
import { id, instant, locale } from './text.ts';

/** Days since the start at which cohorts are held against one another. */
export const comparedAges = ['30', '60', '90', '120', '180', '270', '365'] as const;
export type ComparedAge = (typeof comparedAges)[number];
/** What stands side by side; each is defined in the dictionary. */
export const comparedMetrics = [
  'match-rate',
  'active-pairings',
  'cadence-adherence',
  'meetings-held',
  'check-in-response',
  'satisfaction',
] as const;
export type ComparedMetric = (typeof comparedMetrics)[number];

const range = z.nullable(z.object({ estimate: z.number(), lo: z.number(), hi: z.number() }));

/** One cohort in one measure. */
export const cohortBeside = z.object({
  cohortId: id,
  /** At the age that is compared; null where the cohort is not that old. */
  metric: z.nullable(metric),
  /** What the cohort said before it began that it would be judged by; else found by looking. */
  isRegistered: z.boolean(),
  verdict: z.enum(['higher', 'lower', 'within', 'few', 'too-few', 'nothing', 'not-yet', 'withheld']),
  /** With the departments and grades of all cohorts; null where none are known. */
  standardised: z.nullable(z.number()),
  /** Drawn towards all cohorts as far as differences look like chance. */
  pooled: range,
  /** Against all other cohorts together. */
  difference: range,
  /** Where 99.8 % of cohorts of this size lie that differ by chance alone. */
  limits: z.nullable(z.object({ lo: z.number(), hi: z.number() })),
  /** Chance of so large a difference by luck, adjusted for every comparison of the page. */
  q: z.nullable(z.number()),
});
export type CohortBeside = z.infer<typeof cohortBeside>;

/** Cohorts at the same age, side by side. */
export const comparison = z.object({
  asOf: instant,
  stamp,
  among: z.enum(['program', 'organisation']),
  /** Days since the start; null: as they stand. */
  age: z.nullable(z.int()),
  /** The program's name. */
  name: z.string(),
  cohorts: z.array(
    z.object({
      id,
      name: z.string(),
      programId: id,
      programName: z.string(),
      state: z.enum(cohortStates),
      startsOn: z.string(),
      ageDays: z.int(),
      hasReached: z.boolean(),
      /** When it said by what it will be judged; null: it never did, and all is exploring. */
      registeredAt: z.nullable(instant),
      /** Active pairings week by week, as they were noted each night; where none was, from the meetings. */
      history: z.array(z.object({ ageDays: z.int(), active: z.int(), of: z.int() })),
      /** Between what the cohort's own weeks make usual, and where the last one lies; null under twelve weeks. */
      control: z.nullable(
        z.object({ status: z.enum(['within', 'above', 'below']), lo: z.number(), hi: z.number() }),
      ),
    }),
  ),
  /** Cohorts that are older than those shown. */
  more: z.int(),
  measures: z.array(
    z.object({
      key: z.enum(comparedMetrics),
      /** Over all cohorts that are counted. */
      all: z.nullable(z.object({ share: z.number(), n: z.int() })),
      cohorts: z.array(cohortBeside),
    }),
  ),
});
export type Comparison = z.infer<typeof comparison>;

const asked = {
  among: z.optional(z.enum(['program', 'organisation'])),
  /** Days; as they stand unless said. */
  age: z.optional(z.enum(comparedAges)),
};

export const comparisonRoutes = defineRoutes('comparison', {
  get: {
    method: 'GET',
    path: '/api/programs/:programId/comparison',
    summary: 'How do cohorts do beside one another, at the same age or as they stand?',
    access: 'metrics.read',
    params: z.strictObject({ programId: id }),
    query: z.strictObject(asked),
    reply: comparison,
  },
  table: {
    method: 'GET',
    path: '/api/programs/:programId/comparison/table',
    summary: 'Cohorts side by side, as CSV or XLSX',
    access: 'metrics.read',
    params: z.strictObject({ programId: id }),
    query: z.strictObject({
      ...asked,
      format: z.enum(['csv', 'xlsx']),
      /** Of the headings; the reader's own language unless named. */
      locale: z.optional(locale),
    }),
    produces: 'file',
  },
});
