import { enrolmentStates } from '@ithaca/domain/enrolment';
import { pairingModes } from '@ithaca/domain/mentor-request';
import { sides } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { exportBody, exportFile } from './exports.ts';
import { pageOf, pageQuery } from './page.ts';
import { defineRoutes } from './route.ts';
import { day, id, instant, language, line, optionalLine, optionalParagraph } from './text.ts';

const skill = z.strictObject({ skill: line(80), level: z.int().check(z.minimum(1), z.maximum(3)) });

/**
 * What a person answers. `level` is how much a mentee wants a skill (1 nice, 3 most) or how well a mentor can give it
 * (1 some, 3 expert); a peer wants `skills` and can give `offers`. `wishes` are people in order, best first. `own` holds the coordinator's questions by key.
 */
export const enrolmentAnswers = z.strictObject({
  skills: z._default(z.array(skill).check(z.maxLength(20)), []),
  offers: z._default(z.array(skill).check(z.maxLength(20)), []),
  goals: z._default(z.array(line(120)).check(z.maxLength(10)), []),
  goalText: z._default(optionalParagraph(600), ''),
  interests: z._default(z.array(line(120)).check(z.maxLength(20)), []),
  workingStyle: z._default(z.nullable(z.enum(['structured', 'open', 'either'])), null),
  languages: z._default(z.array(language).check(z.maxLength(12)), []),
  wishes: z._default(z.array(id).check(z.maxLength(5)), []),
  own: z._default(
    z.record(
      z.string().check(z.maxLength(40)),
      z.union([optionalParagraph(2000), z.array(line(120)).check(z.maxLength(60)), z.number()]),
    ),
    {},
  ),
});
export type EnrolmentAnswers = z.infer<typeof enrolmentAnswers>;

/** Days on which somebody cannot meet; `untilOn` is the first day back. */
const blackout = z.strictObject({ fromOn: day, untilOn: day }).check(
  z.refine(({ fromOn, untilOn }) => fromOn < untilOn, {
    error: 'The first day back lies after the first day away.',
  }),
);
export const blackouts = z.array(blackout).check(z.maxLength(12));
export type Blackout = z.infer<typeof blackout>;

/** What an enrolment that is sent waits for, and what the person can know of it; null when it waits for nothing. */
export const standing = z.discriminatedUnion('kind', [
  /** A manager's yes; without a name a coordinator decides. */
  z.object({ kind: z.literal('approval'), managerName: z.nullable(z.string()), askedAt: instant }),
  /** A place on the list. The wait is told from how many seats came free lately, or not at all. */
  z.object({
    kind: z.literal('list'),
    place: z.int(),
    waiting: z.int(),
    wait: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('too-early') }),
      z.object({ kind: z.literal('unlikely') }),
      z.object({ kind: z.literal('days'), least: z.int(), most: z.int() }),
    ]),
  }),
  /** A draw that is ahead; `commitment` is the hash of its seed. */
  z.object({
    kind: z.literal('draw'),
    seats: z.int(),
    entrants: z.int(),
    drawnOn: z.string(),
    commitment: z.string(),
  }),
  /** A seat that is kept until `dueAt`. */
  z.object({ kind: z.literal('offer'), dueAt: instant }),
  /** Stepped aside by themselves, and what they find again; `draw`: they are left out of one that is held meanwhile. */
  z.object({
    kind: z.literal('paused'),
    since: instant,
    keeps: z.enum(['answers', 'seat', 'place', 'draw']),
  }),
  /** Declined, with the reason that was given. */
  z.object({ kind: z.literal('declined'), reason: z.string() }),
]);
export type Standing = z.infer<typeof standing>;

export const myEnrolment = z.object({
  id,
  cohortId: id,
  role: z.enum(sides),
  state: z.enum(enrolmentStates),
  answers: enrolmentAnswers,
  capacity: z.int(),
  doNotPairWith: z.array(z.object({ id, displayName: z.string() })),
  /** Names of the people in `answers.wishes`, in order. */
  wishes: z.array(z.object({ id, displayName: z.string() })),
  /** My own, whatever the enrolment: nobody else reads them. */
  blackouts: z.array(z.object({ fromOn: z.string(), untilOn: z.string() })),
  standing: z.nullable(standing),
  submittedAt: z.nullable(instant),
  updatedAt: instant,
  version: z.int(),
});
export type MyEnrolment = z.infer<typeof myEnrolment>;

export const enrolmentItem = z.object({
  id,
  personId: id,
  displayName: z.string(),
  department: z.string(),
  jobTitle: z.string(),
  role: z.enum(sides),
  state: z.enum(enrolmentStates),
  capacity: z.int(),
  openPairings: z.int(),
  skills: z.array(z.string()),
  submittedAt: z.nullable(instant),
  updatedAt: instant,
  version: z.int(),
});

export const invitee = z.object({
  invitationId: id,
  personId: id,
  displayName: z.string(),
  department: z.string(),
  role: z.nullable(z.enum(sides)),
  invitedAt: instant,
  enrolled: z.boolean(),
});

/** Somebody who was a mentee and would be a mentor in a later cohort of the program. */
export const mentorWish = z.object({
  personId: id,
  displayName: z.string(),
  jobTitle: z.string(),
  wishedAt: instant,
  /** The cohort in which they said so. */
  cohortName: z.string(),
});
export type MentorWish = z.infer<typeof mentorWish>;

/** Columns of the people of a cohort as a file. */
export const enrolmentColumns = [
  'name',
  'department',
  'jobTitle',
  'role',
  'state',
  'capacity',
  'openPairings',
  'skills',
  'submittedAt',
  'updatedAt',
] as const;
const enrolmentFilters = {
  role: z.optional(z.enum(sides)),
  state: z.optional(z.enum(enrolmentStates)),
  q: z.optional(optionalLine(100)),
};

const cohortParams = z.strictObject({ cohortId: id });
const enrolmentParams = z.strictObject({ enrolmentId: id });

export const enrolmentRoutes = defineRoutes('enrolments', {
  invite: {
    method: 'POST',
    path: '/api/cohorts/:cohortId/invitations',
    summary:
      'Invite people to a cohort by mail: named ones, a list of mail addresses, a group, or everyone eligible; whoever is invited already is left out',
    access: 'program.coordinate',
    params: cohortParams,
    body: z.strictObject({
      personIds: z.optional(z.array(id).check(z.minLength(1), z.maxLength(500))),
      /** Mail addresses of people of the directory, as somebody pastes them. */
      emails: z.optional(z.array(optionalLine(254)).check(z.minLength(1), z.maxLength(500))),
      /** Whoever belongs to one of these departments and one of these sites, as far as they are named, and is eligible. */
      group: z.optional(
        z.strictObject({
          departments: z.array(line(120)).check(z.maxLength(200)),
          sites: z.array(line(120)).check(z.maxLength(200)),
        }),
      ),
      everyoneEligible: z.optional(z.boolean()),
      role: z.nullable(z.enum(sides)),
    }),
    reply: z.object({
      invited: z.int(),
      /** Addresses that belong to nobody of the directory. */
      unknown: z.array(z.string()),
      skipped: z.array(
        z.object({
          personId: id,
          reason: z.enum(['already-invited', 'already-enrolled', 'not-eligible', 'no-email']),
        }),
      ),
    }),
    status: 201,
    creates: true,
  },
  listInvitations: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/invitations',
    summary: 'Who was invited and who has enrolled',
    access: 'program.read',
    params: cohortParams,
    query: z.strictObject({ ...pageQuery, enrolled: z.optional(z.stringbool()) }),
    reply: pageOf(invitee),
  },
  listMentorWishes: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/mentor-wishes',
    summary: 'Former mentees of the program who would be mentors now, and are neither invited nor enrolled',
    access: 'program.coordinate',
    params: cohortParams,
    reply: z.object({ items: z.array(mentorWish) }),
  },
  list: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/enrolments',
    summary: 'People of a cohort',
    access: 'program.read',
    params: cohortParams,
    query: z.strictObject({
      ...pageQuery,
      ...enrolmentFilters,
    }),
    reply: pageOf(enrolmentItem),
  },
  export: {
    method: 'POST',
    path: '/api/cohorts/:cohortId/enrolments/exports',
    summary: 'The people of a cohort as a file, filtered as on the screen',
    access: 'program.coordinate',
    params: cohortParams,
    body: exportBody(enrolmentColumns, z.strictObject(enrolmentFilters)),
    reply: exportFile,
    status: 201,
    creates: true,
  },
  listMine: {
    method: 'GET',
    path: '/api/my/enrolments',
    summary: 'My enrolments, newest first',
    access: 'member.act',
    reply: z.object({
      items: z.array(
        z.object({
          ...myEnrolment.shape,
          cohortName: z.string(),
          programName: z.string(),
          cohortState: z.string(),
          pairingMode: z.enum(pairingModes),
          /** Mentors I chose who are asked or wait for their turn. */
          openChoices: z.int(),
          /** I had a pairing in this cohort, and it is over. */
          hadPairing: z.boolean(),
          startsOn: z.string(),
          enrolmentClosesOn: z.string(),
        }),
      ),
    }),
  },
  begin: {
    method: 'POST',
    path: '/api/cohorts/:cohortId/my-enrolments',
    summary: 'Begin an enrolment as mentor or mentee; an earlier draft is returned as it was left',
    access: 'cohort.enrol',
    params: cohortParams,
    body: z.strictObject({ role: z.enum(sides) }),
    reply: myEnrolment,
    status: 201,
    creates: true,
  },
  save: {
    method: 'PUT',
    path: '/api/my/enrolments/:enrolmentId',
    summary: 'Save my answers; drafts may be incomplete',
    access: 'enrolment.own',
    params: enrolmentParams,
    body: z.strictObject({
      answers: enrolmentAnswers,
      capacity: z.int().check(z.minimum(0), z.maximum(8)),
      doNotPairWith: z.array(id).check(z.maxLength(20)),
      /** Absent: they stay as they are. */
      blackouts: z.optional(blackouts),
    }),
    reply: myEnrolment,
    versioned: true,
  },
  submit: {
    method: 'POST',
    path: '/api/my/enrolments/:enrolmentId/submission',
    summary: 'Send my enrolment',
    access: 'enrolment.own',
    params: enrolmentParams,
    reply: myEnrolment,
    status: 200,
    versioned: true,
  },
  answerOffer: {
    method: 'POST',
    path: '/api/my/enrolments/:enrolmentId/seat',
    summary: 'Take the seat that is kept for me, or leave it to the next',
    access: 'enrolment.own',
    params: enrolmentParams,
    body: z.strictObject({ take: z.boolean() }),
    reply: myEnrolment,
    status: 200,
  },
  pause: {
    method: 'POST',
    path: '/api/my/enrolments/:enrolmentId/pause',
    summary: 'Step aside for a while: nothing is proposed to me, what I have is kept',
    access: 'enrolment.own',
    params: enrolmentParams,
    reply: myEnrolment,
    status: 200,
    versioned: true,
  },
  resume: {
    method: 'POST',
    path: '/api/my/enrolments/:enrolmentId/resumption',
    summary: 'Go on where I was before I paused',
    access: 'enrolment.own',
    params: enrolmentParams,
    reply: myEnrolment,
    status: 200,
    versioned: true,
  },
  withdraw: {
    method: 'POST',
    path: '/api/my/enrolments/:enrolmentId/withdrawal',
    summary: 'Withdraw from the cohort; nobody is told why',
    access: 'enrolment.own',
    params: enrolmentParams,
    reply: myEnrolment,
    status: 200,
    versioned: true,
  },
});
