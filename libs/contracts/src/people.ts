import * as z from 'zod/mini';

import { exportBody, exportFile } from './exports.ts';
import { pageOf, pageQuery } from './page.ts';
import { defineRoutes } from './route.ts';
import {
  clockTime,
  day,
  email,
  id,
  language,
  line,
  locale,
  optionalLine,
  optionalParagraph,
  timeZone,
  instant,
} from './text.ts';

export const workingHours = z.strictObject({
  from: clockTime,
  to: clockTime,
  days: z.array(z.int().check(z.minimum(1), z.maximum(7))).check(z.maxLength(7)),
});

export const personItem = z.object({
  id,
  displayName: z.string(),
  email: z.nullable(z.string()),
  employeeNumber: z.nullable(z.string()),
  jobTitle: z.string(),
  department: z.string(),
  site: z.string(),
  grade: z.nullable(z.int()),
  managerId: z.nullable(id),
  managerName: z.nullable(z.string()),
  hiredOn: z.nullable(z.string()),
  leftOn: z.nullable(z.string()),
  hasAccount: z.boolean(),
});
export type PersonItem = z.infer<typeof personItem>;

/** A profile as the reader may see it: HR facts (number, grade, dates, mail) are null for those who only work with the person. */
export const person = z.object({
  ...personItem.shape,
  givenName: z.string(),
  familyName: z.string(),
  pronouns: z.string(),
  about: z.string(),
  timeZone: z.string(),
  locale,
  languages: z.array(z.string()),
  workingHours: z.nullable(workingHours),
  /** The present or next leave: its first and last day, the last null while it is open. Never why. */
  leaveFrom: z.nullable(z.string()),
  leaveUntil: z.nullable(z.string()),
  reports: z.int(),
  /** What they said they give and want when they enrolled; for them, their partners and the program's coordinators. */
  offers: z.array(z.string()),
  wants: z.array(z.string()),
  /** Their address refuses mail; for those who keep the directory, and the person. */
  bounce: z.nullable(z.object({ since: instant, reason: z.string() })),
  version: z.int(),
});
export type Person = z.infer<typeof person>;

const personFields = {
  employeeNumber: z.nullable(line(64)),
  givenName: optionalLine(100),
  familyName: optionalLine(100),
  email: z.nullable(email),
  jobTitle: optionalLine(120),
  department: optionalLine(120),
  site: optionalLine(120),
  grade: z.nullable(z.int().check(z.minimum(0), z.maximum(99))),
  managerId: z.nullable(id),
  hiredOn: z.nullable(day),
  leftOn: z.nullable(day),
  leaveFrom: z.nullable(day),
  leaveUntil: z.nullable(day),
};
const profileFields = {
  pronouns: optionalLine(40),
  about: optionalParagraph(2000),
  timeZone,
  locale,
  languages: z.array(language).check(z.maxLength(12)),
  workingHours,
};
const optional = <T extends Record<string, z.core.$ZodType>>(fields: T) =>
  Object.fromEntries(Object.entries(fields).map(([key, schema]) => [key, z.optional(schema)])) as {
    [K in keyof T]: z.ZodMiniOptional<T[K]>;
  };

export const personCreate = z.strictObject({
  ...optional(personFields),
  ...optional(profileFields),
  displayName: line(160),
});
export const personChange = z.strictObject({ ...optional(personFields), displayName: z.optional(line(160)) });
export const profileChange = z.strictObject(optional(profileFields));

/**
 * Columns of an exported directory. Those named like an import's fields are read back by it: an exported directory can be
 * imported as it is.
 */
export const directoryColumns = [
  'employeeNumber',
  'name',
  'givenName',
  'familyName',
  'email',
  'jobTitle',
  'department',
  'site',
  'grade',
  'manager',
  'managerName',
  'hiredOn',
  'leftOn',
  'endReason',
  'leaveFrom',
  'leaveUntil',
  'timeZone',
  'locale',
  'languages',
  'pronouns',
] as const;
export type DirectoryColumn = (typeof directoryColumns)[number];

/** What narrows the directory: the same in the list, its export and acts on everybody it shows. */
export const directoryFilters = {
  q: z.optional(optionalLine(100)),
  department: z.optional(line(120)),
  site: z.optional(line(120)),
};
export const directoryFilter = z.strictObject({ ...directoryFilters, employed: z.optional(z.boolean()) });
export type DirectoryFilter = z.infer<typeof directoryFilter>;

const personParams = z.strictObject({ personId: id });

export const peopleRoutes = defineRoutes('people', {
  list: {
    method: 'GET',
    path: '/api/people',
    summary: 'The directory, by name; search by the beginning of any word of name, mail, title or number',
    access: 'directory.manage',
    query: z.strictObject({
      ...pageQuery,
      ...directoryFilters,
      employed: z.optional(z.stringbool()),
    }),
    reply: pageOf(personItem),
  },
  export: {
    method: 'POST',
    path: '/api/people/exports',
    summary: 'The directory as a file, filtered as on the screen',
    access: 'directory.export',
    body: exportBody(directoryColumns, directoryFilter),
    reply: exportFile,
    status: 201,
    creates: true,
  },
  facets: {
    method: 'GET',
    path: '/api/people-facets',
    summary: 'Departments and sites with how many people are employed there',
    access: 'directory.manage',
    reply: z.object({
      departments: z.array(z.object({ name: z.string(), people: z.int() })),
      sites: z.array(z.object({ name: z.string(), people: z.int() })),
      employed: z.int(),
    }),
  },
  find: {
    method: 'GET',
    path: '/api/people-search',
    summary: 'Up to ten colleagues whose name begins so: name and unit only',
    access: 'directory.read',
    query: z.strictObject({ q: line(100) }),
    reply: z.object({
      items: z.array(z.object({ id, displayName: z.string(), jobTitle: z.string(), department: z.string() })),
    }),
  },
  get: {
    method: 'GET',
    path: '/api/people/:personId',
    summary: 'One person as I may see them',
    access: 'directory.read',
    params: personParams,
    reply: person,
  },
  create: {
    method: 'POST',
    path: '/api/people',
    summary: 'Add a person by hand',
    access: 'directory.write',
    body: personCreate,
    reply: person,
    status: 201,
    creates: true,
  },
  update: {
    method: 'PATCH',
    path: '/api/people/:personId',
    summary: 'Correct a person of the directory',
    access: 'directory.write',
    params: personParams,
    body: personChange,
    reply: person,
    versioned: true,
  },
  myProfile: {
    method: 'GET',
    path: '/api/my/profile',
    summary: 'My own profile',
    access: 'member.act',
    reply: person,
  },
  updateMyProfile: {
    method: 'PATCH',
    path: '/api/my/profile',
    summary: 'Change what others see of me and when I work',
    access: 'member.act',
    body: profileChange,
    reply: person,
    versioned: true,
  },
});
