import { mailChoices } from '@ithaca/domain/delivery';
import { introductionKinds, introductionParts, shadowingLengths } from '@ithaca/domain/introduction';
import { meetingAnswers, meetingReplies } from '@ithaca/domain/meeting';
import { surveyMoments } from '@ithaca/domain/survey';
import * as z from 'zod/mini';

import { surveyAnswers } from './survey-answers.ts';
import { surveyQuestion } from './survey-plans.ts';
import { checkInAnswer } from './surveys.ts';
import { meetingInstant } from './meetings.ts';
import { defineRoutes } from './route.ts';
import { clockTime, day, instant, optionalParagraph, paragraph, token } from './text.ts';

const offeredTime = z.object({ startsAt: instant, outsideHoursOf: z.array(z.string()) });

/** What one press in a mail does, what it is about in words' values, and whether it can still be done. */
export const act = z.object({
  act: z.enum([
    'accept-pairing',
    'attend-meeting',
    'confirm-meeting',
    'answer-check-in',
    'answer-survey',
    'answer-message',
    'answer-request',
    'approve-enrolment',
    'take-seat',
    'answer-introduction',
    'plan-meeting',
    'stop-mails',
  ]),
  /** open: the button works; done: it was pressed before; over: too late, or somebody else decided. */
  state: z.enum(['open', 'done', 'over']),
  personName: z.string(),
  organisationName: z.string(),
  partnerNames: z.array(z.string()),
  programName: z.nullable(z.string()),
  meeting: z.nullable(
    z.object({
      startsAt: instant,
      durationMinutes: z.int(),
      timeZone: z.string(),
      isCircle: z.boolean(),
      /** What the reader said to the invitation. */
      reply: z.nullable(z.enum(meetingReplies)),
    }),
  ),
  /** The questions of a survey, for the side that is asked. */
  survey: z.nullable(
    z.object({
      moment: z.enum(surveyMoments),
      isAnonymous: z.boolean(),
      questions: z.array(surveyQuestion),
    }),
  ),
  /** What somebody is to say yes to: by whom, for whom, to whom, and about what. */
  introduction: z.nullable(
    z.object({
      kind: z.enum(introductionKinds),
      part: z.enum(introductionParts),
      helper: z.string(),
      guest: z.string(),
      third: z.nullable(z.string()),
      words: z.string(),
      length: z.nullable(z.enum(shadowingLengths)),
      dayOn: z.nullable(z.string()),
    }),
  ),
  /** Times for a first meeting, free for all at this moment; `asked` is the one whose link was followed. */
  firstMeeting: z.nullable(
    z.object({
      minutes: z.int(),
      timeZone: z.string(),
      partners: z.array(z.object({ displayName: z.string(), timeZone: z.string() })),
      times: z.array(offeredTime),
      /** taken: somebody has become busy; over: it lies in the past. */
      asked: z.nullable(z.object({ ...offeredTime.shape, fit: z.enum(['free', 'taken', 'over']) })),
    }),
  ),
  mailKind: z.nullable(z.string()),
  /** Where the thing itself is, for whoever signs in. */
  path: z.string(),
});
export type Act = z.infer<typeof act>;

const withToken = z.strictObject({ token });

export const actRoutes = defineRoutes('acts', {
  look: {
    method: 'POST',
    path: '/api/acts/look',
    summary: 'What the link of a mail would do; changes nothing',
    access: 'public',
    /** `at`: the time that the followed link names. */
    body: z.strictObject({ token, at: z.optional(meetingInstant) }),
    reply: act,
    status: 200,
  },
  perform: {
    method: 'POST',
    path: '/api/acts',
    summary: 'Do what the link of a mail is for, without signing in',
    access: 'public',
    body: z.strictObject({
      token,
      answer: z.optional(checkInAnswer),
      surveyAnswers: z.optional(surveyAnswers),
      /** Whether the reader comes to a meeting; they do unless said otherwise. */
      comes: z.optional(z.enum(meetingReplies)),
      /** How a meeting went. */
      met: z.optional(z.enum(meetingAnswers)),
      /** When the first meeting is to be. */
      startsAt: z.optional(meetingInstant),
      /** What is written back to a message. */
      reply: z.optional(paragraph(8000)),
      decline: z.optional(z.boolean()),
      /** The day of shadowing that suits. */
      dayOn: z.optional(day),
      /** Why, where a no needs a reason. */
      reason: z.optional(optionalParagraph(600)),
    }),
    reply: act,
    status: 200,
  },
  stop: {
    method: 'POST',
    path: '/api/act/:token/stop',
    summary: 'Stop mails of a kind in one press of the mail program (RFC 8058)',
    access: 'public',
    params: z.strictObject({ token }),
    takesAnyBody: true,
    status: 204,
  },
  undo: {
    method: 'POST',
    path: '/api/acts/undo',
    summary: 'Take back what the link did: come to the meeting not after all, receive the mails again',
    access: 'public',
    body: withToken,
    reply: act,
    status: 200,
  },
});

/** A group of mails that I can do without, how I want them, and how I may. */
export const stoppableMail = z.object({
  kind: z.string(),
  choice: z.enum(mailChoices),
  choices: z.array(z.enum(mailChoices)),
});

/** On the person's own clock; `to` at or before `from` is the next day. Null: mails may come at any hour. */
const quietHours = z.nullable(z.strictObject({ from: clockTime, to: clockTime }));
const chosenMails = z.object({ items: z.array(stoppableMail), quietHours });

/** The mails a person can do without; the inbox keeps what they said. */
export const mailChoiceRoutes = defineRoutes('mail-choices', {
  list: {
    method: 'GET',
    path: '/api/me/mails',
    summary: 'Which kinds of mail I receive',
    access: 'member.act',
    reply: chosenMails,
  },
  setQuietHours: {
    method: 'PUT',
    path: '/api/me/quiet-hours',
    summary: 'The hours of the night in which no mail is sent to me, unless I wait for it',
    access: 'member.act',
    body: z.strictObject({ quietHours }),
    reply: chosenMails,
  },
  choose: {
    method: 'PUT',
    path: '/api/me/mails',
    summary: 'Receive a kind of mail at once, in the summary of the day, or in the inbox alone',
    access: 'member.act',
    body: z.strictObject({ kind: z.string().check(z.maxLength(40)), choice: z.enum(mailChoices) }),
    reply: chosenMails,
  },
});
