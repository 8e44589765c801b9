import { SURVEY_LIMITS, surveyKinds, surveyMoments } from '@ithaca/domain/survey';
import { locales } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { id, instant, line, optionalLine, optionalParagraph } from './text.ts';

const options = z.array(line(120)).check(z.maxLength(SURVEY_LIMITS.options));

const surveyWords = z.strictObject({
  label: optionalLine(200),
  help: z._default(optionalParagraph(200), ''),
  options: z._default(z.array(optionalLine(120)).check(z.maxLength(SURVEY_LIMITS.options)), []),
});

export const surveyQuestion = z.strictObject({
  key: z.string().check(z.regex(/^[a-zA-Z][a-zA-Z0-9-]{0,39}$/)),
  kind: z.enum(surveyKinds),
  label: line(200),
  help: z._default(optionalParagraph(200), ''),
  options: z._default(options, []),
  required: z.boolean(),
  askedOf: z.enum(['both', 'mentor', 'mentee']),
  /** The same question in other languages; answers are stored as the options above, whichever words were read. */
  texts: z.optional(z.partialRecord(z.enum(locales), surveyWords)),
});
export type SurveyQuestion = z.infer<typeof surveyQuestion>;

export const survey = z.strictObject({
  moment: z.enum(surveyMoments),
  isOn: z.boolean(),
  /** Answers are kept apart from who gave them, for ever; a change of one person can then not be measured. */
  isAnonymous: z.boolean(),
  audience: z.enum(['both', 'mentor', 'mentee']),
  questions: z.array(surveyQuestion).check(z.maxLength(SURVEY_LIMITS.questions)),
});
export type Survey = z.infer<typeof survey>;

/** The surveys of a program: what is asked now, and what was asked before. */
export const surveyPlan = z.object({
  programId: id,
  number: z.int(),
  surveys: z.array(survey),
  /** Somebody was asked under this version: the next change makes another one, and they keep theirs. */
  isAsked: z.boolean(),
  versions: z.array(
    z.object({
      number: z.int(),
      savedAt: z.nullable(instant),
      /** Null: the product's own, as they come with every program. */
      savedByName: z.nullable(z.string()),
      asked: z.int(),
      answered: z.int(),
    }),
  ),
  /** The languages in which people of the organisation read, its own first. */
  languages: z.array(z.object({ locale: z.enum(locales), people: z.int() })),
  version: z.int(),
});
export type SurveyPlan = z.infer<typeof surveyPlan>;

const programParams = z.strictObject({ programId: id });

export const surveyPlanRoutes = defineRoutes('survey-plans', {
  get: {
    method: 'GET',
    path: '/api/programs/:programId/surveys',
    summary: 'What the program asks at which moment, and its versions with how many were asked under each',
    access: 'program.read',
    params: programParams,
    reply: surveyPlan,
  },
  save: {
    method: 'PUT',
    path: '/api/programs/:programId/surveys',
    summary: 'Change the surveys; who was asked before keeps the questions they were asked',
    access: 'program.coordinate',
    params: programParams,
    body: z.strictObject({ surveys: z.array(survey).check(z.maxLength(surveyMoments.length)) }),
    reply: surveyPlan,
    versioned: true,
  },
});
