import { enrolmentStates } from '@ithaca/domain/enrolment';
import { cohortStates } from '@ithaca/domain/cohort';
import { MOST_DAYS, REHEARSAL } from '@ithaca/domain/rehearsal';
import { formats, locales, sides } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { pageOf, pageQuery } from './page.ts';
import { defineRoutes } from './route.ts';
import { id, instant, locale } from './text.ts';

/** A rehearsal as the real organisation remembers it: that it took place, with how many invented people, by whom. */
export const rehearsal = z.object({
  id,
  state: z.enum(['preparing', 'ready', 'failed', 'ended']),
  mentors: z.int(),
  mentees: z.int(),
  begunByName: z.string(),
  begunAt: instant,
  /** When it is thrown away by itself. */
  expiresAt: instant,
  endedAt: z.nullable(instant),
});
export type Rehearsal = z.infer<typeof rehearsal>;

/** One of the cast: somebody invented, as they stand in the cohort at this moment. */
export const castMember = z.object({
  personId: id,
  displayName: z.string(),
  department: z.string(),
  locale,
  /** Managers of the others take no part themselves. */
  role: z.nullable(z.enum(sides)),
  /** Null: invited, or a manager. */
  state: z.nullable(z.enum(enrolmentStates)),
  /** Where the person's own page of what is next leads. */
  enrolmentId: z.nullable(id),
  partners: z.array(z.string()),
  mails: z.int(),
});
export type CastMember = z.infer<typeof castMember>;

/** The room one is in: what is rehearsed, the day it stands for, and who takes part. */
export const rehearsalRoom = z.object({
  rehearsalId: id,
  programId: id,
  programName: z.string(),
  cohortId: id,
  cohortName: z.string(),
  cohortState: z.enum(cohortStates),
  format: z.enum(formats),
  /** The day of the real cohort that today stands for. */
  day: z.string(),
  daysPassed: z.int(),
  /** While days pass: where to. */
  walkingTo: z.nullable(z.int()),
  stops: z.array(
    z.object({
      kind: z.enum(['enrolment-over', 'start', 'milestone', 'end']),
      title: z.string(),
      daysPassed: z.int(),
      day: z.string(),
    }),
  ),
  /** Whose seat I have taken; null in my own. */
  seat: z.nullable(z.object({ personId: id, displayName: z.string() })),
  cast: z.array(castMember),
  counts: z.object({
    mails: z.int(),
    pairings: z.int(),
    meetings: z.int(),
    answeredCheckIns: z.int(),
    checkIns: z.int(),
  }),
});
export type RehearsalRoom = z.infer<typeof rehearsalRoom>;

/** A mail as its reader would have got it; none has left. */
export const rehearsalMail = z.object({
  id,
  personId: z.nullable(id),
  displayName: z.string(),
  kind: z.string(),
  locale,
  subject: z.string(),
  /** The day of the real cohort on which it would be sent. */
  day: z.string(),
});
export type RehearsalMail = z.infer<typeof rehearsalMail>;

const rehearsalParams = z.strictObject({ rehearsalId: id });

export const rehearsalRoutes = defineRoutes('rehearsals', {
  list: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/rehearsals',
    summary: 'The rehearsals of a cohort, the latest first: the open one and the last ones that are over',
    access: 'program.read',
    params: z.strictObject({ cohortId: id }),
    reply: z.object({ items: z.array(rehearsal) }),
  },
  begin: {
    method: 'POST',
    path: '/api/cohorts/:cohortId/rehearsals',
    summary:
      'Rehearse a cohort that is not open yet with invented people, apart from the organisation; they are made by a job',
    access: 'program.coordinate',
    params: z.strictObject({ cohortId: id }),
    body: z.strictObject({
      people: z._default(
        z.int().check(z.minimum(REHEARSAL.least), z.maximum(REHEARSAL.most)),
        REHEARSAL.usual,
      ),
      /** Of a hundred, how many are mentors. */
      mentorShare: z._default(
        z.int().check(z.minimum(REHEARSAL.leastShare), z.maximum(REHEARSAL.mostShare)),
        REHEARSAL.usualShare,
      ),
    }),
    reply: rehearsal,
    status: 201,
    creates: true,
  },
  visit: {
    method: 'POST',
    path: '/api/rehearsals/:rehearsalId/visit',
    summary: 'Go into the room of a rehearsal; my session acts there until I go back to my organisation',
    access: 'program.coordinate',
    params: rehearsalParams,
    status: 204,
    opensOwnWork: true,
  },
  end: {
    method: 'DELETE',
    path: '/api/rehearsals/:rehearsalId',
    summary: 'End a rehearsal: everybody leaves the room at once, and what is in it is thrown away',
    access: 'program.coordinate',
    params: rehearsalParams,
    status: 204,
  },
});

/** Inside a room; everywhere else these answer as if there were nothing. */
export const rehearsalRoomRoutes = defineRoutes('rehearsal-room', {
  get: {
    method: 'GET',
    path: '/api/rehearsal',
    summary: 'The rehearsal whose room I am in',
    access: 'member.act',
    reply: rehearsalRoom,
  },
  takeSeat: {
    method: 'PUT',
    path: '/api/rehearsal/seat',
    summary: 'See the rehearsal as one of its invented people, or (null) as myself again',
    access: 'member.act',
    body: z.strictObject({ personId: z.nullable(id) }),
    status: 204,
  },
  passDays: {
    method: 'PUT',
    path: '/api/rehearsal/day',
    summary: 'Let days pass in the rehearsal until so many have passed; the invented people play their part',
    access: 'member.act',
    body: z.strictObject({ daysPassed: z.int().check(z.minimum(1), z.maximum(MOST_DAYS)) }),
    status: 204,
  },
  listMails: {
    method: 'GET',
    path: '/api/rehearsal/mails',
    summary: 'The mails that would have been sent, the latest first',
    access: 'member.act',
    query: z.strictObject({ ...pageQuery, personId: z.optional(id) }),
    reply: pageOf(rehearsalMail),
  },
  getMail: {
    method: 'GET',
    path: '/api/rehearsal/mails/:mailId',
    summary: 'One of them in any language, as its reader would see it',
    access: 'member.act',
    params: z.strictObject({ mailId: id }),
    query: z.strictObject({ locale: z.optional(z.enum(locales)) }),
    reply: z.object({
      ...rehearsalMail.shape,
      toAddress: z.string(),
      bodyText: z.string(),
      bodyHtml: z.string(),
    }),
  },
});
