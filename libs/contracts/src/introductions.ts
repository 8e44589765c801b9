import { introductionKinds, introductionParts, shadowingLengths } from '@ithaca/domain/introduction';
import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { day, id, instant, optionalParagraph, paragraph } from './text.ts';

const somebody = z.object({
  personId: id,
  displayName: z.string(),
  jobTitle: z.string(),
  /** Only once they are in touch. */
  email: z.nullable(z.string()),
});

/** As others are told it: whether somebody said no or said nothing looks alike. */
export const introductionStatesTold = [
  'asked',
  'offered',
  'sent',
  'made',
  'done',
  'missed',
  'not-this-time',
  'withdrawn',
] as const;

/** An introduction, a day of job shadowing or a sponsorship, as one of its parts may see it. */
export const introduction = z.object({
  id,
  kind: z.enum(introductionKinds),
  /** Whose idea it was, and whose words: the helper offered, or the guest asked. */
  by: z.enum(['helper', 'guest']),
  state: z.enum(introductionStatesTold),
  /** The reader's own part. The third learns of nothing but what is asked of them. */
  myPart: z.enum(introductionParts),
  /** It waits for the reader. */
  isMyTurn: z.boolean(),
  /** The reader may take it back. */
  isMineToTakeBack: z.boolean(),
  /** The reader is to say what came of it. */
  isMineToTell: z.boolean(),
  /** Null for the third. */
  pairingId: z.nullable(id),
  helper: somebody,
  guest: somebody,
  /** Null while nobody is named, and of a sponsorship. */
  third: z.nullable(somebody),
  /** What it is about; every part reads it. */
  words: z.string(),
  /** With which words the two are put in touch; empty: the usual ones. */
  opening: z.string(),
  length: z.nullable(z.enum(shadowingLengths)),
  /** Of shadowing: which day; agreed once the other has said yes to it. */
  shadowing: z.nullable(
    z.object({ dayOn: z.string(), by: z.enum(introductionParts), isAgreed: z.boolean() }),
  ),
  /** Of a sponsorship: until when. */
  dueOn: z.nullable(z.string()),
  /** What came of it, for the two sides of the pairing. */
  usefulness: z.nullable(z.int()),
  answerBy: z.nullable(instant),
  createdAt: instant,
  madeAt: z.nullable(instant),
});
export type Introduction = z.infer<typeof introduction>;

const pairingParams = z.strictObject({ pairingId: id });
const params = z.strictObject({ introductionId: id });

export const introductionRoutes = defineRoutes('introductions', {
  list: {
    method: 'GET',
    path: '/api/pairings/:pairingId/introductions',
    summary:
      'Introductions, job shadowing and sponsorship of a pairing; of a circle only those that concern me',
    access: 'pairing.take-part',
    params: pairingParams,
    reply: z.object({ items: z.array(introduction) }),
  },
  propose: {
    method: 'POST',
    path: '/api/pairings/:pairingId/introductions',
    summary: 'Offer the other side an introduction, job shadowing or sponsorship, or ask for one',
    access: 'pairing.take-part',
    params: pairingParams,
    body: z.strictObject({
      kind: z.enum(introductionKinds),
      /** Whether the writer does it for the other, or asks the other to. */
      by: z.enum(['helper', 'guest']),
      /** The other side: needed in a circle, where the mentor has several. */
      partnerId: z.optional(id),
      /** The colleague; whoever asks may leave it to the other to find one. */
      thirdId: z.optional(z.nullable(id)),
      words: paragraph(1000),
      opening: z.optional(optionalParagraph(600)),
      length: z.optional(z.enum(shadowingLengths)),
      dayOn: z.optional(z.nullable(day)),
      dueOn: z.optional(z.nullable(day)),
    }),
    reply: introduction,
    status: 201,
    creates: true,
  },
  listMine: {
    method: 'GET',
    path: '/api/my/introductions',
    summary: 'What I am asked as a colleague, and with whom I was put in touch, newest first',
    access: 'member.act',
    reply: z.object({ items: z.array(introduction) }),
  },
  get: {
    method: 'GET',
    path: '/api/introductions/:introductionId',
    summary: 'One introduction, as far as it concerns me',
    access: 'introduction.take-part',
    params,
    reply: introduction,
  },
  answer: {
    method: 'POST',
    path: '/api/introductions/:introductionId/answer',
    summary: 'Say yes, or no without a reason; the others are not told which of the two sides it was',
    access: 'introduction.take-part',
    params,
    body: z.strictObject({
      yes: z.boolean(),
      /** Of a helper who was asked: whom to ask, and with which words to put them in touch. */
      thirdId: z.optional(id),
      opening: z.optional(optionalParagraph(600)),
      /** Of a helper who promises something: until when. */
      dueOn: z.optional(z.nullable(day)),
      /** Of shadowing: the day that suits; the proposed one makes it agreed. */
      dayOn: z.optional(z.nullable(day)),
    }),
    reply: introduction,
    status: 200,
  },
  setDay: {
    method: 'PUT',
    path: '/api/introductions/:introductionId/day',
    summary: 'Propose a day of shadowing, or agree to the one that was proposed by naming it',
    access: 'introduction.take-part',
    params,
    body: z.strictObject({ dayOn: day }),
    reply: introduction,
  },
  takeBack: {
    method: 'POST',
    path: '/api/introductions/:introductionId/withdrawal',
    summary: 'Take it back; whoever was asked is told that it is no longer needed',
    access: 'introduction.take-part',
    params,
    reply: introduction,
    status: 200,
  },
  tell: {
    method: 'PUT',
    path: '/api/introductions/:introductionId/outcome',
    summary: 'Say whether it came about and how useful it was; read by the two sides of the pairing',
    access: 'introduction.take-part',
    params,
    body: z.strictObject({
      happened: z.boolean(),
      usefulness: z.nullable(z.int().check(z.minimum(1), z.maximum(5))),
    }),
    reply: introduction,
  },
  count: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/introductions',
    summary: 'How many of each kind came about in a cohort; counts of few people are withheld',
    access: 'metrics.read',
    params: z.strictObject({ cohortId: id }),
    reply: z.object({
      minimumGroup: z.int(),
      kinds: z.array(
        z.object({
          kind: z.enum(introductionKinds),
          /** Those that all concerned agreed to; null: for too few people. */
          made: z.nullable(z.int()),
          /** Of these, those that came about. */
          done: z.nullable(z.int()),
        }),
      ),
    }),
  },
});
