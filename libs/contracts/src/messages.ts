import { concernOutcomes } from '@ithaca/domain/concern';
import { fileKinds } from '@ithaca/domain/stored-file';
import * as z from 'zod/mini';

import { pageQuery } from './page.ts';
import { defineRoutes } from './route.ts';
import { id, instant, line, optionalParagraph } from './text.ts';

/** The largest file of a message, in megabytes, and the most files of one message. */
export const attachmentMegabytes = 10;
export const mostAttachments = 6;

export const attachment = z.object({
  id,
  name: z.string(),
  mediaType: z.enum(fileKinds.map(({ mediaType }) => mediaType)),
  bytes: z.int(),
  /** Points of a picture. */
  width: z.nullable(z.int()),
  height: z.nullable(z.int()),
});
export type Attachment = z.infer<typeof attachment>;

export const message = z.object({
  id,
  authorId: id,
  authorName: z.string(),
  /** With the few marks of Markdown that the interface draws; empty when the message is files alone. */
  body: z.string(),
  attachments: z.array(attachment),
  sentAt: instant,
  mine: z.boolean(),
  /** That I have reported it, and what came of it; nobody else sees this. */
  concern: z.nullable(
    z.object({ closedAt: z.nullable(instant), outcome: z.nullable(z.enum(concernOutcomes)) }),
  ),
});
export type Message = z.infer<typeof message>;

/** How far the members have read. Who does not show it does not see it of others either. */
const reading = z.object({
  isShown: z.boolean(),
  myReadAt: z.nullable(instant),
  others: z.array(z.object({ personId: id, name: z.string(), readAt: instant })),
});

const pairingParams = z.strictObject({ pairingId: id });
const fileParams = z.strictObject({ pairingId: id, fileId: id });

const newMessage = z
  .strictObject({
    body: optionalParagraph(8000),
    fileIds: z.optional(z.array(id).check(z.maxLength(mostAttachments))),
  })
  .check(
    z.refine(({ body, fileIds = [] }) => body !== '' || fileIds.length > 0, {
      path: ['body'],
      error: 'Write something, or attach a file.',
    }),
  );

export const messageRoutes = defineRoutes('messages', {
  list: {
    method: 'GET',
    path: '/api/pairings/:pairingId/messages',
    summary: 'The thread of a pairing, newest first',
    access: 'pairing.take-part',
    params: pairingParams,
    query: z.strictObject(pageQuery),
    reply: z.object({ items: z.array(message), nextCursor: z.nullable(z.string()), reading }),
  },
  send: {
    method: 'POST',
    path: '/api/pairings/:pairingId/messages',
    summary: 'Write to the other side',
    access: 'pairing.take-part',
    params: pairingParams,
    body: newMessage,
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
  showReading: {
    method: 'PUT',
    path: '/api/me/reading',
    summary: 'Show others how far I have read, and see it of them; or neither',
    access: 'member.act',
    body: z.strictObject({ isShown: z.boolean() }),
    status: 204,
  },
  upload: {
    method: 'POST',
    path: '/api/pairings/:pairingId/files',
    summary: 'Upload a file for a message that is not sent yet; it is used within hours or removed',
    access: 'pairing.take-part',
    params: pairingParams,
    query: z.strictObject({ fileName: line(200) }),
    upload: attachmentMegabytes,
    reply: attachment,
    status: 201,
    creates: true,
  },
  discard: {
    method: 'DELETE',
    path: '/api/pairings/:pairingId/files/:fileId',
    summary: 'Take back a file of mine that no message holds yet',
    access: 'pairing.take-part',
    params: fileParams,
    status: 204,
  },
  file: {
    method: 'GET',
    path: '/api/pairings/:pairingId/files/:fileId',
    summary: 'A file of a message, to be saved',
    access: 'pairing.take-part',
    params: fileParams,
    produces: 'file',
  },
});
