import {
  RESOURCE_LIMITS as LIMITS,
  resourceKinds,
  resourceSources,
  resourceStages,
  resourceStates,
} from '@ithaca/domain/resource';
import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { id, instant, language, line, optionalLink, optionalParagraph } from './text.ts';

/** The largest file of the library, in megabytes. */
export const resourceMegabytes = 20;

const webAddress = optionalLink(LIMITS.link);

const content = {
  kind: z.enum(resourceKinds),
  title: line(LIMITS.title),
  summary: optionalParagraph(LIMITS.summary),
  languages: z.array(language).check(z.minLength(1), z.maxLength(LIMITS.languages)),
  minutes: z.nullable(z.int().check(z.minimum(1), z.maximum(LIMITS.minutes))),
  source: z.enum(resourceSources),
  /** Of a link. */
  link: webAddress,
  /** Of a text: a few marks of Markdown. */
  body: optionalParagraph(LIMITS.text),
  /** Of a file: what was uploaded before. */
  fileId: z.nullable(id),
};

const placement = {
  stage: z.enum(resourceStages),
  /** The milestone of the program at which it is recommended, by its title. */
  milestone: z.nullable(line(120)),
};

/** One resource as a list shows it. */
export const resourceItem = z.object({
  id,
  kind: z.enum(resourceKinds),
  title: z.string(),
  summary: z.string(),
  languages: z.array(z.string()),
  minutes: z.nullable(z.int()),
  source: z.enum(resourceSources),
  /** Where it is outside; empty for others. */
  link: z.string(),
});

/** What the reader has said about it; nobody else is told whose it is. */
const mine = z.object({
  finishedAt: z.nullable(instant),
  rating: z.nullable(z.int()),
  proof: z.string(),
});

export const libraryItem = z.object({
  ...resourceItem.shape,
  mine,
  /** In which of my programs it is, and for what there. */
  places: z.array(
    z.object({
      programId: id,
      programName: z.string(),
      stage: z.enum(resourceStages),
      milestone: z.nullable(z.string()),
    }),
  ),
});
export type LibraryItem = z.infer<typeof libraryItem>;

export const resource = z.object({
  ...libraryItem.shape,
  state: z.enum(resourceStates),
  body: z.string(),
  file: z.nullable(z.object({ id, name: z.string(), mediaType: z.string(), bytes: z.int() })),
  version: z.int(),
});
export type Resource = z.infer<typeof resource>;

/** A resource as those see it who keep the library: counts, never who. */
export const keptResource = z.object({
  ...resourceItem.shape,
  state: z.enum(resourceStates),
  programs: z.array(z.object({ programId: id, programName: z.string() })),
  /** The reader coordinates every program that it is in, and may change it. */
  isMineToChange: z.boolean(),
  /** How many have finished it, and what they think of it; null: for too few people. */
  finished: z.nullable(z.int()),
  rating: z.nullable(z.object({ mean: z.number(), count: z.int() })),
  version: z.int(),
});
export type KeptResource = z.infer<typeof keptResource>;

export const programResource = z.object({
  ...keptResource.shape,
  ...placement,
  /** The program has no milestone of this title any more. */
  isMilestoneGone: z.boolean(),
});
export type ProgramResource = z.infer<typeof programResource>;

const programParams = z.strictObject({ programId: id });
const placeParams = z.strictObject({ programId: id, resourceId: id });
const params = z.strictObject({ resourceId: id });
const programReply = z.object({ minimumGroup: z.int(), items: z.array(programResource) });

export const resourceRoutes = defineRoutes('resources', {
  listOfProgram: {
    method: 'GET',
    path: '/api/programs/:programId/resources',
    summary: 'The library of a program in its order, with counts of who finished what',
    access: 'program.read',
    params: programParams,
    reply: programReply,
  },
  add: {
    method: 'POST',
    path: '/api/programs/:programId/resources',
    summary: 'Add a new resource to the organisation’s library and to this program',
    access: 'program.coordinate',
    params: programParams,
    body: z
      .strictObject({ ...content, ...placement })
      .check(
        z.refine(
          ({ source, link, body, fileId }) =>
            source === 'link' ? link !== '' : source === 'text' ? body !== '' : fileId !== null,
          { path: ['source'], error: 'Give the link, the text or the file.' },
        ),
      ),
    reply: programReply,
    status: 201,
    creates: true,
  },
  place: {
    method: 'PUT',
    path: '/api/programs/:programId/resources/:resourceId',
    summary: 'Take a resource of the library into a program, or say anew for which part of the way it is',
    access: 'program.coordinate',
    params: placeParams,
    body: z.strictObject(placement),
    reply: programReply,
  },
  takeOut: {
    method: 'DELETE',
    path: '/api/programs/:programId/resources/:resourceId',
    summary: 'Take a resource out of a program; the library keeps it',
    access: 'program.coordinate',
    params: placeParams,
    reply: programReply,
    status: 200,
  },
  order: {
    method: 'PUT',
    path: '/api/programs/:programId/resources',
    summary: 'Put the library of a program in order',
    access: 'program.coordinate',
    params: programParams,
    body: z.strictObject({ ids: z.array(id).check(z.maxLength(LIMITS.mostOfProgram)) }),
    reply: programReply,
  },
  listKept: {
    method: 'GET',
    path: '/api/resources',
    summary: 'The whole library of the organisation, archived ones last',
    access: 'programs.manage',
    reply: z.object({ minimumGroup: z.int(), items: z.array(keptResource) }),
  },
  update: {
    method: 'PATCH',
    path: '/api/resources/:resourceId',
    summary: 'Change a resource wherever it is used, archive it or bring it back',
    access: 'resource.keep',
    params,
    body: z.strictObject({
      kind: z.optional(content.kind),
      title: z.optional(content.title),
      summary: z.optional(content.summary),
      languages: z.optional(content.languages),
      minutes: z.optional(content.minutes),
      source: z.optional(content.source),
      link: z.optional(content.link),
      body: z.optional(content.body),
      fileId: z.optional(content.fileId),
      state: z.optional(z.enum(resourceStates)),
    }),
    reply: resource,
    versioned: true,
  },
  upload: {
    method: 'POST',
    path: '/api/resource-files',
    summary: 'Upload a file for a resource; it is used within hours or removed',
    access: 'resource.keep',
    query: z.strictObject({ fileName: line(200) }),
    upload: resourceMegabytes,
    reply: z.object({ id, name: z.string(), mediaType: z.string(), bytes: z.int() }),
    status: 201,
    creates: true,
  },
  library: {
    method: 'GET',
    path: '/api/library',
    summary: 'What the programs I take part in recommend to read and to learn',
    access: 'member.act',
    reply: z.object({ items: z.array(libraryItem) }),
  },
  get: {
    method: 'GET',
    path: '/api/resources/:resourceId',
    summary: 'One resource of a program of mine, in full',
    access: 'member.act',
    params,
    reply: resource,
  },
  file: {
    method: 'GET',
    path: '/api/resources/:resourceId/file',
    summary: 'The file of a resource, to be saved',
    access: 'member.act',
    params,
    produces: 'file',
  },
  setUse: {
    method: 'PUT',
    path: '/api/resources/:resourceId/use',
    summary: 'Say that I have finished it, and what I think of it; kept for me, counted without my name',
    access: 'member.act',
    params,
    body: z.strictObject({
      isFinished: z.boolean(),
      rating: z.nullable(z.int().check(z.minimum(1), z.maximum(5))),
      /** Where a certificate of it can be seen. */
      proof: webAddress,
    }),
    reply: resource,
  },
  recommended: {
    method: 'GET',
    path: '/api/pairings/:pairingId/resources',
    summary: 'What fits where the pairing is on its way; with a meeting, what is for its milestones',
    access: 'pairing.take-part',
    params: z.strictObject({ pairingId: id }),
    query: z.strictObject({ meetingId: z.optional(id) }),
    reply: z.object({ items: z.array(libraryItem) }),
  },
});
