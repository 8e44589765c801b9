import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { id, instant } from './text.ts';

/** A page of a program, such as `setup` or `matching/<run>`: words, digits, hyphens and slashes, never a text of somebody's. */
export const place = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9/-]{0,79}$/, { error: 'A place such as setup.' }));

/** Somebody else who has a page of the program open, the one who moved last first. One row per person and place. */
export const presentPerson = z.object({
  personId: id,
  name: z.string(),
  place,
  /** The line they look at: an id that means something on that page. */
  focus: z.nullable(id),
  since: instant,
});
export type PresentPerson = z.infer<typeof presentPerson>;

export const presentPeople = z.object({ people: z.array(presentPerson) });
export type PresentPeople = z.infer<typeof presentPeople>;

/** What a coordinator changed in a program, told to those who watch it: the feature of the route, and who did it. */
export const programChange = z.object({ what: z.string(), by: z.nullable(id) });
export type ProgramChange = z.infer<typeof programChange>;

const programParams = z.strictObject({ programId: id });

export const presenceRoutes = defineRoutes('presence', {
  say: {
    method: 'PUT',
    path: '/api/programs/:programId/presence',
    summary: 'Say which page of a program I have open and which line I look at; answers who else is there',
    access: 'program.coordinate',
    params: programParams,
    body: z.strictObject({ tab: id, place, focus: z.nullable(id) }),
    reply: presentPeople,
    passing: true,
  },
  watch: {
    method: 'GET',
    path: '/api/programs/:programId/live',
    summary:
      'Server-sent events while the connection is open: `presence` with who else is there, `changed` when a coordinator changed something',
    access: 'program.read',
    params: programParams,
    query: z.strictObject({ tab: id }),
    produces: 'text/event-stream',
  },
});
