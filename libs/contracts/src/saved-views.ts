import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { id, line } from './text.ts';

/** Lists whose filters can be saved. */
export const viewLists = ['people', 'enrolments', 'pairings'] as const;
const list = z.enum(viewLists);
/** Filters, order and columns as they stand in the address, without the question mark; panels are left out. */
const query = z
  .string()
  .check(
    z.maxLength(1000),
    z.regex(/^[^?#\s]*$/, { error: 'The part of an address after the question mark.' }),
  );

export const savedView = z.object({
  id,
  list,
  name: z.string(),
  query: z.string(),
  shared: z.boolean(),
  ownerName: z.string(),
  isMine: z.boolean(),
  isDefault: z.boolean(),
  version: z.int(),
});
export type SavedView = z.infer<typeof savedView>;

const viewParams = z.strictObject({ viewId: id });

export const viewRoutes = defineRoutes('views', {
  list: {
    method: 'GET',
    path: '/api/views',
    summary: 'My views of a list and those that others share, by name',
    access: 'member.act',
    query: z.strictObject({ list }),
    reply: z.object({ items: z.array(savedView) }),
  },
  create: {
    method: 'POST',
    path: '/api/views',
    summary: 'Save the filters of a list under a name, for me or for everybody who sees the list',
    access: 'member.act',
    body: z.strictObject({ list, name: line(60), query, shared: z.boolean() }),
    reply: savedView,
    status: 201,
    creates: true,
  },
  update: {
    method: 'PATCH',
    path: '/api/views/:viewId',
    summary: 'Rename a view of mine, save other filters under it, share it or keep it to myself',
    access: 'record.own',
    params: viewParams,
    body: z.strictObject({
      name: z.optional(line(60)),
      query: z.optional(query),
      shared: z.optional(z.boolean()),
    }),
    reply: savedView,
    versioned: true,
  },
  remove: {
    method: 'DELETE',
    path: '/api/views/:viewId',
    summary: 'Remove a view of mine; whoever opens the list with it opens it without one',
    access: 'record.own',
    params: viewParams,
    status: 204,
    versioned: true,
  },
  setDefault: {
    method: 'PUT',
    path: '/api/views/default',
    summary: 'The view that the list opens with for me; null for none',
    access: 'member.act',
    body: z.strictObject({ list, viewId: z.nullable(id) }),
    reply: z.object({ items: z.array(savedView) }),
  },
});
