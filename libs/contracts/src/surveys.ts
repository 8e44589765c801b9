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
  answer: {
    method: 'PUT',
    path: '/api/check-ins/:checkInId/answer',
    summary: 'Answer, or change my answer until it closes',
    access: 'check-in.answer',
    params: checkInParams,
    body: z.strictObject({
      meetingRegularly: z.enum(['yes', 'sometimes', 'no']),
      usefulness: z.int().check(z.minimum(1), z.maximum(5)),
      change: optionalParagraph(2000),
      sharedWithPartner: z.boolean(),
    }),
    reply: checkIn,
    versioned: true,
  },
});
