import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';

/** My summary of the day, as it would arrive now. */
export const digestPreview = z.object({
  /** How many things wait for the next one; 0: what is shown is an example. */
  waiting: z.int(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
});

export const digestRoutes = defineRoutes('digests', {
  preview: {
    method: 'GET',
    path: '/api/me/digest',
    summary: 'My summary of the day as it would arrive now; an example while nothing waits for it',
    access: 'member.act',
    reply: digestPreview,
  },
  sendTest: {
    method: 'POST',
    path: '/api/me/digest/test',
    summary: 'Send the same summary to myself now; what waits goes on waiting',
    access: 'member.act',
    reply: z.object({ to: z.string() }),
    status: 202,
    creates: true,
  },
});
