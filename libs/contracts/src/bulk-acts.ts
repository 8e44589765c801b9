import * as z from 'zod/mini';

import { directoryFilter } from './people.ts';
import { defineRoutes } from './route.ts';
import { day, id, instant, line, optionalLine } from './text.ts';

/** Invitations are mails, so fewer of them go out at once than rows are changed. */
export const MOST_INVITATIONS = 500;

/** What can be done to many people of the directory at once. */
const act = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('invite'), note: z.optional(line(300)) }),
  z.strictObject({ kind: z.literal('set-department'), department: optionalLine(120) }),
  z.strictObject({ kind: z.literal('set-site'), site: optionalLine(120) }),
  z.strictObject({ kind: z.literal('set-manager'), managerId: z.nullable(id) }),
  z.strictObject({ kind: z.literal('deactivate'), leftOn: day }),
]);
export type BulkActWanted = z.output<typeof act>;

/** Named people, or everybody whom the filters show. */
const selection = z.union([
  z.strictObject({ personIds: z.array(id).check(z.minLength(1), z.maxLength(500)) }),
  z.strictObject({ filter: directoryFilter }),
]);
export type BulkSelection = z.output<typeof selection>;

/** Why somebody stays as they are. */
export const bulkSkips = [
  'as-wanted',
  'left',
  'no-email',
  'has-account',
  'manager-cycle',
  'not-hired-yet',
  'myself',
] as const;
export type BulkSkip = (typeof bulkSkips)[number];

const effect = {
  people: z.int(),
  skipped: z.array(z.object({ reason: z.enum(bulkSkips), people: z.int() })),
};

export const bulkPreview = z.object({
  ...effect,
  /** The first of those whom it would change, by name. */
  names: z.array(z.string()),
});
export type BulkPreview = z.infer<typeof bulkPreview>;

export const bulkAct = z.object({
  id,
  kind: z.enum(['invite', 'set-department', 'set-site', 'set-manager', 'deactivate']),
  ...effect,
  doneAt: instant,
  undoneAt: z.nullable(instant),
  version: z.int(),
});
export type BulkAct = z.infer<typeof bulkAct>;

const wanted = z.strictObject({ selection, act });

export const bulkActRoutes = defineRoutes('bulk-acts', {
  preview: {
    method: 'POST',
    path: '/api/people/acts/preview',
    summary: 'How many people an act would change, and who would stay as they are and why',
    access: 'directory.write',
    body: wanted,
    reply: bulkPreview,
    status: 200,
    reads: true,
  },
  carryOut: {
    method: 'POST',
    path: '/api/people/acts',
    summary: 'Invite, move or deactivate many people at once',
    access: 'directory.write',
    body: wanted,
    reply: bulkAct,
    status: 201,
    creates: true,
  },
  undo: {
    method: 'POST',
    path: '/api/people/acts/:actId/undo',
    summary: 'Take it back within 30 days; whoever was changed since stays as they are',
    access: 'directory.write',
    params: z.strictObject({ actId: id }),
    reply: z.object({ act: bulkAct, undone: z.int(), kept: z.int() }),
    status: 200,
    versioned: true,
  },
});
