import { Refusal } from './refusal.ts';
import type { Side } from './vocabulary.ts';

/** A question as far as the rules of answering need it; `standard` keys name an answer of their own, others lie under `own`. */
export interface AskedQuestion {
  key: string;
  kind: 'standard' | 'choice' | 'choices' | 'scale' | 'text';
  options: readonly string[];
  required: boolean;
  askedOf: 'both' | Side;
}

type OwnAnswer = string | readonly string[] | number;

export interface GivenAnswers {
  skills: readonly unknown[];
  goals: readonly string[];
  goalText: string;
  interests: readonly string[];
  workingStyle: string | null;
  languages: readonly string[];
  wishes: readonly string[];
  own: Readonly<Record<string, OwnAnswer>>;
}

/** Answers to a scale go from 1 to this. */
export const SCALE_MOST = 5;

/** The questions of a form that this side is asked, in their order. */
export function questionsFor<Q extends AskedQuestion>(questions: readonly Q[], side: Side): Q[] {
  return questions.filter((question) => question.askedOf === 'both' || question.askedOf === side);
}

/** Keys of the required questions of a side without an answer, in the order of the form; empty when it may be sent. Goals may be named or written. */
export function missingAnswers(
  questions: readonly AskedQuestion[],
  side: Side,
  answers: GivenAnswers,
): string[] {
  return questionsFor(questions, side)
    .filter((question) => question.required && !isAnswered(question, answers))
    .map((question) => question.key);
}

/**
 * The coordinator's own answers that may be kept: those to questions this side is asked, nothing else is stored.
 * Refuses `enrolment.answer-not-offered` when one is no option of its question, or of another kind than asked for.
 */
export function ownAnswers<A extends OwnAnswer>(
  questions: readonly AskedQuestion[],
  side: Side,
  own: Readonly<Record<string, A>>,
): Record<string, A> {
  const kept: Record<string, A> = {};
  for (const question of questionsFor(questions, side)) {
    if (question.kind === 'standard' || !Object.hasOwn(own, question.key)) continue;
    const answer = own[question.key];
    if (answer === undefined || isEmpty(answer)) continue;
    if (!isOffered(question, answer))
      throw new Refusal('enrolment.answer-not-offered', { question: question.key });
    kept[question.key] = answer;
  }
  return kept;
}

function isAnswered(question: AskedQuestion, answers: GivenAnswers): boolean {
  if (question.kind !== 'standard') {
    const answer = Object.hasOwn(answers.own, question.key) ? answers.own[question.key] : undefined;
    return answer !== undefined && !isEmpty(answer);
  }
  switch (question.key) {
    case 'skills':
      return answers.skills.length > 0;
    case 'goals':
      return answers.goals.length > 0 || answers.goalText.trim() !== '';
    case 'interests':
      return answers.interests.length > 0;
    case 'workingStyle':
      return answers.workingStyle !== null;
    case 'languages':
      return answers.languages.length > 0;
    case 'wishes':
      return answers.wishes.length > 0;
    default:
      // A standard question this version does not know cannot be answered, so it must not hold anybody up.
      return true;
  }
}

const isEmpty = (answer: OwnAnswer) =>
  typeof answer === 'string' ? answer.trim() === '' : Array.isArray(answer) && answer.length === 0;

function isOffered(question: AskedQuestion, answer: OwnAnswer): boolean {
  switch (question.kind) {
    case 'choice':
      return typeof answer === 'string' && question.options.includes(answer);
    case 'choices':
      return Array.isArray(answer) && answer.every((one) => question.options.includes(one));
    case 'scale':
      return Number.isInteger(answer) && Number(answer) >= 1 && Number(answer) <= SCALE_MOST;
    default:
      return typeof answer === 'string';
  }
}

/** What makes a form unusable: per question its index and what to do about it; empty when the form is sound. */
export function formFaults(
  questions: readonly AskedQuestion[],
  standardKeys: readonly string[],
): { index: number; field: 'key' | 'options'; message: string }[] {
  const faults: ReturnType<typeof formFaults> = [];
  const seen = new Set<string>();
  for (const [index, question] of questions.entries()) {
    if (seen.has(question.key))
      faults.push({ index, field: 'key', message: 'Another question has this key already.' });
    seen.add(question.key);
    const isStandard = question.kind === 'standard';
    if (isStandard !== standardKeys.includes(question.key))
      faults.push({
        index,
        field: 'key',
        message: isStandard
          ? `A standard question is one of: ${standardKeys.join(', ')}.`
          : 'This key belongs to a standard question.',
      });
    const chooses = question.kind === 'choice' || question.kind === 'choices';
    if (chooses && (question.options.length < 2 || new Set(question.options).size < question.options.length))
      faults.push({ index, field: 'options', message: 'Offer at least two different options.' });
  }
  return faults;
}
