import { deliveries, publicationStates } from '@ithaca/domain/matching-run';
import { pairingStates } from '@ithaca/domain/pairing';
import * as z from 'zod/mini';

import { cause } from './matching.ts';
import { defineRoutes } from './route.ts';
import { id, instant, locale, paragraph } from './text.ts';

const runParams = z.strictObject({ runId: id });

const skipped = z.object({ proposalId: id, displayName: z.string(), cause });

/** What mentees without a partner are told instead of the product's own words, by language. */
const unmatchedMessages = z.partialRecord(locale, paragraph(1000));

/** One publication of a draft: planned, carried out, called off, or found impossible when its hour came. */
export const publication = z.object({
  id,
  runId: id,
  state: z.enum(publicationStates),
  publishAt: instant,
  delivery: z.enum(deliveries),
  tellUnmatched: z.boolean(),
  unmatchedMessages,
  createdByName: z.string(),
  createdAt: instant,
  cancelledByName: z.nullable(z.string()),
  cancelledAt: z.nullable(instant),
  publishedAt: z.nullable(instant),
  published: z.int(),
  skipped: z.array(skipped),
  /** Why it could not be carried out. */
  problem: z.nullable(cause),
});
export type Publication = z.infer<typeof publication>;

/** One published pair, whether it can still be undone, and how far its mails have come. */
export const publishedPair = z.object({
  pairingId: id,
  mentees: z.array(z.string()),
  mentor: z.string(),
  isCircle: z.boolean(),
  state: z.enum(pairingStates),
  mailsWaiting: z.int(),
  mailsSent: z.int(),
  canUndo: z.boolean(),
});
export type PublishedPair = z.infer<typeof publishedPair>;

export const publicationRoutes = defineRoutes('publication', {
  preview: {
    method: 'GET',
    path: '/api/matching-runs/:runId/publication',
    summary:
      'What publishing will do: pairings, mails by language with samples, hours by time zone, who stays unmatched',
    access: 'matching.review',
    params: runParams,
    reply: z.object({
      pairings: z.int(),
      /** Of circles: how many people get a seat, and the sizes that hold; null for pairs. */
      circles: z.nullable(z.object({ members: z.int(), smallest: z.int(), largest: z.int() })),
      mails: z.array(
        z.object({
          locale,
          count: z.int(),
          /** The first mail of each kind, as it will be sent. */
          samples: z.array(
            z.object({
              kind: z.enum(['mentee', 'mentor', 'peer', 'unmatched']),
              to: z.string(),
              subject: z.string(),
              bodyText: z.string(),
            }),
          ),
        }),
      ),
      /** When each zone's readers get their mail if it waits for their morning; earliest first. */
      mornings: z.array(z.object({ timeZone: z.string(), at: instant, count: z.int() })),
      unmatched: z.array(z.object({ personId: id, displayName: z.string() })),
      /** The product's own words to them, by language, for those languages that they read. */
      unmatchedMessages: z.array(z.object({ locale, count: z.int(), text: z.string() })),
      mentorsAtLimit: z.array(z.object({ personId: id, displayName: z.string(), capacity: z.int() })),
      changedSince: z.array(cause),
    }),
  },
  publish: {
    method: 'POST',
    path: '/api/matching-runs/:runId/publication',
    summary:
      'Publish the draft now, in ten minutes, or at an hour: pairings are made and everybody is told; nothing is sent twice',
    access: 'matching.review',
    params: runParams,
    body: z.strictObject({
      when: z._default(z.union([z.enum(['now', 'in-ten-minutes']), instant]), 'now'),
      delivery: z._default(z.enum(deliveries), 'at-once'),
      tellUnmatched: z._default(z.boolean(), true),
      unmatchedMessages: z._default(unmatchedMessages, {}),
    }),
    reply: publication,
    status: 200,
    creates: true,
    versioned: true,
  },
  cancel: {
    method: 'POST',
    path: '/api/matching-runs/:runId/publication/cancellation',
    summary: 'Call off a planned publication; the draft can be changed again and nobody has heard of it',
    access: 'matching.review',
    params: runParams,
    reply: publication,
    status: 200,
  },
  outcome: {
    method: 'GET',
    path: '/api/matching-runs/:runId/publication/outcome',
    summary:
      'The latest publication of a draft and its pairs: what was left out, mails on their way, what can be undone',
    access: 'matching.read',
    params: runParams,
    reply: z.object({ publication: z.nullable(publication), pairs: z.array(publishedPair) }),
  },
  undo: {
    method: 'POST',
    path: '/api/pairings/:pairingId/withdrawal',
    summary: 'Take back a published pair that neither side has opened; its waiting mails are dropped',
    access: 'pairing.coordinate',
    params: z.strictObject({ pairingId: id }),
    status: 204,
  },
  open: {
    method: 'POST',
    path: '/api/pairings/:pairingId/opening',
    summary: 'I have seen this pairing: from now on it cannot be taken back silently',
    access: 'pairing.take-part',
    params: z.strictObject({ pairingId: id }),
    status: 204,
  },
});
