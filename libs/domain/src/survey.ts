import { addDays, daysBetween } from './cohort.ts';
import type { CohortState } from './cohort.ts';
import type { QuestionWords } from './enrolment-form.ts';
import type { PairingState } from './pairing.ts';
import { Refusal } from './refusal.ts';
import { isMeantFor } from './enrolment-form.ts';
import type { Locale, Side, UnequalSide } from './vocabulary.ts';

/** When a program asks, in the order of the journey; `fit` follows the first meeting of a pairing, the last three the cohort's end. */
export const surveyMoments = ['start', 'fit', 'middle', 'end', 'after-7', 'after-14', 'after-21'] as const;
export type SurveyMoment = (typeof surveyMoments)[number];

/** Answers to `scale` go from 1 to 5, to `nps` ("would you recommend") from 0 to 10. */
export const surveyKinds = ['scale', 'nps', 'choice', 'choices', 'text'] as const;
export type SurveyKind = (typeof surveyKinds)[number];

/** A question as it is kept: its words in one language, and in others by `texts`; answers name the options above. */
export interface SurveyQuestion {
  key: string;
  kind: SurveyKind;
  label: string;
  help: string;
  options: readonly string[];
  required: boolean;
  askedOf: 'both' | UnequalSide;
  texts?: Readonly<Partial<Record<Locale, QuestionWords | undefined>>> | undefined;
}

/** What a program asks at one moment. Anonymous: answers are kept apart from who gave them, for ever. */
export interface Survey<Q extends SurveyQuestion = SurveyQuestion> {
  moment: SurveyMoment;
  isOn: boolean;
  isAnonymous: boolean;
  audience: 'both' | UnequalSide;
  questions: readonly Q[];
}

export type SurveyAnswers = Readonly<Record<string, string | readonly string[] | number>>;

/** The question by which a pairing says whether the two suit; 1 or 2 is a signal to the coordinator. */
export const FIT_QUESTION = 'fit';

/** Days a survey may still be asked after its moment, days it stays open, and days in which nobody is asked twice. */
export const SURVEY_DAYS = { toAsk: 14, open: 14, apart: 5 } as const;
/** Reminders to somebody who has not answered: how many, and days between. */
export const SURVEY_REMINDERS = { most: 2, everyDays: 4 } as const;
export const SURVEY_LIMITS = { questions: 12, options: 12, text: 2000 } as const;
/** Fewer answers than this are never counted, so that nobody can be told from the others. */
export const FEWEST_TO_COUNT = 5;

export interface SurveyDates {
  startsOn: string;
  endsOn: string;
  /** The day the person's pairing began. */
  pairedOn: string;
  /** The day of its first held meeting; null before. */
  metOn: string | null;
}

/** The day on which a moment comes for one person, in the organisation's time zone; null while it cannot be known. */
export function surveyDueOn(moment: SurveyMoment, dates: SurveyDates): string | null {
  const { startsOn, endsOn, pairedOn, metOn } = dates;
  switch (moment) {
    case 'start':
      return pairedOn > startsOn ? pairedOn : startsOn;
    case 'fit':
      return metOn === null ? null : addDays(metOn, 1);
    case 'middle':
      return addDays(startsOn, Math.floor(daysBetween(startsOn, endsOn) / 2));
    case 'end':
      return endsOn;
    default:
      return addDays(endsOn, Number(moment.slice('after-'.length)));
  }
}

/** Is a moment that came on `dueOn` to be asked on this day? Too late is not asked at all. */
export function isSurveyAsked(dueOn: string | null, today: string): boolean {
  return dueOn !== null && dueOn <= today && today < addDays(dueOn, SURVEY_DAYS.toAsk);
}

const DURING: ReadonlySet<SurveyMoment> = new Set(['start', 'fit', 'middle']);

/** Is somebody of such a pairing and cohort asked at the moment? What was ended or rests is left in peace. */
export function isSurveyed(moment: SurveyMoment, pairing: PairingState, cohort: CohortState): boolean {
  if (DURING.has(moment)) return pairing === 'active' && cohort === 'running';
  return (
    (pairing === 'active' || pairing === 'completed') && ['running', 'closing', 'closed'].includes(cohort)
  );
}

/**
 * May the answers that wait be counted? Only five or more together, and only when everybody who was asked has answered or
 * the time is over: figures that changed with each answer would tell whose it was.
 */
export function mayCount({ waiting, open }: { waiting: number; open: number }): boolean {
  return waiting >= FEWEST_TO_COUNT && open === 0;
}

/** The questions this side is asked. */
export function surveyQuestionsFor<Q extends SurveyQuestion>(
  survey: Pick<Survey<Q>, 'questions'>,
  side: Side,
): Q[] {
  return survey.questions.filter(({ askedOf }) => isMeantFor(askedOf, side));
}

const isEmpty = (answer: SurveyAnswers[string]) =>
  typeof answer === 'string' ? answer.trim() === '' : Array.isArray(answer) && answer.length === 0;

/**
 * The answers that may be kept: to these questions, and not empty. Refuses `survey.answer-not-offered` when one is no
 * option of its question, or of another kind than asked for.
 */
export function keptSurveyAnswers(
  questions: readonly SurveyQuestion[],
  answers: SurveyAnswers,
): SurveyAnswers {
  const kept: Record<string, SurveyAnswers[string]> = {};
  for (const question of questions) {
    const answer = Object.hasOwn(answers, question.key) ? answers[question.key] : undefined;
    if (answer === undefined || isEmpty(answer)) continue;
    if (!isOffered(question, answer))
      throw new Refusal('survey.answer-not-offered', { question: question.key });
    kept[question.key] = answer;
  }
  return kept;
}

/** Keys of the required questions without an answer, in their order. */
export function missingSurveyAnswers(questions: readonly SurveyQuestion[], answers: SurveyAnswers): string[] {
  return questions
    .filter(({ key, required }) => {
      const answer = Object.hasOwn(answers, key) ? answers[key] : undefined;
      return required && (answer === undefined || isEmpty(answer));
    })
    .map(({ key }) => key);
}

const isStep = (answer: unknown, least: number, most: number) =>
  typeof answer === 'number' && Number.isInteger(answer) && answer >= least && answer <= most;

function isOffered({ kind, options }: SurveyQuestion, answer: SurveyAnswers[string]): boolean {
  switch (kind) {
    case 'scale':
      return isStep(answer, 1, 5);
    case 'nps':
      return isStep(answer, 0, 10);
    case 'choice':
      return typeof answer === 'string' && options.includes(answer);
    case 'choices':
      return (
        Array.isArray(answer) &&
        answer.every((one) => options.includes(one)) &&
        new Set(answer).size === answer.length
      );
    case 'text':
      return typeof answer === 'string' && answer.length <= SURVEY_LIMITS.text;
  }
}

export interface SurveyFault {
  survey: number;
  /** The index of the question, null where the survey itself is at fault. */
  question: number | null;
  field: 'moment' | 'key' | 'options' | 'questions' | 'isAnonymous';
  message: string;
}

/** What makes a plan of surveys unusable, each with its place; empty when it is sound. */
export function surveyFaults(surveys: readonly Survey[]): SurveyFault[] {
  return surveys.flatMap((survey, index) => faultsOf(survey, index, surveys));
}

function faultsOf(survey: Survey, index: number, surveys: readonly Survey[]): SurveyFault[] {
  const faults: SurveyFault[] = [];
  const add = (question: number | null, field: SurveyFault['field'], message: string) =>
    faults.push({ survey: index, question, field, message });
  const { moment, questions } = survey;
  if (surveys.findIndex((other) => other.moment === moment) < index)
    add(null, 'moment', 'This moment has a survey already.');
  if (survey.isOn && questions.length === 0)
    add(null, 'questions', 'Ask at least one question, or switch it off.');
  if (moment === 'fit') {
    // Nobody could act on an answer without a name.
    if (survey.isAnonymous)
      add(null, 'isAnonymous', 'The coordinator reads this one by name; it cannot be anonymous.');
    const fit = questions.findIndex(({ key }) => key === FIT_QUESTION);
    if (questions[fit]?.kind !== 'scale')
      add(
        fit === -1 ? null : fit,
        'questions',
        'Keep the question whether the two suit; its words may change.',
      );
  }
  for (const [at, { key, kind, options }] of questions.entries()) {
    if (questions.findIndex((other) => other.key === key) < at)
      add(at, 'key', 'Another question has this key already.');
    if (hasChoices(kind) && (options.length < 2 || new Set(options).size < options.length))
      add(at, 'options', 'Offer at least two different options.');
  }
  return faults;
}

/** Is a question of this kind answered with its own options? */
export const hasChoices = (kind: SurveyKind): boolean => kind === 'choice' || kind === 'choices';

/** Seconds a person usually needs, by kind; what is optional counts half. */
const SECONDS: Record<SurveyKind, number> = { scale: 7, nps: 7, choice: 9, choices: 12, text: 40 };

/** About how many seconds one side needs for a survey. */
export function secondsToAnswer(survey: Pick<Survey, 'questions'>, side: Side): number {
  return surveyQuestionsFor(survey, side).reduce(
    (sum, { kind, required }) => sum + SECONDS[kind] * (required ? 1 : 0.5),
    5,
  );
}
