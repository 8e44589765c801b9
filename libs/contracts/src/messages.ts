import * as z from 'zod/mini';

import { pageOf, pageQuery } from './page.ts';
import { defineRoutes } from './route.ts';
import { id, instant, paragraph } from './text.ts';

export const message = z.object({
  id,
  authorId: id,
  authorName: z.string(),
  body: z.string(),
  sentAt: instant,
  mine: z.boolean(),
});
export type Message = z.infer<typeof message>;

const pairingParams = z.strictObject({ pairingId: id });

export const messageRoutes = defineRoutes('messages', {
  list: {
    method: 'GET',
    path: '/api/pairings/:pairingId/messages',
    summary: 'The thread of a pairing, newest first',
    access: 'pairing.take-part',
    params: pairingParams,
    query: z.strictObject(pageQuery),
    reply: pageOf(message),
  },
  send: {
    method: 'POST',
    path: '/api/pairings/:pairingId/messages',
    summary: 'Write to the other side',
    access: 'pairing.take-part',
    params: pairingParams,
    body: z.strictObject({ body: paragraph(8000) }),
    reply: message,
    status: 201,
    creates: true,
  },
  markRead: {
    method: 'PUT',
    path: '/api/pairings/:pairingId/messages/read',
    summary: 'I have read the thread up to now',
    access: 'pairing.take-part',
    params: pairingParams,
    status: 204,
  },
});
