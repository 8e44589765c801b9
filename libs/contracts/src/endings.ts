import { sides } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { id, instant, optionalParagraph } from './text.ts';

export const certificate = z.object({
  /** In groups of four, as it is printed. */
  code: z.string(),
  /** Whether somebody who has the code is told that it is true. */
  isShared: z.boolean(),
  issuedAt: instant,
});

const farewell = z.strictObject({ thanks: optionalParagraph(2000), keepInTouch: z.boolean() });
export type Farewell = z.infer<typeof farewell>;

/** What a pairing leaves, for one of its sides. */
export const ending = z.object({
  lookBack: z.object({
    heldMeetings: z.int(),
    minutes: z.int(),
    goals: z.int(),
    goalsReached: z.int(),
    actionsDone: z.int(),
  }),
  mine: farewell,
  /** What the others wrote to the reader and the rest of the pairing. */
  thanks: z.array(
    z.object({ personId: id, displayName: z.string(), thanks: z.string(), writtenAt: instant }),
  ),
  /** With whom the reader keeps in touch: both have said so, and nobody learns of a yes that was not returned. */
  inTouch: z.array(z.object({ personId: id, displayName: z.string(), email: z.nullable(z.string()) })),
  /** Completed, and met at least once. */
  isCertifiable: z.boolean(),
  certificate: z.nullable(certificate),
});
export type Ending = z.infer<typeof ending>;

const params = z.strictObject({ pairingId: id });

export const endingRoutes = defineRoutes('endings', {
  get: {
    method: 'GET',
    path: '/api/pairings/:pairingId/ending',
    summary: 'What a pairing leaves: what was reached, thanks, who keeps in touch, my certificate',
    access: 'pairing.take-part',
    params,
    reply: ending,
  },
  setFarewell: {
    method: 'PUT',
    path: '/api/pairings/:pairingId/farewell',
    summary:
      'Thank the others, and say whether to keep in touch; they learn of that only when they say so too',
    access: 'pairing.take-part',
    params,
    body: farewell,
    reply: ending,
  },
  certify: {
    method: 'POST',
    path: '/api/pairings/:pairingId/certificate',
    summary: 'My certificate of a completed pairing; the same one when asked again',
    access: 'pairing.take-part',
    params,
    reply: ending,
    status: 200,
  },
  share: {
    method: 'PUT',
    path: '/api/pairings/:pairingId/certificate/sharing',
    summary: 'Let whoever has the code check my certificate, or no longer',
    access: 'pairing.take-part',
    params,
    body: z.strictObject({ isShared: z.boolean() }),
    reply: ending,
  },
  file: {
    method: 'GET',
    path: '/api/pairings/:pairingId/certificate/file',
    summary: 'My certificate as a PDF, in my language',
    access: 'pairing.take-part',
    params,
    produces: 'file',
  },
  check: {
    method: 'GET',
    path: '/api/certificates/:code',
    summary: 'What a certificate says, while its owner shares it',
    access: 'public',
    params: z.strictObject({ code: z.string().check(z.regex(/^[0-9A-Za-z -]{16,24}$/)) }),
    reply: z.object({
      displayName: z.string(),
      organisationName: z.string(),
      programName: z.string(),
      role: z.enum(sides),
      startedOn: z.string(),
      endedOn: z.string(),
      issuedAt: instant,
    }),
  },
});
