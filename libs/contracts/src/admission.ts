import { admissionOrders, approvals, OFFER_DAYS, SEATS } from '@ithaca/domain/admission';
import { approvalStates } from '@ithaca/domain/approval';
import { cohortStates } from '@ithaca/domain/cohort';
import { sides } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { pageOf, pageQuery } from './page.ts';
import { defineRoutes } from './route.ts';
import { id, instant, optionalParagraph } from './text.ts';

/** How people come into a cohort; see `Admission` of the domain. */
export const admissionRules = z.strictObject({
  approval: z.enum(approvals),
  seats: z.nullable(z.int().check(z.minimum(SEATS.least), z.maximum(SEATS.most))),
  order: z.enum(admissionOrders),
  offerDays: z.int().check(z.minimum(OFFER_DAYS.least), z.maximum(OFFER_DAYS.most)),
});
export type AdmissionRules = z.infer<typeof admissionRules>;

export const admission = z.object({
  ...admissionRules.shape,
  taken: z.int(),
  offered: z.int(),
  waiting: z.int(),
  awaitingApproval: z.int(),
  /** Hash of the seed, fixed before the draw; null without a lottery. */
  lottery: z.nullable(
    z.object({ commitment: z.string(), preparedAt: instant, drawnAt: z.nullable(instant) }),
  ),
  version: z.int(),
});
export type AdmissionView = z.infer<typeof admission>;

/** One on the waiting list. `place` counts from 1; null while the draw is ahead. */
export const waitingItem = z.object({
  enrolmentId: id,
  personId: id,
  displayName: z.string(),
  department: z.string(),
  place: z.nullable(z.int()),
  submittedAt: z.nullable(instant),
  offer: z.nullable(z.object({ offeredAt: instant, dueAt: instant })),
});
export type WaitingItem = z.infer<typeof waitingItem>;

export const approvalItem = z.object({
  id,
  cohortId: id,
  personId: id,
  displayName: z.string(),
  department: z.string(),
  role: z.enum(sides),
  programName: z.string(),
  cohortName: z.string(),
  startsOn: z.string(),
  endsOn: z.string(),
  hoursPerMonth: z.number(),
  state: z.enum(approvalStates),
  askedAt: instant,
  /** The manager who can say yes now; null when nobody can, so that a coordinator decides. */
  managerName: z.nullable(z.string()),
  reminders: z.int(),
  decidedAt: z.nullable(instant),
  decidedByName: z.nullable(z.string()),
  reason: z.string(),
});
export type ApprovalItem = z.infer<typeof approvalItem>;

/** A report of mine and what they take part in: participation and hours, no content, no partner. */
export const teamMember = z.object({
  personId: id,
  displayName: z.string(),
  jobTitle: z.string(),
  parts: z.array(
    z.object({
      programName: z.string(),
      cohortName: z.string(),
      cohortState: z.enum(cohortStates),
      role: z.enum(sides),
      standing: z.enum(['asks', 'waits', 'takes-part', 'finished']),
      hoursPerMonth: z.number(),
      startsOn: z.string(),
      endsOn: z.string(),
    }),
  ),
});
export type TeamMember = z.infer<typeof teamMember>;

export const lotteryRecord = z.object({
  commitment: z.string(),
  preparedAt: instant,
  /** Told once it is drawn, so that anybody can draw it again. */
  seed: z.nullable(z.string()),
  drawnAt: z.nullable(instant),
  drawnByName: z.nullable(z.string()),
  seats: z.nullable(z.int()),
  /** False when there were seats for all: nothing was left to chance. */
  randomised: z.nullable(z.boolean()),
  /** Those who wait for the draw now, or took part in it. */
  entrants: z.int(),
  /** The stored inputs, drawn again: do they give the stored order, and does the seed belong to the hash? */
  replay: z.nullable(z.object({ sameOrder: z.boolean(), seedFits: z.boolean() })),
  entries: z.array(
    z.object({
      enrolmentId: id,
      displayName: z.string(),
      ticket: z.string(),
      rank: z.int(),
      won: z.boolean(),
    }),
  ),
});
export type LotteryRecord = z.infer<typeof lotteryRecord>;

const cohortParams = z.strictObject({ cohortId: id });
const decision = { decision: z.enum(['approve', 'decline']), reason: z._default(optionalParagraph(600), '') };

export const admissionRoutes = defineRoutes('admission', {
  get: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/admission',
    summary: 'How people come into a cohort: approval, seats, order, offers, and how many wait',
    access: 'program.read',
    params: cohortParams,
    reply: admission,
  },
  set: {
    method: 'PUT',
    path: '/api/cohorts/:cohortId/admission',
    summary: 'Change how people come in; more seats are offered to the list at once',
    access: 'program.coordinate',
    params: cohortParams,
    body: admissionRules,
    reply: admission,
    versioned: true,
  },
  listWaiting: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/waiting-list',
    summary: 'Who waits for a seat, in order, and to whom one is offered',
    access: 'program.read',
    params: cohortParams,
    query: z.strictObject(pageQuery),
    reply: pageOf(waitingItem),
  },
  listApprovals: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/approvals',
    summary: 'Enrolments that need a manager’s yes, the longest asked first',
    access: 'program.read',
    params: cohortParams,
    query: z.strictObject({ ...pageQuery, state: z.optional(z.enum(approvalStates)) }),
    reply: pageOf(approvalItem),
  },
  decideMany: {
    method: 'POST',
    path: '/api/cohorts/:cohortId/approval-decisions',
    summary: 'Approve or decline several enrolments in the managers’ place; those decided meanwhile are left',
    access: 'program.coordinate',
    params: cohortParams,
    body: z.strictObject({
      approvalIds: z.array(id).check(z.minLength(1), z.maxLength(200)),
      ...decision,
    }),
    reply: z.object({ decided: z.int(), left: z.int() }),
    status: 200,
  },
  decide: {
    method: 'POST',
    path: '/api/approvals/:approvalId/decision',
    summary: 'Say yes or no, with a reason, to somebody taking part',
    access: 'approval.decide',
    params: z.strictObject({ approvalId: id }),
    body: z.strictObject(decision),
    reply: approvalItem,
    status: 200,
  },
  getLottery: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/lottery',
    summary:
      'The lottery of a cohort: its seed’s hash before the draw, afterwards the seed, the order and a replay',
    access: 'program.read',
    params: cohortParams,
    reply: lotteryRecord,
  },
  draw: {
    method: 'POST',
    path: '/api/cohorts/:cohortId/lottery/draw',
    summary: 'Draw the lottery, once: seats for the first, the waiting list for the others',
    access: 'program.coordinate',
    params: cohortParams,
    reply: lotteryRecord,
    status: 200,
  },
  readTeam: {
    method: 'GET',
    path: '/api/team',
    summary: 'My reports: who takes part and for how many hours, and who needs my yes',
    access: 'team.read',
    reply: z.object({ approvals: z.array(approvalItem), members: z.array(teamMember) }),
  },
});
