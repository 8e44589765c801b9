import type { Blackout, EnrolmentAnswers, MyEnrolment } from '@ithaca/contracts/enrolments';
import { standardQuestions, type EnrolmentForm, type Question } from '@ithaca/contracts/programs';
import { shownQuestions } from '@ithaca/domain/enrolment-form';
import type { Side } from '@ithaca/domain/vocabulary';
import type { MessageKey } from '../../../locales/messages.ts';
import type { Answered } from '../enrolments.queries.ts';

/** What is being answered, with the names of the people in it. */
export interface Draft {
  answers: EnrolmentAnswers;
  capacity: number;
  doNotPairWith: string[];
  blackouts: Blackout[];
  names: { id: string; displayName: string }[];
}

export const draftOf = ({ answers, capacity, doNotPairWith, wishes, blackouts }: MyEnrolment): Draft => ({
  answers,
  capacity,
  doNotPairWith: doNotPairWith.map(({ id }) => id),
  blackouts,
  names: [...wishes, ...doNotPairWith],
});

export const bodyOf = ({ answers, capacity, doNotPairWith, blackouts }: Draft): Answered => ({
  answers,
  capacity,
  doNotPairWith,
  blackouts,
});

/** A section of the page: a question of the form, or one of ours. */
export type EnrolSection = { key: string; question: Question | null; isOptional: boolean };

/** The sections in their order: the questions of the form that are shown after these answers, a mentor's places, whom to avoid. */
export function sectionsOf(form: EnrolmentForm, role: Side, answers: EnrolmentAnswers): EnrolSection[] {
  const asked = shownQuestions(form.questions, role, answers).map((question) => ({
    key: question.key,
    question,
    isOptional: !question.required,
  }));
  return [
    ...asked,
    ...(role === 'mentor' ? [{ key: 'capacity', question: null, isOptional: false }] : []),
    { key: 'blackouts', question: null, isOptional: true },
    { key: 'doNotPairWith', question: null, isOptional: true },
  ];
}

type Standard = (typeof standardQuestions)[number];
const isStandard = (key: string): key is Standard => standardQuestions.some((known) => known === key);

const ownSections = [
  'enrolments.ask.capacity',
  'enrolments.ask.blackouts',
  'enrolments.ask.doNotPairWith',
] as const;

/** The catalogue key of a section's title; an own question is its own title. */
export function titleKeyOf({ key, question }: EnrolSection, role: Side): MessageKey | null {
  if (question === null) return ownSections.find((own) => own === `enrolments.ask.${key}`) ?? null;
  if (question.kind !== 'standard' || !isStandard(key)) return null;
  if (key === 'offers') return 'enrolments.ask.offers';
  if (role !== 'peer') return `enrolments.ask.${key}.${role}`;
  // A peer comes to learn as a mentee does, but to somebody alike.
  return key === 'wishes' ? 'enrolments.ask.wishes.peer' : `enrolments.ask.${key}.mentee`;
}
