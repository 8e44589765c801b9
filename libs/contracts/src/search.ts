import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { id, line } from './text.ts';

/** Something found, with the way to it. */
const hit = z.object({ id, label: z.string(), hint: z.string(), path: z.string() });

export const found = z.object({
  people: z.array(hit),
  programs: z.array(hit),
  pairings: z.array(hit),
});
export type Found = z.infer<typeof found>;

export const searchRoutes = defineRoutes('search', {
  search: {
    method: 'GET',
    path: '/api/search',
    summary: 'People by name, programs I can see, pairings I am in or coordinate: up to ten of each',
    access: 'member.act',
    query: z.strictObject({ q: line(100) }),
    reply: found,
  },
});
