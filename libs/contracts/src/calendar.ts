import { calendarProviders, connectionStates } from '@ithaca/domain/calendar-connection';
import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { id, instant, token } from './text.ts';

/** My calendar's secret address: only its hash is kept, so it is told once, when it is made. */
export const calendarFeed = z.object({ details: z.boolean(), createdAt: instant });

export const calendarConnections = z.object({
  /** With whom the operator lets people connect; none: there is nothing to offer. */
  offered: z.array(z.enum(calendarProviders)),
  items: z.array(
    z.object({
      provider: z.enum(calendarProviders),
      state: z.enum(connectionStates),
      connectedAt: instant,
      /** When free and busy were last read; null: not yet. */
      readAt: z.nullable(instant),
    }),
  ),
});
export type CalendarConnections = z.infer<typeof calendarConnections>;

export const calendarRoutes = defineRoutes('calendar', {
  feed: {
    method: 'GET',
    path: '/api/calendar/:token',
    summary: 'The meetings of whoever made this secret address, for a calendar that subscribes to it',
    access: 'public',
    params: z.strictObject({ token }),
    produces: 'text/calendar',
  },
  takeReply: {
    method: 'POST',
    path: '/api/inbound/calendar',
    summary:
      "Hand in what somebody's calendar answered by mail to an invitation (METHOD:REPLY); needs the secret of inbound mail",
    access: 'public',
    /** The text/calendar part of the mail. */
    body: z.strictObject({ file: z.string().check(z.minLength(1), z.maxLength(65_536)) }),
    /** `stale`: a later answer is known, or the invitation has changed since; nothing was done. */
    reply: z.object({ outcome: z.enum(['taken', 'stale']) }),
    status: 200,
  },
  find: {
    method: 'GET',
    path: '/api/me/calendar',
    summary: 'Whether my meetings have a secret address',
    access: 'member.act',
    reply: z.object({ feed: z.nullable(calendarFeed) }),
  },
  open: {
    method: 'POST',
    path: '/api/me/calendar',
    summary: 'Make a secret address of my meetings; an earlier one stops working',
    access: 'member.act',
    body: z.strictObject({ details: z.boolean() }),
    reply: z.object({ address: z.string(), feed: calendarFeed }),
    status: 201,
  },
  change: {
    method: 'PUT',
    path: '/api/me/calendar',
    summary: 'Show names and topics in my calendar, or hide them',
    access: 'member.act',
    body: z.strictObject({ details: z.boolean() }),
    reply: z.object({ feed: z.nullable(calendarFeed) }),
  },
  close: {
    method: 'DELETE',
    path: '/api/me/calendar',
    summary: 'Withdraw the secret address',
    access: 'member.act',
    status: 204,
  },
  listConnections: {
    method: 'GET',
    path: '/api/me/calendar-connections',
    summary: 'Which calendars I have connected, so that meetings keep out of my busy hours',
    access: 'member.act',
    reply: calendarConnections,
  },
  connect: {
    method: 'POST',
    path: '/api/me/calendar-connections',
    summary: 'Where I agree that free and busy are read from my calendar',
    access: 'member.act',
    body: z.strictObject({ provider: z.enum(calendarProviders) }),
    reply: z.object({ address: z.string() }),
    status: 200,
    opensOwnWork: true,
  },
  finishConnecting: {
    method: 'POST',
    path: '/api/me/calendar-connections/answer',
    summary: 'What the provider answered when I came back; only for the session that set out',
    access: 'member.act',
    /** The query of the address that I came back to, as it is. */
    body: z.strictObject({ answer: z.string().check(z.minLength(1), z.maxLength(4000)) }),
    reply: calendarConnections,
    status: 200,
    opensOwnWork: true,
  },
  disconnect: {
    method: 'POST',
    path: '/api/me/calendar-connections/removal',
    summary: 'Disconnect a calendar: its keys are given back and deleted, and what was read from it',
    access: 'member.act',
    body: z.strictObject({ provider: z.enum(calendarProviders) }),
    reply: calendarConnections,
    status: 200,
    opensOwnWork: true,
  },
  meeting: {
    method: 'GET',
    path: '/api/meetings/:meetingId/calendar',
    summary: 'One meeting, or its whole series, as a calendar file',
    access: 'pairing.take-part',
    params: z.strictObject({ meetingId: id }),
    produces: 'text/calendar',
  },
});
