import { everyone } from '@ithaca/domain/eligibility-rule';
import { ANSWER_DAYS } from '@ithaca/domain/mentor-request';
import { programTemplates } from '@ithaca/domain/program-templates';
import { Refusal } from '@ithaca/domain/refusal';
import { writtenIn } from '@ithaca/domain/session-guides';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { Program } from './program.entity.ts';

/**
 * Every column of a program: taken over by a copy and by a template, or the program's own. A new column has to choose. Its library
 * is no column: see `program-resources.ts`.
 */
const parts = {
  organisationId: 'own',
  id: 'own',
  slug: 'own',
  name: 'own',
  purpose: 'taken-over',
  format: 'taken-over',
  templateKey: 'taken-over',
  templateId: 'own',
  state: 'own',
  eligibility: 'taken-over',
  form: 'taken-over',
  formVersion: 'own',
  formDraft: 'own',
  eligibilityVersion: 'own',
  policy: 'taken-over',
  journey: 'taken-over',
  goalPlans: 'taken-over',
  goalPlansVersion: 'own',
  nudges: 'taken-over',
  pairingMode: 'taken-over',
  answerDays: 'taken-over',
  createdBy: 'own',
  createdAt: 'own',
  version: 'own',
} as const satisfies Record<keyof Program, 'taken-over' | 'own'>;

type TakenOver = {
  [Part in keyof typeof parts]: (typeof parts)[Part] extends 'taken-over' ? Part : never;
}[keyof typeof parts];

/** What a program made from another one, or from a template, begins with: everything but people and dates. */
export type ProgramShape = Pick<Program, TakenOver>;

const takenOver = (Object.keys(parts) as (keyof Program)[]).filter(
  (part): part is TakenOver => parts[part] === 'taken-over',
);

/** The shape of a program, for a copy of it or to be kept as a template. */
export const shapeOf = (program: Program): ProgramShape =>
  Object.fromEntries(takenOver.map((part) => [part, program[part]])) as unknown as ProgramShape;

/** What one of Ithaca's templates begins with, written in this language; a key that is unknown is refused. */
export function standardShape(templateKey: string, locale: Locale): ProgramShape {
  const template = programTemplates.find(({ key }) => key === templateKey);
  if (!template) throw new Refusal('record.not-found', { field: 'templateKey' });
  const { purpose, format, form, policy, journey } = template;
  return {
    purpose,
    format,
    templateKey,
    eligibility: everyone,
    form,
    policy,
    journey: {
      ...journey,
      milestones: journey.milestones.map((milestone) => writtenIn(milestone, locale)),
    },
    // Null: the template's, in every language.
    goalPlans: null,
    // Until somebody chooses otherwise.
    nudges: {},
    pairingMode: 'coordinator',
    answerDays: ANSWER_DAYS.usual,
  };
}

/** A blank program has a usable policy and rhythm, but says nothing and asks nothing yet. */
export function blankShape(): ProgramShape {
  const usual = standardShape('career-growth', 'en');
  return {
    ...usual,
    purpose: '',
    templateKey: 'blank',
    form: { questions: [] },
    journey: { ...usual.journey, milestones: [] },
  };
}

/** A shape as it was kept; what programs have learnt since is as in a blank one. */
export const keptShape = (content: Partial<ProgramShape>): ProgramShape => ({ ...blankShape(), ...content });
