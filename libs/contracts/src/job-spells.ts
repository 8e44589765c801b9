import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { day, id, instant, optionalLine } from './text.ts';

const spellFields = {
  id,
  startsOn: z.string(),
  jobTitle: z.string(),
  department: z.string(),
  grade: z.nullable(z.int()),
  site: z.string(),
  managerId: z.nullable(id),
  managerName: z.nullable(z.string()),
  recordedAt: instant,
  /** Who wrote it; null for a file or the product itself. */
  recordedByName: z.nullable(z.string()),
  fromImport: z.boolean(),
};

/** A job from a day on. `endsOn` is the first day that it no longer holds: the next one's start, or the day after the last. */
export const jobSpell = z.object({ ...spellFields, endsOn: z.nullable(z.string()) });
export type JobSpellItem = z.infer<typeof jobSpell>;

/** What the directory once held true, and until when. */
export const supersededSpell = z.object({ ...spellFields, supersededAt: instant });

export const jobHistory = z.object({
  /** Newest first; planned ones start in the future. */
  items: z.array(jobSpell),
  corrections: z.array(supersededSpell),
  /** Of the person: what a change of the history is sent with. */
  version: z.int(),
});
export type JobHistory = z.infer<typeof jobHistory>;

const facts = {
  jobTitle: z.optional(optionalLine(120)),
  department: z.optional(optionalLine(120)),
  grade: z.optional(z.nullable(z.int().check(z.minimum(0), z.maximum(99)))),
  site: z.optional(optionalLine(120)),
  managerId: z.optional(z.nullable(id)),
};
const personParams = z.strictObject({ personId: id });
const spellParams = z.strictObject({ personId: id, spellId: id });

export const jobSpellRoutes = defineRoutes('job-spells', {
  list: {
    method: 'GET',
    path: '/api/people/:personId/job-spells',
    summary:
      'The jobs of a person as far as I may see them: all of them for the person and the directory, for a manager those under them',
    access: 'directory.read',
    params: personParams,
    query: z.strictObject({
      /** What the directory held true at that moment; without it, what it holds true now. */
      knownAt: z.optional(instant),
    }),
    reply: jobHistory,
  },
  change: {
    method: 'POST',
    path: '/api/people/:personId/job-spells',
    summary: 'Another job from a day on, past or planned; what is not named stays as it was before that day',
    access: 'directory.write',
    params: personParams,
    body: z.strictObject({ startsOn: day, ...facts }),
    reply: jobHistory,
    status: 201,
    creates: true,
    versioned: true,
  },
  correct: {
    method: 'PATCH',
    path: '/api/people/:personId/job-spells/:spellId',
    summary: 'Put right what the directory says of a job; what it said before is kept',
    access: 'directory.write',
    params: spellParams,
    body: z.strictObject({ startsOn: z.optional(day), ...facts }),
    reply: jobHistory,
    versioned: true,
  },
  remove: {
    method: 'DELETE',
    path: '/api/people/:personId/job-spells/:spellId',
    summary: 'A job that never was; what the directory said is kept',
    access: 'directory.write',
    params: spellParams,
    reply: jobHistory,
    status: 200,
    versioned: true,
  },
});
