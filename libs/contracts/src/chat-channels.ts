import { chatProblems, chatServices } from '@ithaca/domain/chat-channel';
import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { id, instant, line, locale } from './text.ts';

/** Where a program's summaries go besides mail. The address itself is never given back. */
export const chatChannel = z.object({
  service: z.enum(chatServices),
  /** none: nothing is set up; stopped: its address was gone too often. */
  state: z.enum(['none', 'on', 'off', 'stopped']),
  /** The host of the address. */
  host: z.nullable(z.string()),
  /** The language of the messages. */
  locale,
  setUpByName: z.nullable(z.string()),
  /** How the last message fared. */
  last: z.nullable(
    z.object({
      state: z.enum(['waiting', 'delivered', 'failed']),
      isTest: z.boolean(),
      at: instant,
      problem: z.nullable(z.enum(chatProblems)),
      /** What the other side answered, if it did. */
      status: z.nullable(z.int()),
      triedAgainAt: z.nullable(instant),
    }),
  ),
  version: z.int(),
});
export type ChatChannel = z.infer<typeof chatChannel>;

const chatChannels = z.object({ items: z.array(chatChannel) });
const ofProgram = z.strictObject({ programId: id });
const ofService = z.strictObject({ programId: id, service: z.enum(chatServices) });

export const chatChannelSettings = z.strictObject({
  /** The incoming webhook of the room; left out, the one that is kept stays. */
  address: z.optional(line(2000)),
  locale,
  isOn: z.boolean(),
});

export const chatChannelRoutes = defineRoutes('chat-channels', {
  list: {
    method: 'GET',
    path: '/api/programs/:programId/chat-channels',
    summary: 'To which chats the summaries of a program go, and how the last ones fared',
    access: 'program.read',
    params: ofProgram,
    reply: chatChannels,
  },
  save: {
    method: 'PUT',
    path: '/api/programs/:programId/chat-channels/:service',
    summary: 'Send the morning summaries of a program to a room of Slack or Teams',
    access: 'program.coordinate',
    params: ofService,
    body: chatChannelSettings,
    reply: chatChannels,
    versioned: true,
  },
  remove: {
    method: 'DELETE',
    path: '/api/programs/:programId/chat-channels/:service',
    summary: 'Forget the room and its address',
    access: 'program.coordinate',
    params: ofService,
    reply: chatChannels,
    versioned: true,
  },
  sendTest: {
    method: 'POST',
    path: '/api/programs/:programId/chat-channels/:service/test',
    summary: 'Send the summary of today, or that there is nothing, to the room now',
    access: 'program.coordinate',
    params: ofService,
    reply: chatChannels,
    status: 202,
    creates: true,
  },
});
