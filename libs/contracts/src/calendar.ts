import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { id, instant, token } from './text.ts';

/** My calendar's secret address: only its hash is kept, so it is told once, when it is made. */
export const calendarFeed = z.object({ details: z.boolean(), createdAt: instant });

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
  meeting: {
    method: 'GET',
    path: '/api/meetings/:meetingId/calendar',
    summary: 'One meeting, or its whole series, as a calendar file',
    access: 'pairing.take-part',
    params: z.strictObject({ meetingId: id }),
    produces: 'text/calendar',
  },
});
