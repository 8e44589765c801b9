import { recommendations } from '@ithaca/domain/extension';
import { pairingStates } from '@ithaca/domain/pairing';
import { formats, sides } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { day, id, instant, optionalParagraph } from './text.ts';

export const certificate = z.object({
  /** In groups of four, as it is printed. */
  code: z.string(),
  /** Whether somebody who has the code is told that it is true. */
  isShared: z.boolean(),
  issuedAt: instant,
});

const farewell = z.strictObject({ thanks: optionalParagraph(2000), keepInTouch: z.boolean() });
export type Farewell = z.infer<typeof farewell>;

/** `helped` and `differently` are for the other side; `recommends` for its writer, and with four others' for a count. */
const feedback = z.strictObject({
  helped: optionalParagraph(2000),
  differently: optionalParagraph(2000),
  recommends: z.nullable(z.enum(recommendations)),
});
export type Feedback = z.infer<typeof feedback>;

const extensionProposal = z.strictObject({
  untilOn: day,
  /** For the others of the pairing alone. */
  reason: optionalParagraph(600),
  /** Meetings that repeat go on until then. */
  keepsSeries: z.boolean(),
});
export type ExtensionProposal = z.infer<typeof extensionProposal>;

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
  feedback: z.object({
    mine: z.nullable(feedback),
    /** Of the other side; read once the reader has given theirs, or the pairing is over. */
    received: z.array(
      z.object({ personId: id, displayName: z.string(), helped: z.string(), differently: z.string() }),
    ),
    /** Given, and not to be read yet. */
    waiting: z.int(),
  }),
  /** Whether the reader would be a mentor next time; null for who is one. */
  wishesToMentor: z.nullable(z.boolean()),
  extension: z.object({
    /** The day the pairing ends on, as things stand. */
    endsOn: day,
    /** The days it may be extended to; null: it cannot be. */
    range: z.nullable(z.object({ from: day, to: day })),
    /** What waits for an answer. */
    proposal: z.nullable(
      z.object({
        ...extensionProposal.shape,
        proposedBy: z.object({ personId: id, displayName: z.string() }),
        proposedAt: instant,
        isAgreedByMe: z.boolean(),
      }),
    ),
  }),
  /** Completed, and met at least once. */
  isCertifiable: z.boolean(),
  certificate: z.nullable(certificate),
  /** The last day on which messages, notes and to-dos are kept; null while the cohort is open. */
  contentUntil: z.nullable(day),
});
export type Ending = z.infer<typeof ending>;

/** One program somebody took part in, by what came of it. */
export const pastProgram = z.object({
  enrolmentId: id,
  programName: z.string(),
  cohortName: z.string(),
  format: z.enum(formats),
  role: z.enum(sides),
  /** Null where the enrolment never came to a pairing. */
  pairingId: z.nullable(id),
  state: z.nullable(z.enum(pairingStates)),
  startedOn: day,
  endedOn: z.nullable(day),
  partners: z.array(z.string()),
  heldMeetings: z.int(),
  minutes: z.int(),
  goals: z.int(),
  goalsReached: z.int(),
  isCertifiable: z.boolean(),
  certificateCode: z.nullable(z.string()),
});
export type PastProgram = z.infer<typeof pastProgram>;

const params = z.strictObject({ pairingId: id });

export const endingRoutes = defineRoutes('endings', {
  listHistory: {
    method: 'GET',
    path: '/api/my/history',
    summary: 'What I have taken part in: programs, roles, partners, hours met, goals, certificates',
    access: 'member.act',
    reply: z.object({ items: z.array(pastProgram) }),
  },
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
  setFeedback: {
    method: 'PUT',
    path: '/api/pairings/:pairingId/feedback',
    summary:
      'Tell the other side what helped and what could be different; they read it once they have told theirs',
    access: 'pairing.take-part',
    params,
    body: feedback,
    reply: ending,
  },
  setMentorWish: {
    method: 'PUT',
    path: '/api/pairings/:pairingId/mentor-wish',
    summary: 'As a mentee: be invited as a mentor when a next cohort of the program opens, or not after all',
    access: 'pairing.take-part',
    params,
    body: z.strictObject({ wishes: z.boolean() }),
    reply: ending,
  },
  proposeExtension: {
    method: 'PUT',
    path: '/api/pairings/:pairingId/extension',
    summary: 'Propose to go on after the end, up to a day that the program allows',
    access: 'pairing.take-part',
    params,
    body: extensionProposal,
    reply: ending,
  },
  withdrawExtension: {
    method: 'DELETE',
    path: '/api/pairings/:pairingId/extension',
    summary: 'Take back my proposal to go on, while not everybody has agreed',
    access: 'pairing.take-part',
    params,
    reply: ending,
    status: 200,
  },
  acceptExtension: {
    method: 'POST',
    path: '/api/pairings/:pairingId/extension/acceptance',
    summary: 'Agree to go on; it holds when all the others have',
    access: 'pairing.take-part',
    params,
    reply: ending,
    status: 200,
  },
  declineExtension: {
    method: 'POST',
    path: '/api/pairings/:pairingId/extension/refusal',
    summary: 'Rather not go on; who proposed it learns that the end stays, neither from whom nor why',
    access: 'pairing.take-part',
    params,
    reply: ending,
    status: 200,
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
