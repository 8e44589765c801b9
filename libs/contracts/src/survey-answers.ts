import { SURVEY_LIMITS, surveyMoments } from '@ithaca/domain/survey';
import { sides } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { exportBody, exportFile } from './exports.ts';
import { metric } from './metrics.ts';
import { defineRoutes } from './route.ts';
import { surveyQuestion } from './survey-plans.ts';
import { id, instant, line, optionalParagraph } from './text.ts';

const moment = z.enum(surveyMoments);

/** Answers by the keys of the questions. */
export const surveyAnswers = z.record(
  z.string().check(z.maxLength(40)),
  z.union([
    optionalParagraph(SURVEY_LIMITS.text),
    z.array(line(120)).check(z.maxLength(SURVEY_LIMITS.options)),
    z.int().check(z.minimum(0), z.maximum(10)),
  ]),
);
export type SurveyAnswers = z.infer<typeof surveyAnswers>;

/** What came of a survey, in a coordinator's words. */
const surveyReply = z.object({ body: z.string(), writtenAt: instant });

/** A survey that I am asked: its questions for my side, and what I wrote where it is kept with my name. */
export const surveyAsk = z.object({
  id,
  moment,
  role: z.enum(sides),
  programName: z.string(),
  partnerNames: z.array(z.string()),
  pairingId: id,
  isAnonymous: z.boolean(),
  questions: z.array(surveyQuestion),
  askedAt: instant,
  dueAt: instant,
  state: z.enum(['open', 'answered', 'closed']),
  /** Not sent yet, or sent with my name; never there for an anonymous survey. */
  answers: z.nullable(surveyAnswers),
  reply: z.nullable(surveyReply),
  version: z.int(),
});
export type SurveyAsk = z.infer<typeof surveyAsk>;

const range = z.object({ estimate: z.number(), lo: z.nullable(z.number()), hi: z.nullable(z.number()) });

/** The answers to one question. Null is what may not be shown; `suppressed` says why there is nothing at all. */
export const questionResult = z.object({
  question: surveyQuestion,
  n: z.nullable(z.int()),
  suppressed: z.nullable(z.enum(['small-group', 'protects-others', 'too-few-to-tell'])),
  /** Of a scale: the mean, and the share of 4 and 5. */
  mean: z.nullable(range),
  content: z.nullable(range),
  /** Of a recommendation, -100 to 100. */
  net: z.nullable(range),
  /** How often each step or option was chosen; null where few enough did to be guessed at. */
  counts: z.nullable(z.array(z.object({ value: z.string(), n: z.nullable(z.int()) }))),
  /** In the order of the alphabet, which is nobody's. */
  texts: z.nullable(z.array(z.string())),
  /** Fewer texts than this are not shown. */
  fewestTexts: z.int(),
  sides: z.nullable(z.array(z.object({ side: z.enum(sides), n: z.int(), mean: range }))),
});
export type QuestionResult = z.infer<typeof questionResult>;

export const surveyResult = z.object({
  moment,
  isOn: z.boolean(),
  isAnonymous: z.boolean(),
  /** coming: nobody is asked yet; open: answers are coming in and none is counted; counted: figures stand. */
  state: z.enum(['coming', 'open', 'counted']),
  dueOn: z.nullable(z.string()),
  /** When the last of those asked may still answer. */
  closesAt: z.nullable(instant),
  asked: z.int(),
  answered: z.int(),
  /** Answers that wait for company: they are counted five or more at once. */
  waiting: z.int(),
  response: metric,
  questions: z.array(questionResult),
  reply: z.nullable(surveyReply),
});
export type SurveyResult = z.infer<typeof surveyResult>;

/** What the same people answered at the start and at the end. */
export const surveyChange = z.object({
  key: z.string(),
  question: surveyQuestion,
  /** People who answered both; null where they are too few to show. */
  n: z.nullable(z.int()),
  start: z.nullable(z.number()),
  end: z.nullable(z.number()),
  difference: z.nullable(range),
});
export type SurveyChange = z.infer<typeof surveyChange>;

export const surveyResults = z.object({
  cohortId: id,
  items: z.array(surveyResult),
  changes: z.array(surveyChange),
  /** Texts are for those who run the program, not for whoever audits it. */
  readsTexts: z.boolean(),
});
export type SurveyResults = z.infer<typeof surveyResults>;

/** What somebody told their coordinator after the first meeting. */
export const fitAnswer = z.object({
  id,
  pairingId: id,
  personId: id,
  displayName: z.string(),
  role: z.enum(sides),
  partnerNames: z.array(z.string()),
  fit: z.int(),
  note: z.string(),
});
export type FitAnswer = z.infer<typeof fitAnswer>;

export const surveyResultColumns = [
  'moment',
  'question',
  'measure',
  'n',
  'value',
  'from',
  'to',
  'text',
] as const;

const askParams = z.strictObject({ surveyAskId: id });
const cohortParams = z.strictObject({ cohortId: id });
const answersBody = z.strictObject({ answers: surveyAnswers });

export const surveyRoutes = defineRoutes('surveys', {
  listMine: {
    method: 'GET',
    path: '/api/my/surveys',
    summary: 'Surveys that I am asked, those that wait for an answer first, and what came of the others',
    access: 'member.act',
    reply: z.object({ items: z.array(surveyAsk) }),
  },
  get: {
    method: 'GET',
    path: '/api/surveys/:surveyAskId',
    summary: 'One survey that I am asked, with its questions',
    access: 'survey.answer',
    params: askParams,
    reply: surveyAsk,
  },
  keepDraft: {
    method: 'PUT',
    path: '/api/surveys/:surveyAskId/draft',
    summary: 'Keep what I have written so far; of an anonymous survey nothing is kept before it is sent',
    access: 'survey.answer',
    params: askParams,
    body: answersBody,
    reply: surveyAsk,
    versioned: true,
  },
  answer: {
    method: 'PUT',
    path: '/api/surveys/:surveyAskId/answer',
    summary: 'Send my answers; once sent they stay as they are',
    access: 'survey.answer',
    params: askParams,
    body: answersBody,
    reply: surveyAsk,
    versioned: true,
  },
  results: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/surveys',
    summary: 'What the cohort answered at each moment, as far as nobody can be told from the others',
    access: 'metrics.read',
    params: cohortParams,
    reply: surveyResults,
  },
  listFit: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/fit-answers',
    summary: 'Who told whether the partner suits, after the first meeting; doubts first',
    access: 'fit.read',
    params: cohortParams,
    reply: z.object({ items: z.array(fitAnswer) }),
  },
  reply: {
    method: 'PUT',
    path: '/api/cohorts/:cohortId/survey-reply',
    summary: 'Tell everybody who was asked what came of a survey; an empty text takes it back',
    access: 'program.coordinate',
    params: cohortParams,
    body: z.strictObject({ moment, body: optionalParagraph(2000) }),
    reply: z.object({ moment, reply: z.nullable(surveyReply) }),
  },
  export: {
    method: 'POST',
    path: '/api/cohorts/:cohortId/surveys/exports',
    summary: 'The results as a file: the same figures, withheld in the same places',
    access: 'program.coordinate',
    params: cohortParams,
    body: exportBody(surveyResultColumns, z.strictObject({})),
    reply: exportFile,
    status: 201,
    creates: true,
  },
});
