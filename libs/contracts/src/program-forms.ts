import { locales } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { enrolmentForm, program } from './programs.ts';
import { defineRoutes } from './route.ts';
import { id, instant } from './text.ts';

/** What differs between two forms, by the keys of the questions. */
const formChanges = z.object({
  added: z.array(z.string()),
  removed: z.array(z.string()),
  changed: z.array(z.string()),
  /** Some of the questions that stayed have exchanged places. */
  order: z.boolean(),
});

export const formVersion = z.object({
  number: z.int(),
  savedAt: instant,
  savedByName: z.string(),
  questions: z.int(),
  /** Enrolments that were sent and last answered under this version. */
  answers: z.int(),
  /** Against the version before; null for the first one. */
  changes: z.nullable(formChanges),
});

/** The enrolment form of a program: what people see, what waits to be published, and what was asked before. */
export const programForm = z.object({
  programId: id,
  form: enrolmentForm,
  number: z.int(),
  /** Changes that nobody sees yet; null when there are none. */
  draft: z.nullable(enrolmentForm),
  /** Somebody has answered: changes wait as a draft until they are published. */
  needsPublication: z.boolean(),
  versions: z.array(formVersion),
  /** The languages in which people of the organisation read, its own first. */
  languages: z.array(z.object({ locale: z.enum(locales), people: z.int() })),
  /** Version of the program, for If-Match. */
  version: z.int(),
});
export type ProgramForm = z.infer<typeof programForm>;

const programParams = z.strictObject({ programId: id });

export const programFormRoutes = defineRoutes('program-forms', {
  get: {
    method: 'GET',
    path: '/api/programs/:programId/form',
    summary: 'The enrolment form: published, in draft, and its versions with how many answered each',
    access: 'program.read',
    params: programParams,
    reply: programForm,
  },
  getVersion: {
    method: 'GET',
    path: '/api/programs/:programId/form/version',
    summary: 'The form as it was published under a number',
    access: 'program.read',
    params: programParams,
    query: z.strictObject({ number: z.coerce.number().check(z.int(), z.minimum(1), z.maximum(10_000)) }),
    reply: z.object({ number: z.int(), form: enrolmentForm }),
  },
  publish: {
    method: 'POST',
    path: '/api/programs/:programId/form/publication',
    summary: 'Publish the changes of the form as its next version; answers given so far keep theirs',
    access: 'program.coordinate',
    params: programParams,
    reply: program,
    status: 200,
    versioned: true,
  },
  discardDraft: {
    method: 'DELETE',
    path: '/api/programs/:programId/form/draft',
    summary: 'Forget changes of the form that have not been published',
    access: 'program.coordinate',
    params: programParams,
    reply: program,
    status: 200,
    versioned: true,
  },
});
