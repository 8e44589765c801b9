import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { id, instant } from './text.ts';

/** What needs the owner's eye, the gravest first; `people` or mails or jobs: how many it is about. */
export const warningCodes = [
  'mails-failing',
  'jobs-failing',
  'leavers-in-pairings',
  'single-owner',
  'roles-ending',
  'people-without-mail',
  'same-names',
  'manager-left',
  'import-waiting',
] as const;

/** Is the platform healthy and used? */
export const organisationHealth = z.object({
  warnings: z.array(z.object({ code: z.enum(warningCodes), count: z.int(), path: z.string() })),
  programs: z.object({
    open: z.int(),
    runningCohorts: z.int(),
    enrollingCohorts: z.int(),
    openPairings: z.int(),
  }),
  people: z.object({ employed: z.int(), withAccess: z.int(), activeLast30Days: z.int(), planned: z.int() }),
  mails: z.object({
    sentLast7Days: z.int(),
    keptLast7Days: z.int(),
    failedLast7Days: z.int(),
    waiting: z.int(),
    lastSentAt: z.nullable(instant),
    lastProblem: z.nullable(z.string()),
  }),
  jobs: z.object({
    doneLastDay: z.int(),
    waiting: z.int(),
    failed: z.int(),
    oldestWaitingAt: z.nullable(instant),
  }),
  lastImport: z.nullable(z.object({ id, fileName: z.string(), state: z.string(), at: instant })),
});
export type OrganisationHealth = z.infer<typeof organisationHealth>;

export const conflictKinds = [
  'leaver-in-pairing',
  'planned-leaver-in-pairing',
  'manager-left',
  'no-mail',
  'same-name',
] as const;
export type ConflictKind = (typeof conflictKinds)[number];

const conflict = z.object({
  kind: z.enum(conflictKinds),
  people: z.int(),
  /** The first fifty, by name. `detail` is the other side of it: a program, a manager, a mail address. */
  items: z.array(
    z.object({
      personId: id,
      displayName: z.string(),
      department: z.string(),
      detail: z.string(),
      /** The last day, where it is about leaving. */
      day: z.nullable(z.string()),
      path: z.string(),
    }),
  ),
});
export type Conflict = z.infer<typeof conflict>;

export const healthRoutes = defineRoutes('health', {
  get: {
    method: 'GET',
    path: '/api/organisation/health',
    summary: 'Programs, people, mails and jobs of the organisation in real numbers, with what needs an eye',
    access: 'organisation.audit',
    reply: organisationHealth,
  },
  conflicts: {
    method: 'GET',
    path: '/api/organisation/conflicts',
    summary:
      'Where the directory contradicts itself or what runs: leavers in pairings, managers who left, doubles',
    access: 'organisation.audit',
    reply: z.object({ items: z.array(conflict) }),
  },
});
