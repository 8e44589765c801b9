import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { id, instant } from './text.ts';

const range = z.object({ estimate: z.number(), lo: z.number(), hi: z.number() });

/** Whether pairings that were given a higher score did better; under a hundred outcomes it is not yet known. */
export const scoreReport = z.object({
  asOf: instant,
  status: z.enum(['not-yet', 'judged']),
  verdict: z.nullable(z.enum(['better', 'worse', 'no-difference'])),
  /** Outcomes that are counted, and how many it takes. */
  counted: z.int(),
  fewest: z.object({ all: z.int(), ofEachKind: z.int() }),
  yes: z.nullable(z.int()),
  no: z.nullable(z.int()),
  pending: z.int(),
  /** Still active, but somebody has not said whether they suit. */
  unknown: z.int(),
  /** The one policy that is judged; null: all that the program has had, of which `versions`. */
  policyVersion: z.nullable(z.int()),
  versions: z.int(),
  /** The chance that of two pairings the one that did better had the higher score. */
  auc: z.nullable(range),
  measures: z.nullable(
    z.object({
      brier: z.number(),
      skill: z.number(),
      kendallTau: z.number(),
      slope: z.nullable(range),
      inTheLarge: z.nullable(range),
      expectedError: z.number(),
    }),
  ),
  bins: z.array(
    z.object({
      n: z.nullable(z.int()),
      score: z.number(),
      share: z.nullable(range),
      suppressed: z.nullable(z.string()),
    }),
  ),
});
export type ScoreReport = z.infer<typeof scoreReport>;

export const scoreRoutes = defineRoutes('score-quality', {
  get: {
    method: 'GET',
    path: '/api/programs/:programId/score-quality',
    summary: 'Do pairings with a higher matching score do better?',
    access: 'metrics.read',
    params: z.strictObject({ programId: id }),
    reply: scoreReport,
  },
});
