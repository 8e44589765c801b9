import {
  MOST_CHOICES,
  mentorRequestStates,
  pairingModes,
  waitingCauses,
  waitingHelps,
} from '@ithaca/domain/mentor-request';
import { sides } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { pageOf, pageQuery } from './page.ts';
import { defineRoutes } from './route.ts';
import { id, instant, optionalLine, optionalParagraph } from './text.ts';

/** Why two people fit, as codes with facts; the words are made by the reader's language. Never a score. */
const reason = z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) });

const someone = {
  enrolmentId: id,
  personId: id,
  displayName: z.string(),
  jobTitle: z.string(),
  department: z.string(),
  site: z.string(),
  timeZone: z.string(),
};

export const possibleMentor = z.object({
  ...someone,
  reasons: z.array(reason),
  /** None as well when the mentor did not say yes to me: which of the two is not told. */
  freePlaces: z.int(),
  /** Place in my own order; null when not chosen. */
  rank: z.nullable(z.int()),
});
export type PossibleMentor = z.infer<typeof possibleMentor>;

export const choice = z.object({
  ...someone,
  rank: z.int(),
  /** `no-place` is told of every choice that came to nothing, whatever the mentor did. */
  state: z.enum(['waiting', 'asked', 'accepted', 'withdrawn', 'no-place']),
  askedAt: z.nullable(instant),
  dueAt: z.nullable(instant),
});

export const choices = z.object({
  mode: z.enum(pairingModes),
  /** What I take part as: a peer chooses an equal. */
  role: z.enum(sides),
  /** Choosing is possible now; else why not. */
  closedBecause: z.nullable(z.enum(['mode', 'cohort', 'not-in-pool', 'paired'])),
  answerDays: z.int(),
  /** Where mentors lead circles: how many mentees begin one and how many it can hold. Null for pairs. */
  circle: z.nullable(z.object({ smallest: z.int(), largest: z.int() })),
  note: z.string(),
  /** Whom the coordinator suggests to me; they know nothing of it until I agree. */
  suggestion: z.nullable(z.object({ ...someone, reasons: z.array(reason), dueAt: instant })),
  items: z.array(choice),
});
export type Choices = z.infer<typeof choices>;

export const mentorRequest = z.object({
  id,
  state: z.enum(['asked', 'accepted', 'declined', 'lapsed', 'withdrawn', 'passed']),
  programName: z.string(),
  cohortName: z.string(),
  /** Who asks, and what they take part as: a peer asks an equal. */
  mentee: z.object(someone),
  role: z.enum(sides),
  reasons: z.array(reason),
  note: z.string(),
  goals: z.array(z.string()),
  askedAt: instant,
  dueAt: instant,
  pairingId: z.nullable(id),
  /** Where mentors lead circles: who is in mine, and how many begin one. Null for pairs. */
  circle: z.nullable(z.object({ members: z.int(), smallest: z.int(), isRunning: z.boolean() })),
  version: z.int(),
});
export type MentorRequest = z.infer<typeof mentorRequest>;

export const place = z.object({
  enrolmentId: id,
  cohortId: id,
  cohortName: z.string(),
  programName: z.string(),
  capacity: z.int(),
  mentees: z.array(z.object({ pairingId: id, personId: id, displayName: z.string() })),
  version: z.int(),
});

/** A mentee who has no mentor and gets none without the coordinator. */
export const waitingMentee = z.object({
  mentee: z.object(someone),
  cause: z.enum(waitingCauses),
  help: z.enum(waitingHelps),
  /** In the pool since. */
  since: z.nullable(instant),
  /** How many mentors were asked. */
  tried: z.int(),
  /** The request that the help is about: asked again, or given more time. */
  request: z.nullable(z.object({ id, mentorName: z.string(), askedAt: instant, dueAt: instant })),
});
export type WaitingMentee = z.infer<typeof waitingMentee>;

export const cohortRequest = z.object({
  id,
  state: z.enum(mentorRequestStates),
  rank: z.int(),
  mentee: z.object({ personId: id, displayName: z.string() }),
  mentor: z.object({ personId: id, displayName: z.string() }),
  askedAt: z.nullable(instant),
  dueAt: z.nullable(instant),
  endedAt: z.nullable(instant),
  /** What the mentor wrote on declining; for the program's coordinators only. */
  declineReason: z.nullable(z.string()),
});
export type CohortRequest = z.infer<typeof cohortRequest>;

const enrolmentParams = z.strictObject({ enrolmentId: id });
const requestParams = z.strictObject({ requestId: id });
const cohortParams = z.strictObject({ cohortId: id });

export const mentorRequestRoutes = defineRoutes('mentor-requests', {
  listMentors: {
    method: 'GET',
    path: '/api/my/enrolments/:enrolmentId/mentors',
    summary: 'Mentors I could have, best fit first, with reasons and free places',
    access: 'enrolment.own',
    params: enrolmentParams,
    query: z.strictObject({
      q: z.optional(optionalLine(100)),
      free: z.optional(z.stringbool()),
      cursor: z.optional(z.string().check(z.maxLength(500))),
      limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(50)), 20),
    }),
    reply: z.object({ items: z.array(possibleMentor), total: z.int(), nextCursor: z.nullable(z.string()) }),
  },
  getChoices: {
    method: 'GET',
    path: '/api/my/enrolments/:enrolmentId/choices',
    summary: 'The mentors I chose, in my order, and how far it has come',
    access: 'enrolment.own',
    params: enrolmentParams,
    reply: choices,
  },
  choose: {
    method: 'PUT',
    path: '/api/my/enrolments/:enrolmentId/choices',
    summary:
      'Put mentors in my order; the first with a free place is asked, the next when that comes to nothing',
    access: 'enrolment.own',
    params: enrolmentParams,
    body: z.strictObject({
      mentors: z.array(id).check(z.maxLength(MOST_CHOICES)),
      note: optionalParagraph(600),
    }),
    reply: choices,
  },
  answerSuggestion: {
    method: 'PUT',
    path: '/api/my/enrolments/:enrolmentId/suggestion',
    summary: 'Agree that the suggested mentor is asked, or not; nobody learns of a no but by its being over',
    access: 'enrolment.own',
    params: enrolmentParams,
    body: z.strictObject({ answer: z.enum(['agree', 'decline']) }),
    reply: choices,
  },
  listAsked: {
    method: 'GET',
    path: '/api/my/mentor-requests',
    summary: 'Who asks me to be a mentor, open ones first',
    access: 'member.act',
    reply: z.object({ items: z.array(mentorRequest) }),
  },
  answer: {
    method: 'PUT',
    path: '/api/mentor-requests/:requestId/answer',
    summary: 'Accept or decline; a declining reason is private to the coordinators',
    access: 'mentor-request.answer',
    params: requestParams,
    body: z.strictObject({
      answer: z.enum(['accept', 'decline']),
      reason: z.optional(optionalParagraph(600)),
    }),
    reply: mentorRequest,
  },
  listPlaces: {
    method: 'GET',
    path: '/api/my/places',
    summary: 'How many mentees I take in each cohort, and whom I have',
    access: 'member.act',
    reply: z.object({ items: z.array(place) }),
  },
  setPlaces: {
    method: 'PUT',
    path: '/api/my/enrolments/:enrolmentId/places',
    summary: 'Take more or fewer mentees; none pauses new ones, pairings I have go on',
    access: 'enrolment.own',
    params: enrolmentParams,
    body: z.strictObject({ capacity: z.int().check(z.minimum(0), z.maximum(8)) }),
    reply: z.object({ items: z.array(place) }),
    versioned: true,
  },
  listWaiting: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/waiting-mentees',
    summary: 'Mentees who get no mentor without the coordinator, and what would help; longest waiting first',
    access: 'program.coordinate',
    params: cohortParams,
    reply: z.object({ mode: z.enum(pairingModes), answerDays: z.int(), items: z.array(waitingMentee) }),
  },
  listOfCohort: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/mentor-requests',
    summary: 'Who asked whom, since when and until when; what a mentee wrote is not in it',
    access: 'program.coordinate',
    params: cohortParams,
    query: z.strictObject({ ...pageQuery, state: z.optional(z.enum(mentorRequestStates)) }),
    reply: pageOf(cohortRequest),
  },
  askAgain: {
    method: 'POST',
    path: '/api/mentor-requests/:requestId/asking',
    summary: 'Ask a silent mentor again with a new last day, or give one who is asked more time',
    access: 'program.coordinate',
    params: requestParams,
    reply: cohortRequest,
    status: 200,
  },
  listMentorsFor: {
    method: 'GET',
    path: '/api/enrolments/:enrolmentId/possible-mentors',
    summary: 'Mentors with a free place whom a mentee could have, best fit first',
    access: 'program.coordinate',
    params: enrolmentParams,
    query: z.strictObject({ q: z.optional(optionalLine(100)) }),
    reply: z.object({ items: z.array(possibleMentor), total: z.int() }),
  },
  suggest: {
    method: 'PUT',
    path: '/api/enrolments/:enrolmentId/suggestion',
    summary:
      'Suggest a mentor to a mentee, who is asked first; takes the place of a suggestion that still waits',
    access: 'program.coordinate',
    params: enrolmentParams,
    body: z.strictObject({ mentorEnrolmentId: id }),
    reply: cohortRequest,
  },
  matchByHand: {
    method: 'POST',
    path: '/api/enrolments/:enrolmentId/pairing',
    summary: 'Offer a mentee and a mentor a pairing; both are told and answer',
    access: 'program.coordinate',
    params: enrolmentParams,
    body: z.strictObject({ mentorEnrolmentId: id }),
    reply: z.object({ pairingId: id }),
    status: 201,
    creates: true,
  },
});
