import { cohortStates } from '@ithaca/domain/cohort';
import { formats } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { metric, retention } from './metrics.ts';
import { defineRoutes } from './route.ts';
import { stamp } from './stamp.ts';
import { id, instant, locale } from './text.ts';

/** What a report says on top. 'over': the cohort is closed, so its meetings are counted, not its rhythm. */
export const verdictCodes = ['most-meet', 'half-meet', 'few-meet', 'over', 'too-early', 'too-few'] as const;

/** One page of aggregates; a manager sees the own area, and cells below the minimum group are withheld, not shown as zero. */
export const report = z.object({
  cohort: z.object({
    id,
    name: z.string(),
    programId: id,
    programName: z.string(),
    format: z.enum(formats),
    purpose: z.string(),
    state: z.enum(cohortStates),
    startsOn: z.string(),
    endsOn: z.string(),
  }),
  organisationName: z.string(),
  asOf: instant,
  stamp,
  /** 'cohort' for coordinators, owners and auditors; 'area' for a manager: people in the own reporting line. */
  audience: z.enum(['cohort', 'area']),
  /** People of the audience who take part in the cohort. */
  areaPeople: z.int(),
  minimumGroup: z.int(),
  /**
   * The month that a manager's page was frozen for, and when the next one comes (null: it is the last). A number that stays
   * what it was a month before, because too few people have changed since, keeps the day it is from. Null: not frozen.
   */
  period: z.nullable(z.object({ on: z.string(), nextOn: z.nullable(z.string()) })),
  /** Facts are counts: `active` of `pairings` that met lately, or `held` of `set` meetings of a cohort that is over. */
  verdict: z.object({ code: z.enum(verdictCodes), facts: z.record(z.string(), z.number()) }),
  metrics: z.array(metric),
  heldByWeek: z.array(
    z.object({ weekStartsOn: z.string(), held: z.nullable(z.int()), expected: z.nullable(z.int()) }),
  ),
  /** Goals by state; a state that too few people stand behind is null. */
  goals: z.nullable(
    z.object({
      open: z.nullable(z.int()),
      /** One side says reached, the other has not confirmed it. */
      claimed: z.nullable(z.int()),
      reached: z.nullable(z.int()),
      abandoned: z.nullable(z.int()),
    }),
  ),
  /** Hours that the people of the report spent in held meetings. */
  hours: z.nullable(z.number()),
  retention: z.nullable(retention),
  /** Mentors beside colleagues of the same grade; null of peers, of an area, and on pages frozen before it was compared. */
  retentionOfMentors: z.nullable(retention),
});
export type Report = z.infer<typeof report>;

/** What a number of the page cannot say; 'money' always holds, and 'voluntary' unless a lottery decided. */
export const limitCodes = [
  'voluntary',
  'lottery',
  'running',
  'retention',
  'silent',
  'few',
  'withheld',
  'unconfirmed',
  'money',
] as const;

const spent = z.object({
  span: z.enum(['quarter', 'whole']),
  /** Null where too few people stand behind it. */
  meetings: z.nullable(z.int()),
  people: z.nullable(z.int()),
  /** Hours in held meetings, counted for each person in them. */
  hours: z.nullable(z.number()),
  /** Null as well where nobody is of that side. */
  mentorHours: z.nullable(z.number()),
  menteeHours: z.nullable(z.number()),
});

/** The page for whoever pays for the program: what came of it, what it took, and what the data cannot carry. */
export const quarterPage = z.object({
  report,
  quarter: z.object({ key: z.string(), from: z.string(), to: z.string(), isOver: z.boolean() }),
  /** The quarters of the cohort so far, the latest first. */
  quarters: z.array(z.string()),
  spent: z.array(spent),
  limits: z.array(z.object({ code: z.enum(limitCodes), facts: z.record(z.string(), z.number()) })),
});
export type QuarterPage = z.infer<typeof quarterPage>;

const quarter = z.string().check(z.regex(/^20\d\d-Q[1-4]$/));

export const reportRoutes = defineRoutes('reports', {
  list: {
    method: 'GET',
    path: '/api/reports',
    summary: 'Cohorts whose report I may read',
    access: 'report.list',
    reply: z.object({
      items: z.array(
        z.object({
          cohortId: id,
          cohortName: z.string(),
          programName: z.string(),
          state: z.enum(cohortStates),
          startsOn: z.string(),
          endsOn: z.string(),
          people: z.int(),
          enough: z.boolean(),
        }),
      ),
    }),
  },
  get: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/report',
    summary: 'One printable page with aggregates only',
    access: 'report.read',
    params: z.strictObject({ cohortId: id }),
    reply: report,
  },
  quarter: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/report/quarter',
    summary: 'One page for the sponsor: outcomes, what a quarter took, and what the data cannot carry',
    access: 'metrics.read',
    params: z.strictObject({ cohortId: id }),
    query: z.strictObject({
      /** '2026-Q3'; the last one that is over unless named, or else the first. */
      quarter: z.optional(quarter),
    }),
    reply: quarterPage,
  },
  quarterPaper: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/report/quarter/paper',
    summary: 'The page of a quarter as a tagged PDF of one sheet of A4',
    access: 'metrics.read',
    params: z.strictObject({ cohortId: id }),
    query: z.strictObject({
      quarter: z.optional(quarter),
      /** What an hour of somebody's time costs; without it the page counts hours alone. */
      rate: z.optional(z.coerce.number().check(z.gte(0), z.lte(100_000))),
      locale: z.optional(locale),
    }),
    produces: 'file',
  },
  paper: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/report/paper',
    summary: 'The same page as a tagged PDF of one sheet of A4',
    access: 'report.read',
    params: z.strictObject({ cohortId: id }),
    query: z.strictObject({
      /** Of its words; the reader's own language unless named. */
      locale: z.optional(locale),
    }),
    produces: 'file',
  },
});

/**
 * The start page: what I should do next, by lens, most pressing first. `at` is a day or an instant. Facts by kind, all for
 * reading: `partnerNames` (whatever concerns a pairing), `programName` and `cohortName`, `title` (next-meeting,
 * action-due), `count` (unread-messages, help-pairings, decide-approvals), `matched` and `mentees` (review-matching),
 * `of` (the kind of an introduction), `enrolmentId` (take-seat), `meetingId` (confirm-meeting), `place` and `waiting` (waiting-for-seat),
 * `managerName` (waiting-for-approval).
 */
export const homeCard = z.object({
  kind: z.enum([
    'accept-pairing',
    'answer-request',
    'answer-suggestion',
    'answer-introduction',
    'tell-introduction',
    'choose-mentors',
    'sign-agreement',
    'next-meeting',
    'confirm-meeting',
    'plan-meeting',
    'check-in',
    'answer-survey',
    'unread-messages',
    'finish-enrolment',
    'open-cohort',
    'take-seat',
    'decide-approvals',
    'waiting-for-match',
    'waiting-for-answer',
    'waiting-for-approval',
    'waiting-for-seat',
    'waiting-for-draw',
    'paused-enrolment',
    'action-due',
    'confirm-goal',
    'review-matching',
    'help-pairings',
  ]),
  path: z.string(),
  at: z.nullable(z.string()),
  facts: z.record(z.string(), z.unknown()),
});
export type HomeCard = z.infer<typeof homeCard>;

export const homeRoutes = defineRoutes('home', {
  get: {
    method: 'GET',
    path: '/api/home',
    summary: 'What should I do next?',
    access: 'member.act',
    reply: z.object({
      asOf: instant,
      cards: z.array(homeCard),
      nextDate: z.nullable(
        z.object({ kind: z.string(), on: z.string(), facts: z.record(z.string(), z.unknown()) }),
      ),
    }),
  },
});
