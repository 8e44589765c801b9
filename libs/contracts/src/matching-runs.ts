import * as z from 'zod/mini';

import { cause, matchingRun, runProblem } from './matching.ts';
import { defineRoutes } from './route.ts';
import { id, instant } from './text.ts';

const runParams = z.strictObject({ runId: id });

/** A stored run solved once more from its stored inputs. */
export const replay = z.object({
  id,
  state: z.enum(['queued', 'running', 'done', 'failed']),
  /** The same pairings, byte for byte; null until it is done. */
  samePairings: z.nullable(z.boolean()),
  /** The same score for every pair: otherwise the engine itself has changed since. */
  sameScores: z.nullable(z.boolean()),
  /** What a run of today would start from differently: a code with a count and the first names. */
  changes: z.array(cause),
  problem: z.nullable(runProblem),
  createdAt: instant,
  createdByName: z.string(),
  finishedAt: z.nullable(instant),
});
export type Replay = z.infer<typeof replay>;

export const runRoutes = defineRoutes('matching-runs', {
  cancel: {
    method: 'POST',
    path: '/api/matching-runs/:runId/cancellation',
    summary: 'Stop a run that waits or is under way; earlier drafts stay as they are',
    access: 'matching.review',
    params: runParams,
    reply: matchingRun,
    status: 200,
  },
  replay: {
    method: 'POST',
    path: '/api/matching-runs/:runId/replays',
    summary: 'Solve a stored run again from its stored inputs, and name what has changed since',
    access: 'matching.review',
    params: runParams,
    reply: replay,
    status: 202,
    creates: true,
  },
  listReplays: {
    method: 'GET',
    path: '/api/matching-runs/:runId/replays',
    summary: 'Replays of a run, the newest first',
    access: 'matching.read',
    params: runParams,
    reply: z.object({ items: z.array(replay) }),
  },
  problemFile: {
    method: 'GET',
    path: '/api/matching-runs/:runId/problem.json',
    summary:
      'The whole problem as it was solved: ids, scores, seats, locks, rules. For `npm run verify -- PROBLEM RESULT`',
    access: 'matching.read',
    params: runParams,
    produces: 'application/json-file',
  },
  resultFile: {
    method: 'GET',
    path: '/api/matching-runs/:runId/result.json',
    summary:
      'The result as it was found: pairings, who is left over and why, the certificate, and every decision since',
    access: 'matching.read',
    params: runParams,
    produces: 'application/json-file',
  },
  certificateFile: {
    method: 'GET',
    path: '/api/matching-runs/:runId/certificate.json',
    summary: 'The certificate alone: total, bound, gap, prices, inputs hash, policy version, seed',
    access: 'matching.read',
    params: runParams,
    produces: 'application/json-file',
  },
});
