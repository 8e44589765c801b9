import { importStates, keptReasons } from '@ithaca/domain/person-import';
import * as z from 'zod/mini';

import { exportBody, exportFile } from './exports.ts';
import { pageOf, pageQuery } from './page.ts';
import { defineRoutes } from './route.ts';
import {
  clockTime,
  day,
  email,
  id,
  instant,
  language,
  line,
  locale,
  optionalLine,
  optionalParagraph,
  timeZone,
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
  reports: z.int(),
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

/** Fields a column of a file can be mapped to. `name` is a full name; `manager` is found by number, mail or name. */
export const importFields = [
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
  'hiredOn',
  'leftOn',
  'endReason',
  'timeZone',
  'locale',
  'languages',
  'pronouns',
] as const;
export type ImportField = (typeof importFields)[number];

/** Order of day, month and year in a column of dates; two-digit years are read as the century that keeps them in the past. */
export const dateOrders = ['year-month-day', 'day-month-year', 'month-day-year'] as const;

export const importMapping = z.strictObject({
  columns: z
    .array(
      z.strictObject({
        column: z.int().check(z.minimum(0), z.maximum(999)),
        field: z.enum(importFields),
        dateOrder: z.optional(z.enum(dateOrders)),
      }),
    )
    .check(z.maxLength(importFields.length)),
  /** What tells a known person from a new one. */
  key: z.enum(['employeeNumber', 'email', 'name']),
});
export type ImportMapping = z.infer<typeof importMapping>;

export const importColumn = z.object({
  column: z.int(),
  header: z.string(),
  samples: z.array(z.string()),
  filled: z.int(),
  guess: z.nullable(
    z.object({ field: z.enum(importFields), confidence: z.enum(['sure', 'likely', 'unsure']) }),
  ),
  /** Orders that fit every date of the column; more than one means that a person has to choose. */
  dateOrders: z.array(z.enum(dateOrders)),
});

export const importCounts = z.object({
  rows: z.int(),
  new: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
  leavers: z.int(),
});

/** The problems a line of a file may have. */
export const importProblemCodes = [
  'shifted-row',
  'name-missing',
  'key-missing',
  'key-twice',
  'email-malformed',
  'email-taken',
  'date-unreadable',
  'date-out-of-range',
  'left-before-hired',
  'left-in-future',
  'grade-unreadable',
  'manager-unknown',
  'manager-ambiguous',
  'manager-cycle',
  'time-zone-unknown',
  'language-unknown',
  'text-too-long',
  'character-not-storable',
] as const;

/** A problem of one line: code, the column it sits in, the value found and facts for the message. */
export const importProblem = z.object({
  code: z.enum(importProblemCodes),
  severity: z.enum(['error', 'warning']),
  column: z.nullable(z.int()),
  value: z.string(),
});
export type ImportProblem = z.infer<typeof importProblem>;

export const personImport = z.object({
  id,
  fileName: z.string(),
  state: z.enum(importStates),
  encoding: z.string(),
  delimiter: z.string(),
  columns: z.array(importColumn),
  mapping: z.nullable(importMapping),
  counts: z.nullable(importCounts),
  problems: z.array(
    z.object({ code: importProblem.shape.code, severity: importProblem.shape.severity, rows: z.int() }),
  ),
  progress: z.int(),
  problem: z.nullable(z.string()),
  createdAt: instant,
  createdByName: z.string(),
  finishedAt: z.nullable(instant),
  undoableUntil: z.nullable(instant),
  version: z.int(),
});
export type PersonImport = z.infer<typeof personImport>;

export const importRow = z.object({
  line: z.int(),
  cells: z.array(z.string()),
  effect: z.enum(['pending', 'new', 'changed', 'unchanged', 'rejected']),
  /** Field → [old, new]; for a new person old is null. */
  changes: z.record(z.string(), z.tuple([z.nullable(z.string()), z.nullable(z.string())])),
  problems: z.array(importProblem),
});

/** Somebody whom an undo left as they are. */
export const keptPerson = z.object({ personId: id, displayName: z.string(), reason: z.enum(keptReasons) });
export type Kept = z.infer<typeof keptPerson>;

const importParams = z.strictObject({ importId: id });

export const importRoutes = defineRoutes('imports', {
  list: {
    method: 'GET',
    path: '/api/imports',
    summary: 'Past imports, newest first',
    access: 'directory.manage',
    query: z.strictObject(pageQuery),
    reply: pageOf(personImport),
  },
  upload: {
    method: 'POST',
    path: '/api/imports',
    summary: 'Upload a CSV file; columns are guessed, nothing is changed yet',
    access: 'directory.write',
    query: z.strictObject({ fileName: line(200) }),
    upload: true,
    reply: personImport,
    status: 201,
    creates: true,
  },
  get: {
    method: 'GET',
    path: '/api/imports/:importId',
    summary: 'One import: columns, problems, effects',
    access: 'directory.manage',
    params: importParams,
    reply: personImport,
  },
  setMapping: {
    method: 'PUT',
    path: '/api/imports/:importId/mapping',
    summary: 'Say what each column holds; works out problems and effects of every line',
    access: 'directory.write',
    params: importParams,
    body: importMapping,
    reply: personImport,
    versioned: true,
  },
  listRows: {
    method: 'GET',
    path: '/api/imports/:importId/rows',
    summary: 'Lines of the file with their effect and problems',
    access: 'directory.manage',
    params: importParams,
    query: z.strictObject({
      ...pageQuery,
      effect: z.optional(z.enum(['new', 'changed', 'unchanged', 'rejected'])),
      /** Only lines by which somebody leaves, as `counts.leavers` counts them. */
      leaves: z.optional(z.stringbool()),
      code: z.optional(importProblem.shape.code),
    }),
    reply: pageOf(importRow),
  },
  changeRow: {
    method: 'PUT',
    path: '/api/imports/:importId/rows/:line',
    summary: 'Mend the cells of one line in place',
    access: 'directory.write',
    params: z.strictObject({
      importId: id,
      line: z.coerce.number().check(z.int(), z.minimum(1), z.maximum(1_000_000)),
    }),
    body: z.strictObject({ cells: z.array(optionalLine(2000)).check(z.maxLength(1000)) }),
    reply: importRow,
  },
  run: {
    method: 'POST',
    path: '/api/imports/:importId/run',
    summary: 'Carry the import out as a job; rejected lines are left out',
    access: 'directory.write',
    params: importParams,
    reply: personImport,
    status: 202,
    versioned: true,
  },
  undo: {
    method: 'POST',
    path: '/api/imports/:importId/undo',
    summary: 'Take the import back: removes what it added, restores what it changed',
    access: 'directory.write',
    params: importParams,
    reply: z.object({
      import: personImport,
      kept: z.array(keptPerson),
    }),
    status: 200,
    versioned: true,
  },
  listKept: {
    method: 'GET',
    path: '/api/imports/:importId/kept',
    summary: 'Whom the undo of an import left as they are, and why',
    access: 'directory.manage',
    params: importParams,
    reply: z.object({ items: z.array(keptPerson) }),
  },
  discard: {
    method: 'DELETE',
    path: '/api/imports/:importId',
    summary: 'Throw away an upload that was never carried out',
    access: 'directory.write',
    params: importParams,
    status: 204,
    versioned: true,
  },
  rejects: {
    method: 'GET',
    path: '/api/imports/:importId/rejects',
    summary: 'The rejected lines as CSV with a reason column, in my language unless another is named',
    access: 'directory.manage',
    params: importParams,
    query: z.strictObject({ locale: z.optional(locale) }),
    produces: 'text/csv',
  },
});
