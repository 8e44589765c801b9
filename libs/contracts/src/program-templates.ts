import { TEMPLATE_LIMITS } from '@ithaca/domain/program';
import { formats } from '@ithaca/domain/vocabulary';
import { pairingModes } from '@ithaca/domain/mentor-request';
import * as z from 'zod/mini';

import { goalPlans } from './goal-plans.ts';
import { journey } from './journey.ts';
import { nudgeSettings } from './nudges.ts';
import { eligibilityRule, enrolmentForm, matchingPolicy } from './programs.ts';
import { defineRoutes } from './route.ts';
import { id, instant, line, optionalParagraph } from './text.ts';

/** A program to start from, with the effort it asks for. Ithaca's have a `key`, the organisation's an `id`. */
export const templateItem = z.object({
  key: z.nullable(z.string()),
  id: z.nullable(id),
  name: z.string(),
  /** What Ithaca's are for; of the organisation's what was said when they were kept. */
  description: z.string(),
  /** Of Ithaca's: one case; empty for the others. */
  example: z.string(),
  format: z.enum(formats),
  hoursPerMonth: z.number(),
  cadenceDays: z.int(),
  meetingMinutes: z.int(),
  lengthDays: z.int(),
  coordinatorMinutesPerWeek: z.int(),
  questions: z.int(),
  milestones: z.int(),
  /** Programs that were made from it. */
  programs: z.int(),
  state: z.enum(['open', 'retired']),
  /** For If-Match; zero for Ithaca's, which nobody changes. */
  version: z.int(),
});
export type TemplateItem = z.infer<typeof templateItem>;

/** Everything a program made from it takes over: no people, no dates. */
export const programTemplate = z.object({
  ...templateItem.shape,
  purpose: z.string(),
  eligibility: eligibilityRule,
  form: enrolmentForm,
  policy: matchingPolicy,
  journey,
  goalPlans,
  nudges: nudgeSettings,
  pairingMode: z.enum(pairingModes),
  answerDays: z.int(),
  /** The program it was kept from, and by whom; null for Ithaca's. */
  kept: z.nullable(z.object({ programId: id, programName: z.string(), byName: z.string(), at: instant })),
});
export type ProgramTemplate = z.infer<typeof programTemplate>;

const templateParams = z.strictObject({ templateId: id });
const minutes = z.int().check(z.minimum(0), z.maximum(TEMPLATE_LIMITS.coordinatorMinutesPerWeek));

export const programTemplateRoutes = defineRoutes('program-templates', {
  list: {
    method: 'GET',
    path: '/api/program-templates',
    summary: 'Templates to start from: the organisation’s own, retired ones last, and Ithaca’s',
    access: 'programs.manage',
    reply: z.object({ items: z.array(templateItem) }),
  },
  get: {
    method: 'GET',
    path: '/api/program-templates/:templateId',
    summary: 'One of the organisation’s templates in full',
    access: 'programs.manage',
    params: templateParams,
    reply: programTemplate,
  },
  getStandard: {
    method: 'GET',
    path: '/api/standard-templates/:templateKey',
    summary: 'One of Ithaca’s templates in full',
    access: 'programs.manage',
    params: z.strictObject({ templateKey: line(60) }),
    reply: programTemplate,
  },
  create: {
    method: 'POST',
    path: '/api/program-templates',
    summary: 'Keep a program as a template: settings, form, policy and journey; no people, no dates',
    access: 'templates.keep',
    body: z.strictObject({
      programId: id,
      name: line(120),
      description: optionalParagraph(600),
      coordinatorMinutesPerWeek: minutes,
    }),
    reply: programTemplate,
    status: 201,
    creates: true,
  },
  update: {
    method: 'PATCH',
    path: '/api/program-templates/:templateId',
    summary:
      'Rename or describe a template, take over a program as it is now, retire it or take it up again; programs made from it stay as they are',
    access: 'templates.keep',
    params: templateParams,
    body: z.strictObject({
      name: z.optional(line(120)),
      description: z.optional(optionalParagraph(600)),
      coordinatorMinutesPerWeek: z.optional(minutes),
      state: z.optional(z.enum(['open', 'retired'])),
      contentOf: z.optional(id),
    }),
    reply: programTemplate,
    versioned: true,
  },
});
