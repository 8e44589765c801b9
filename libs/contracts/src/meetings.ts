import {
  MEETING_MINUTES,
  meetingAnswers,
  meetingEvidences,
  meetingReplies,
  meetingStates,
  MOST_POINTS,
} from '@ithaca/domain/meeting';
import { REPEAT } from '@ithaca/domain/meeting-series';
import * as z from 'zod/mini';

import { milestone } from './journey.ts';
import { defineRoutes } from './route.ts';
import { day, id, instant, line, optionalLine, optionalLink, optionalParagraph, timeZone } from './text.ts';

const agendaItem = z.strictObject({ text: line(300), done: z.boolean() });

export const meetingItem = z.object({
  id,
  pairingId: id,
  state: z.enum(meetingStates),
  title: z.string(),
  startsAt: instant,
  durationMinutes: z.int(),
  timeZone: z.string(),
  link: z.string(),
  /** How well "held" is known from the sides' own answers. */
  evidence: z.enum(meetingEvidences),
  myAnswer: z.nullable(z.enum(meetingAnswers)),
  version: z.int(),
});
export type MeetingItem = z.infer<typeof meetingItem>;

export const action = z.object({
  id,
  title: z.string(),
  ownerId: id,
  ownerName: z.string(),
  dueOn: z.nullable(z.string()),
  doneAt: z.nullable(instant),
  meetingId: z.nullable(id),
  /** The goal that it serves, if it serves one that the reader may see. */
  goalId: z.nullable(id),
  version: z.int(),
});
export type Action = z.infer<typeof action>;

export const meeting = z.object({
  ...meetingItem.shape,
  agenda: z.array(agendaItem),
  notes: z.string(),
  /** What was said on cancelling; empty when nothing was or it is not cancelled. */
  cancelReason: z.string(),
  actions: z.array(action),
  /** Of a repeated meeting: how it repeats, and the how manieth this one is. */
  series: z.nullable(z.object({ everyWeeks: z.int(), times: z.int(), place: z.int() })),
  /** `reply` is what each said to the invitation; whoever planned the meeting comes. */
  members: z.array(
    z.object({
      personId: id,
      displayName: z.string(),
      timeZone: z.string(),
      reply: z.nullable(z.enum(meetingReplies)),
      /** What each says afterwards; `absent`: they were not there, `alone`: they were and the other side was not. */
      answer: z.nullable(z.enum(meetingAnswers)),
    }),
  ),
});
export type Meeting = z.infer<typeof meeting>;

/** Mine alone: nobody else can read it, the owner and the coordinator included. Empty where I have written none. */
export const privateNote = z.object({ body: z.string(), updatedAt: z.nullable(instant) });
export type PrivateNote = z.infer<typeof privateNote>;
const noteBody = z.strictObject({ body: optionalParagraph(20_000) });

/** What helps with a milestone of the pairing's journey; words in other languages as the coordinator has written them. */
export const sessionGuide = z.object({
  ...milestone.shape,
  dueOn: z.string(),
  /** The meeting that it is for; null where no meeting reaches it yet. */
  meetingId: z.nullable(id),
  /** It is for the further meeting that was asked about. */
  isOfNext: z.boolean(),
});
export type SessionGuide = z.infer<typeof sessionGuide>;

/** A year that a calendar, and ISO 8601 without a sign, can hold. */
export const meetingInstant = instant.check(
  z.refine((value) => value >= '1900-01-02' && value < '2200-12-31', {
    error: 'A time between 1900 and 2200.',
  }),
);
const duration = z.int().check(z.minimum(MEETING_MINUTES.least), z.maximum(MEETING_MINUTES.most));
const pairingParams = z.strictObject({ pairingId: id });
const meetingParams = z.strictObject({ meetingId: id });
const plan = {
  title: optionalLine(160),
  startsAt: meetingInstant,
  durationMinutes: duration,
  timeZone,
  link: optionalLink(500),
};

export const meetingRoutes = defineRoutes('meetings', {
  list: {
    method: 'GET',
    path: '/api/pairings/:pairingId/meetings',
    summary: 'Meetings of a pairing, newest first',
    access: 'pairing.take-part',
    params: pairingParams,
    /** `leftOver`: unticked points of the last meeting that no planned one has taken over; `newLink`: the video link that a new one starts with. */
    reply: z.object({
      items: z.array(meetingItem),
      leftOver: z.array(z.string()),
      newLink: z.string(),
    }),
  },
  suggestTimes: {
    method: 'GET',
    path: '/api/pairings/:pairingId/free-times',
    summary:
      'Times in the next two weeks inside the working hours of all sides; where none exist, the least bad',
    access: 'pairing.take-part',
    params: pairingParams,
    query: z.strictObject({
      minutes: z.optional(z.coerce.number().check(z.int(), z.minimum(10), z.maximum(480))),
    }),
    reply: z.object({
      overlapMinutesPerDay: z.int(),
      slots: z.array(z.object({ startsAt: instant, outsideHoursOf: z.array(z.string()) })),
      /** When a side is busy by its own calendar; nobody is told with what. */
      busy: z.array(z.object({ personId: id, from: instant, to: instant })),
    }),
  },
  listGuides: {
    method: 'GET',
    path: '/api/pairings/:pairingId/guides',
    summary: 'The guides of the pairing’s milestones, and the meeting each is for',
    access: 'pairing.take-part',
    params: pairingParams,
    /** A time that a further meeting is thought of for. */
    query: z.strictObject({ at: z.optional(meetingInstant) }),
    reply: z.object({ items: z.array(sessionGuide) }),
  },
  plan: {
    method: 'POST',
    path: '/api/pairings/:pairingId/meetings',
    summary: 'Plan a meeting; the other side gets an invitation by mail',
    access: 'pairing.take-part',
    params: pairingParams,
    body: z.strictObject({
      ...plan,
      agenda: z.array(agendaItem).check(z.maxLength(MOST_POINTS)),
      /** The same time on the wall of `timeZone` every so many weeks, `times` meetings in all. */
      repeat: z.optional(
        z.strictObject({
          everyWeeks: z.int().check(z.minimum(1), z.maximum(REPEAT.everyWeeks.length)),
          times: z.int().check(z.minimum(REPEAT.leastTimes), z.maximum(REPEAT.mostTimes)),
        }),
      ),
    }),
    reply: meeting,
    status: 201,
    creates: true,
  },
  record: {
    method: 'POST',
    path: '/api/pairings/:pairingId/held-meetings',
    summary: 'Record a meeting that has taken place',
    access: 'pairing.take-part',
    params: pairingParams,
    body: z.strictObject({ ...plan, notes: optionalParagraph(20_000) }),
    reply: meeting,
    status: 201,
    creates: true,
  },
  get: {
    method: 'GET',
    path: '/api/meetings/:meetingId',
    summary: 'One meeting',
    access: 'pairing.take-part',
    params: meetingParams,
    reply: meeting,
  },
  update: {
    method: 'PATCH',
    path: '/api/meetings/:meetingId',
    summary: 'Move a planned meeting or change agenda and shared notes',
    access: 'pairing.take-part',
    params: meetingParams,
    body: z.strictObject({
      title: z.optional(plan.title),
      startsAt: z.optional(plan.startsAt),
      durationMinutes: z.optional(plan.durationMinutes),
      timeZone: z.optional(plan.timeZone),
      link: z.optional(plan.link),
      agenda: z.optional(z.array(agendaItem).check(z.maxLength(MOST_POINTS))),
      notes: z.optional(optionalParagraph(20_000)),
    }),
    reply: meeting,
    versioned: true,
  },
  reply: {
    method: 'PUT',
    path: '/api/meetings/:meetingId/reply',
    summary: 'Say whether I come to a planned meeting',
    access: 'pairing.take-part',
    params: meetingParams,
    body: z.strictObject({ reply: z.enum(meetingReplies) }),
    reply: meeting,
  },
  answer: {
    method: 'PUT',
    path: '/api/meetings/:meetingId/answer',
    summary: 'Did you meet? Each side answers for itself: yes, put off, no, or who was not there',
    access: 'pairing.take-part',
    params: meetingParams,
    body: z.strictObject({ answer: z.enum(meetingAnswers) }),
    reply: meeting,
  },
  cancel: {
    method: 'POST',
    path: '/api/meetings/:meetingId/cancellation',
    summary: 'Cancel a planned meeting, or with it those of its series that follow; the other side is told',
    access: 'pairing.take-part',
    params: meetingParams,
    body: z.strictObject({ reason: z.optional(optionalLine(300)), following: z.optional(z.boolean()) }),
    reply: meeting,
    status: 200,
    versioned: true,
  },
  getPrivateNote: {
    method: 'GET',
    path: '/api/meetings/:meetingId/private-note',
    summary: 'My private note of a meeting; only its author can ever read it',
    access: 'pairing.take-part',
    params: meetingParams,
    reply: privateNote,
  },
  setPrivateNote: {
    method: 'PUT',
    path: '/api/meetings/:meetingId/private-note',
    summary: 'Write my private note of a meeting; an empty one is removed',
    access: 'pairing.take-part',
    params: meetingParams,
    body: noteBody,
    status: 204,
  },
  getPairingNote: {
    method: 'GET',
    path: '/api/pairings/:pairingId/private-note',
    summary: 'My private note of a pairing; only its author can ever read it',
    access: 'pairing.take-part',
    params: pairingParams,
    reply: privateNote,
  },
  setPairingNote: {
    method: 'PUT',
    path: '/api/pairings/:pairingId/private-note',
    summary: 'Write my private note of a pairing; an empty one is removed',
    access: 'pairing.take-part',
    params: pairingParams,
    body: noteBody,
    status: 204,
  },
  listActions: {
    method: 'GET',
    path: '/api/pairings/:pairingId/actions',
    summary: 'Actions of a pairing, open ones first',
    access: 'pairing.take-part',
    params: pairingParams,
    reply: z.object({ items: z.array(action) }),
  },
  addAction: {
    method: 'POST',
    path: '/api/pairings/:pairingId/actions',
    summary: 'Agree on an action',
    access: 'pairing.take-part',
    params: pairingParams,
    body: z.strictObject({
      title: line(300),
      ownerId: id,
      dueOn: z.nullable(day),
      meetingId: z.nullable(id),
      /** The goal that it serves. */
      goalId: z.optional(z.nullable(id)),
    }),
    reply: action,
    status: 201,
    creates: true,
  },
  setActionDone: {
    method: 'PUT',
    path: '/api/actions/:actionId/done',
    summary: 'Tick an action or open it again',
    access: 'pairing.take-part',
    params: z.strictObject({ actionId: id }),
    body: z.strictObject({ done: z.boolean() }),
    reply: action,
  },
  setActionGoal: {
    method: 'PUT',
    path: '/api/actions/:actionId/goal',
    summary: 'Choose the goal that an action serves, or none',
    access: 'pairing.take-part',
    params: z.strictObject({ actionId: id }),
    body: z.strictObject({ goalId: z.nullable(id) }),
    reply: action,
  },
});
