import { keptKinds, keptReasons, importStates } from '@ithaca/domain/person-import';
import { sides, unequalSides } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { pageOf, pageQuery } from './page.ts';
import { defineRoutes } from './route.ts';
import { id, instant, line, locale, optionalLine } from './text.ts';

/** What a column can say about a person. `name` is a full name; `manager` is found by number, mail or name. */
export const personImportFields = [
  'employeeNumber',
  'name',
  'givenName',
  'familyName',
  'email',
  'jobTitle',
  'department',
  'site',
  'grade',
  'jobSince',
  'manager',
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

/**
 * What a column can say about taking part in a cohort. `interest` and `wish` (a person) may stand on several lines of one
 * person, ordered by `rank`; `pairedOn` is the first day of the pairing that a line with both sides speaks of.
 */
export const mentoringFields = ['role', 'interest', 'wish', 'rank', 'capacity', 'pairedOn'] as const;
export type MentoringField = (typeof mentoringFields)[number];

/** Fields a column of a file can be mapped to. */
export const importFields = [...personImportFields, ...mentoringFields] as const;
export type ImportField = (typeof importFields)[number];

/** The fields that hold days. */
export const dayFields = ['hiredOn', 'leftOn', 'leaveFrom', 'leaveUntil', 'jobSince', 'pairedOn'] as const;

/** Fields whose unknown values can be mapped once for the whole file. */
const valueFields = ['department', 'site'] as const;

/** Order of day, month and year in a column of dates; two-digit years are read as the century that keeps them in the past. */
export const dateOrders = ['year-month-day', 'day-month-year', 'month-day-year'] as const;

export const importMapping = z.strictObject({
  columns: z
    .array(
      z.strictObject({
        column: z.int().check(z.minimum(0), z.maximum(999)),
        field: z.enum(importFields),
        dateOrder: z.optional(z.enum(dateOrders)),
        /** In a file of pairs: whom the column speaks of. */
        side: z.optional(z.enum(unequalSides)),
      }),
    )
    .check(z.maxLength(importFields.length * 2)),
  /** What tells a known person from a new one. */
  key: z.enum(['employeeNumber', 'email', 'name']),
  /** The cohort in which the people of the file take part; `role` is for lines that say none. */
  target: z.optional(z.strictObject({ cohortId: id, role: z.optional(z.enum(sides)) })),
  /** Values that are to be read as others; one that is read as itself is a new one that is meant. */
  values: z.optional(
    z
      .array(z.strictObject({ field: z.enum(valueFields), from: line(120), to: line(120) }))
      .check(z.maxLength(500)),
  ),
});
export type ImportMapping = z.infer<typeof importMapping>;

export const importColumn = z.object({
  column: z.int(),
  header: z.string(),
  samples: z.array(z.string()),
  filled: z.int(),
  guess: z.nullable(
    z.object({
      field: z.enum(importFields),
      confidence: z.enum(['sure', 'likely', 'unsure']),
      side: z._default(z.nullable(z.enum(unequalSides)), null),
    }),
  ),
  /** Orders that a person may mean; more than one means that somebody has to choose. */
  dateOrders: z.array(z.enum(dateOrders)),
  /** Some of its dates can only be read day first, others only month first. */
  mixedOrders: z._default(z.boolean(), false),
  /** Some years have two digits: the order has to be confirmed, with what becomes of them. */
  twoDigitYears: z._default(z.boolean(), false),
});

export const importCounts = z.object({
  rows: z.int(),
  new: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
  leavers: z.int(),
  /** Lines that only say more about people of earlier lines. */
  joined: z._default(z.int(), 0),
  enrolments: z._default(z.int(), 0),
  pairings: z._default(z.int(), 0),
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
  'leave-ends-first',
  'left-in-future',
  'grade-unreadable',
  'manager-unknown',
  'manager-ambiguous',
  'manager-cycle',
  'time-zone-unknown',
  'language-unknown',
  'text-too-long',
  'character-not-storable',
  'space-around',
  'own-manager',
  'department-new',
  'site-new',
  'job-before-hired',
  'role-unknown',
  'role-missing',
  'rank-unreadable',
  'capacity-unreadable',
  'wish-unknown',
  'same-person-paired',
  'mentee-paired',
  'peer-paired',
  'side-not-here',
  'mentor-full',
  'enrolment-over',
  'answers-kept',
] as const;

/** A problem of one line: code, the column it sits in, the value found and facts for the message. */
export const importProblem = z.object({
  code: z.enum(importProblemCodes),
  severity: z.enum(['error', 'warning']),
  column: z.nullable(z.int()),
  value: z.string(),
  /** What the cell most likely means; "fix all" writes it. */
  suggestion: z._default(z.nullable(z.string()), null),
});
export type ImportProblem = z.infer<typeof importProblem>;

/** How the file was read, and how else it could be. */
const importSource = z.object({
  kind: z.enum(['text', 'workbook']),
  sheet: z.nullable(z.string()),
  sheets: z.array(z.object({ name: z.string(), hidden: z.boolean(), rows: z.nullable(z.int()) })),
  /** Lines above the headings that were passed over, and merged areas whose value was given to each of their cells. */
  titleLines: z.int(),
  mergedAreas: z.int(),
  /** The file is still kept, so it can be read in another way. */
  canReread: z.boolean(),
});

export const personImport = z.object({
  id,
  fileName: z.string(),
  state: z.enum(importStates),
  encoding: z.string(),
  delimiter: z.string(),
  source: importSource,
  columns: z.array(importColumn),
  mapping: z.nullable(importMapping),
  /** How a file with the same headings was mapped last, applied to these columns. */
  savedMapping: z.nullable(z.object({ mapping: importMapping, usedAt: instant })),
  /** The cohort that the people join, by name. */
  targetName: z.nullable(z.string()),
  counts: z.nullable(importCounts),
  problems: z.array(
    z.object({
      code: importProblem.shape.code,
      severity: importProblem.shape.severity,
      rows: z.int(),
      /** How many of them "fix all" would mend. */
      mendable: z._default(z.int(), 0),
      /** The values found most, where one answer may do for all lines that have it. */
      values: z._default(z.array(z.object({ value: z.string(), rows: z.int() })), []),
    }),
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
  effect: z.enum(['pending', 'new', 'changed', 'unchanged', 'joined', 'rejected']),
  /** Field → [old, new]; for a new person old is null. In a file of pairs a field of one side is `mentor.name`. */
  changes: z.record(z.string(), z.tuple([z.nullable(z.string()), z.nullable(z.string())])),
  problems: z.array(importProblem),
});

/** What an undo left as it is: a person, their enrolment, their pairing. */
export const keptPerson = z.object({
  personId: id,
  displayName: z.string(),
  kind: z._default(z.enum(keptKinds), 'person'),
  reason: z.enum(keptReasons),
});
export type Kept = z.infer<typeof keptPerson>;

const importParams = z.strictObject({ importId: id });

/** Encodings and separators a person may choose from. */
export const importEncodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-15',
  'iso-8859-1',
  'macintosh',
] as const;
export const importDelimiters = [',', ';', '\t', '|'] as const;

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
    summary: 'Upload a CSV file or an Excel workbook; columns are guessed, nothing is changed yet',
    access: 'directory.write',
    query: z.strictObject({ fileName: line(200) }),
    upload: 32,
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
  reread: {
    method: 'PUT',
    path: '/api/imports/:importId/reading',
    summary: 'Read the file again: another sheet, encoding or separator',
    access: 'directory.write',
    params: importParams,
    body: z.strictObject({
      sheet: z.optional(line(200)),
      encoding: z.optional(z.enum(importEncodings)),
      delimiter: z.optional(z.enum(importDelimiters)),
    }),
    reply: personImport,
    versioned: true,
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
      effect: z.optional(z.enum(['new', 'changed', 'unchanged', 'joined', 'rejected'])),
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
  mend: {
    method: 'POST',
    path: '/api/imports/:importId/mends',
    summary:
      'Mend every line that has one kind of problem: by what is suggested, by emptying the cell, or value by value',
    access: 'directory.write',
    params: importParams,
    body: z.strictObject({
      code: importProblem.shape.code,
      how: z.enum(['suggested', 'emptied', 'replaced']),
      /** For `replaced`: every cell that was found to hold `from` gets `to`. */
      from: z.optional(optionalLine(120)),
      to: z.optional(optionalLine(500)),
    }),
    reply: z.object({ import: personImport, mended: z.int() }),
    status: 200,
    versioned: true,
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
