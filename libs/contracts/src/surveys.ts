import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { id, instant, optionalParagraph } from './text.ts';

export const checkIn = z.object({
  id,
  pairingId: id,
  programName: z.string(),
  partnerNames: z.array(z.string()),
  wave: z.int(),
  askedAt: instant,
  dueAt: instant,
  answeredAt: z.nullable(instant),
  meetingRegularly: z.nullable(z.enum(['yes', 'sometimes', 'no'])),
  usefulness: z.nullable(z.int()),
  change: z.string(),
  sharedWithPartner: z.boolean(),
  open: z.boolean(),
  version: z.int(),
});
export type CheckIn = z.infer<typeof checkIn>;

export const checkInAnswer = z.strictObject({
  meetingRegularly: z.enum(['yes', 'sometimes', 'no']),
  usefulness: z.int().check(z.minimum(1), z.maximum(5)),
  change: optionalParagraph(2000),
  sharedWithPartner: z.boolean(),
});

/** A check-in as its writer's partner reads it: answered, and shared by its writer's own choice. */
export const sharedCheckIn = z.object({
  id,
  personId: id,
  displayName: z.string(),
  answeredAt: instant,
  meetingRegularly: z.enum(['yes', 'sometimes', 'no']),
  usefulness: z.int(),
  change: z.string(),
});
export type SharedCheckIn = z.infer<typeof sharedCheckIn>;

const checkInParams = z.strictObject({ checkInId: id });

export const checkInRoutes = defineRoutes('check-ins', {
  listMine: {
    method: 'GET',
    path: '/api/my/check-ins',
    summary: 'Check-ins I am asked or have answered',
    access: 'member.act',
    reply: z.object({ items: z.array(checkIn) }),
  },
  get: {
    method: 'GET',
    path: '/api/check-ins/:checkInId',
    summary: 'One check-in of mine',
    access: 'check-in.answer',
    params: checkInParams,
    reply: checkIn,
  },
  listShared: {
    method: 'GET',
    path: '/api/pairings/:pairingId/shared-check-ins',
    summary: 'Check-ins that my partner chose to share with me, newest first',
    access: 'pairing.take-part',
    params: z.strictObject({ pairingId: id }),
    reply: z.object({ items: z.array(sharedCheckIn) }),
  },
  answer: {
    method: 'PUT',
    path: '/api/check-ins/:checkInId/answer',
    summary: 'Answer, or change my answer until it closes',
    access: 'check-in.answer',
    params: checkInParams,
    body: checkInAnswer,
    reply: checkIn,
    versioned: true,
  },
});
