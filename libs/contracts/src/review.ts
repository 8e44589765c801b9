import { advices, reviewActs } from '@ithaca/domain/review';
import * as z from 'zod/mini';

import { alternative, matchingRun, proposalItem, reviewNote, unmatched } from './matching.ts';
import { pageOf, pageQuery } from './page.ts';
import { defineRoutes } from './route.ts';
import { id, instant, paragraph } from './text.ts';

/** One act of a review as it was recorded: who did what to which pairs, why, and against which advice. Never changed. */
export const reviewAct = z.object({
  id,
  position: z.int(),
  kind: z.enum(reviewActs),
  at: instant,
  by: z.string(),
  /** The pairs it made or decided, the first few by name; `count` says how many it touched. */
  pairs: z.array(z.object({ menteeEnrolmentId: id, mentee: z.string(), mentor: z.string() })),
  count: z.int(),
  reason: z.nullable(z.string()),
  advice: z.nullable(z.enum(advices)),
  /** For an undo or a redo: what it took back or did again. */
  of: z.nullable(z.enum(reviewActs)),
});
export type ReviewActItem = z.infer<typeof reviewAct>;

/** What the caller did in this sign-in and can undo and do again, the next one last. */
const series = z.object({ done: z.array(reviewAct), undone: z.array(reviewAct) });

/** Somebody without a proposal: why, the changes that would help (the smallest first), and what each mentor would mean. */
export const whyUnmatched = z.object({
  ...unmatched.shape,
  changes: z.array(z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) })),
  alternatives: z.array(alternative),
});
export type WhyUnmatched = z.infer<typeof whyUnmatched>;

const runParams = z.strictObject({ runId: id });
const proposalParams = z.strictObject({ proposalId: id });
/** The act that the caller means, as `series` named it; another one by now is refused as stale. */
const meant = z.strictObject({ act: z.optional(id) });
const went = z.object({ act: reviewAct, items: z.array(proposalItem) });

export const reviewRoutes = defineRoutes('review', {
  look: {
    method: 'PUT',
    path: '/api/proposals/:proposalId/look',
    summary: 'Say that I opened a proposal; some looks come before all clear ones may be approved together',
    access: 'matching.review',
    params: proposalParams,
    status: 204,
  },
  addNote: {
    method: 'POST',
    path: '/api/proposals/:proposalId/notes',
    summary:
      'Add a note to a pair; it is kept with the pair, for coordinators only, also once it is published',
    access: 'matching.review',
    params: proposalParams,
    body: z.strictObject({ body: paragraph(600) }),
    reply: reviewNote,
    status: 201,
    creates: true,
  },
  pairingNotes: {
    method: 'GET',
    path: '/api/pairings/:pairingId/review-notes',
    summary: 'What coordinators noted about a pair while they reviewed it',
    access: 'pairing.coordinate',
    params: z.strictObject({ pairingId: id }),
    reply: z.object({ items: z.array(reviewNote) }),
  },
  listActs: {
    method: 'GET',
    path: '/api/matching-runs/:runId/acts',
    summary: 'Every decision about a draft with its person and reason, the newest first',
    access: 'matching.read',
    params: runParams,
    query: z.strictObject(pageQuery),
    reply: pageOf(reviewAct),
  },
  series: {
    method: 'GET',
    path: '/api/matching-runs/:runId/series',
    summary: 'What I can undo and do again in this draft',
    access: 'matching.review',
    params: runParams,
    reply: series,
  },
  undo: {
    method: 'POST',
    path: '/api/matching-runs/:runId/undo',
    summary: 'Undo my last act in this draft; refused when somebody changed the same pair since',
    access: 'matching.review',
    params: runParams,
    body: meant,
    reply: went,
    status: 200,
    creates: true,
  },
  redo: {
    method: 'POST',
    path: '/api/matching-runs/:runId/redo',
    summary: 'Do again what I undid last',
    access: 'matching.review',
    params: runParams,
    body: meant,
    reply: went,
    status: 200,
    creates: true,
  },
  whyUnmatched: {
    method: 'GET',
    path: '/api/matching-runs/:runId/unmatched',
    summary: 'Why a mentee has no proposal, the smallest change that would help, and every mentor’s effect',
    access: 'matching.read',
    params: runParams,
    query: z.strictObject({ mentee: id }),
    reply: whyUnmatched,
  },
  goBack: {
    method: 'POST',
    path: '/api/matching-runs/:runId/return',
    summary: 'Give this draft up and go back to an earlier one that it replaced',
    access: 'matching.review',
    params: runParams,
    body: z.strictObject({ to: id }),
    reply: matchingRun,
    status: 200,
    versioned: true,
  },
});
