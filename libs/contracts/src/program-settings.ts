import { dataKinds, previewedRoles } from '@ithaca/domain/role-view';
import * as z from 'zod/mini';

import { pageOf, pageQuery } from './page.ts';
import { defineRoutes } from './route.ts';
import { day, id, instant } from './text.ts';

/** Somebody who may change this program. Owners may as well, everywhere. */
export const programCoordinator = z.object({
  grantId: id,
  personId: id,
  name: z.string(),
  /** Of every program, so that the role is not this program's to take back. */
  isOfAll: z.boolean(),
  grantedAt: instant,
  expiresAt: z.nullable(instant),
});
export type ProgramCoordinator = z.infer<typeof programCoordinator>;

/** Whom a change of the rules would reach; numbers only, and none of them gets a mail by it. */
export const touched = z.object({
  /** Mentors of the program who were asked and have not answered: they keep the day they were told. */
  askedMentors: z.int(),
  /** Enrolled mentees of the program who have no partner. */
  menteesWithoutPairing: z.int(),
  /** Of the one cohort; zero without one. Somebody with both roles counts once. */
  people: z.int(),
  invited: z.int(),
  openPairings: z.int(),
  /** Planned for a day after the end that was asked about. */
  meetingsAfterEnd: z.int(),
});
export type Touched = z.infer<typeof touched>;

/** One act of those who run the program, or what a date brought about; never what the two of a pairing do or write. */
export const programAct = z.object({
  id,
  at: instant,
  actorId: z.nullable(id),
  actorName: z.nullable(z.string()),
  action: z.string(),
  /** The cohort it was done to, where it was one. */
  cohortName: z.nullable(z.string()),
  outcome: z.enum(['done', 'denied']),
});
export type ProgramAct = z.infer<typeof programAct>;

export const actKinds = ['rules', 'people', 'matching', 'pairings'] as const;
export type ActKind = (typeof actKinds)[number];

const reaches = ['change', 'read', 'nothing'] as const;

/** What one role will see of whom: `own` is null where it has no record of that kind. */
export const roleView = z.object({
  role: z.enum(previewedRoles),
  data: z.array(
    z.object({ kind: z.enum(dataKinds), own: z.nullable(z.enum(reaches)), others: z.enum(reaches) }),
  ),
});
export type RoleView = z.infer<typeof roleView>;

const params = z.strictObject({ programId: id });

export const programSettingRoutes = defineRoutes('program-settings', {
  listCoordinators: {
    method: 'GET',
    path: '/api/programs/:programId/coordinators',
    summary: 'Who coordinates this program, and until when',
    access: 'program.read',
    params,
    reply: z.object({ items: z.array(programCoordinator) }),
  },
  listRoleViews: {
    method: 'GET',
    path: '/api/programs/:programId/role-views',
    summary: 'What each role will see of whom in this program, by the access that the API enforces',
    access: 'program.read',
    params,
    reply: z.object({ items: z.array(roleView) }),
  },
  touched: {
    method: 'GET',
    path: '/api/programs/:programId/touched',
    summary: 'Whom a change of dates or of the way to pair would reach; saves nothing',
    access: 'program.read',
    params,
    query: z.strictObject({ cohortId: z.optional(id), endsOn: z.optional(day) }),
    reply: touched,
  },
  listActivity: {
    method: 'GET',
    path: '/api/programs/:programId/activity',
    summary: 'Who did what in this program, newest first; what people do in their pairings is no part of it',
    access: 'program.read',
    params,
    query: z.strictObject({
      ...pageQuery,
      kind: z.optional(z.enum(actKinds)),
      /** One person, or `product`: what a date brought about. */
      by: z.optional(z.union([z.literal('product'), id])),
      outcome: z.optional(z.enum(['done', 'denied'])),
    }),
    reply: pageOf(programAct),
  },
});
