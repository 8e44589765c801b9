import { Refusal } from './refusal.ts';
import type { Locale, Side, UnequalSide } from './vocabulary.ts';

/** The kinds of a coordinator's own question; `ranked` is answered with options in order, best first. */
export const ownKinds = ['choice', 'choices', 'ranked', 'scale', 'text'] as const;
export type OwnKind = (typeof ownKinds)[number];

/** A question is shown only when an earlier one has been answered with one of these. */
export interface ShownWhen {
  question: string;
  anyOf: readonly (string | number)[];
}

/** A question as far as the rules of answering need it; `standard` keys name an answer of their own, others lie under `own`. */
export interface AskedQuestion {
  key: string;
  kind: 'standard' | OwnKind;
  options: readonly string[];
  required: boolean;
  askedOf: 'both' | UnequalSide;
  shownWhen?: ShownWhen | null | undefined;
}

/** The words of a question in one language; `options` stand in the order of the question's own. */
export interface QuestionWords {
  label: string;
  help: string;
  options: readonly string[];
}

type OwnAnswer = string | readonly string[] | number;

export interface GivenAnswers {
  skills: readonly { readonly skill: string }[];
  offers: readonly { readonly skill: string }[];
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

/** Is what is meant for `wanted` for somebody on this side? A peer is both. */
export const isMeantFor = (wanted: 'both' | UnequalSide, side: Side): boolean =>
  wanted === 'both' || side === 'peer' || wanted === side;

/** The questions of a form that this side is asked, in their order. */
export function questionsFor<Q extends AskedQuestion>(questions: readonly Q[], side: Side): Q[] {
  return questions.filter(({ askedOf }) => isMeantFor(askedOf, side));
}

/**
 * The questions a person of this side sees, given what they have answered so far, in their order. A question that
 * hangs on one which is not shown itself is not shown either.
 */
export function shownQuestions<Q extends AskedQuestion>(
  questions: readonly Q[],
  side: Side,
  answers: GivenAnswers,
): Q[] {
  const shown = new Map<string, Q>();
  for (const question of questionsFor(questions, side)) {
    const { shownWhen } = question;
    if (shownWhen) {
      const other = shown.get(shownWhen.question);
      if (!other || !answersGiven(other, answers).some((one) => shownWhen.anyOf.includes(one))) continue;
    }
    shown.set(question.key, question);
  }
  return [...shown.values()];
}

/** What a condition may ask of an answer: the options chosen, the step of a scale; a text counts as it was written. */
function answersGiven(question: AskedQuestion, answers: GivenAnswers): readonly (string | number)[] {
  if (question.kind !== 'standard') {
    const answer = Object.hasOwn(answers.own, question.key) ? answers.own[question.key] : undefined;
    if (answer === undefined) return [];
    return typeof answer === 'string' || typeof answer === 'number' ? [answer] : answer;
  }
  switch (question.key) {
    case 'skills':
      return answers.skills.map(({ skill }) => skill);
    case 'offers':
      return answers.offers.map(({ skill }) => skill);
    case 'goals':
      return answers.goals;
    case 'interests':
      return answers.interests;
    case 'workingStyle':
      return answers.workingStyle === null ? [] : [answers.workingStyle];
    case 'languages':
      return answers.languages;
    default:
      return [];
  }
}

/** Keys of the required questions that a person sees and has not answered, in the order of the form; empty when it may be sent. Goals may be named or written. */
export function missingAnswers(
  questions: readonly AskedQuestion[],
  side: Side,
  answers: GivenAnswers,
): string[] {
  return shownQuestions(questions, side, answers)
    .filter((question) => question.required && !isAnswered(question, answers))
    .map((question) => question.key);
}

/**
 * The answers to own questions that may be kept: those to questions this person sees, nothing else is stored.
 * Refuses `enrolment.answer-not-offered` when one is no option of its question, or of another kind than asked for.
 */
export function ownAnswers<A extends OwnAnswer>(
  questions: readonly AskedQuestion[],
  side: Side,
  answers: Omit<GivenAnswers, 'own'> & { own: Readonly<Record<string, A>> },
): Record<string, A> {
  const { own } = answers;
  const kept: Record<string, A> = {};
  for (const question of shownQuestions(questions, side, answers)) {
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
    case 'offers':
      return answers.offers.length > 0;
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
    case 'ranked':
      return (
        Array.isArray(answer) &&
        answer.every((one) => question.options.includes(one)) &&
        new Set(answer).size === answer.length
      );
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
): { index: number; field: 'key' | 'options' | 'shownWhen'; message: string }[] {
  const faults: ReturnType<typeof formFaults> = [];
  const seen = new Map<string, AskedQuestion>();
  for (const [index, question] of questions.entries()) {
    if (seen.has(question.key))
      faults.push({ index, field: 'key', message: 'Another question has this key already.' });
    const isStandard = question.kind === 'standard';
    if (isStandard !== standardKeys.includes(question.key))
      faults.push({
        index,
        field: 'key',
        message: isStandard
          ? `A standard question is one of: ${standardKeys.join(', ')}.`
          : 'This key belongs to a standard question.',
      });
    if (
      hasOptions(question.kind) &&
      (question.options.length < 2 || new Set(question.options).size < question.options.length)
    )
      faults.push({ index, field: 'options', message: 'Offer at least two different options.' });
    const message = conditionFault(question, seen);
    if (message !== null) faults.push({ index, field: 'shownWhen', message });
    seen.set(question.key, question);
  }
  return faults;
}

/** Is a question of this kind answered with its own options? */
export function hasOptions(kind: string): boolean {
  return kind === 'choice' || kind === 'choices' || kind === 'ranked';
}

/** May other questions hang on this one: is it answered with something that can be named beforehand? */
export function canBeCondition({ kind, key }: Pick<AskedQuestion, 'kind' | 'key'>): boolean {
  return kind === 'standard' ? key !== 'wishes' : kind !== 'text';
}

/** Why a question could never be shown as asked for; null when its condition is sound or absent. */
function conditionFault(question: AskedQuestion, earlier: ReadonlyMap<string, AskedQuestion>): string | null {
  const { shownWhen } = question;
  if (!shownWhen) return null;
  if (question.kind === 'standard') return 'A standard question is always shown.';
  const other = earlier.get(shownWhen.question);
  if (!other) return 'A question can hang on an earlier one only.';
  if (!canBeCondition(other)) return 'A question cannot hang on an answer in free words.';
  if (other.askedOf !== 'both' && other.askedOf !== question.askedOf)
    return 'The question it hangs on is not asked of everyone who is asked this one.';
  if (shownWhen.anyOf.length === 0) return 'Name at least one answer.';
  if (hasOptions(other.kind) && shownWhen.anyOf.some((one) => !other.options.includes(String(one))))
    return 'Name answers that the other question offers.';
  return null;
}

/** Where the base words of a question stand in another language; a question without them is shown in its own. */
export interface TranslatedQuestion extends QuestionWords {
  kind: string;
  texts?: Readonly<Partial<Record<Locale, QuestionWords | undefined>>> | undefined;
}

/** A question in a reader's language, with each option's stored value beside its words; untranslated parts stay as written. */
export function questionWords(
  question: TranslatedQuestion,
  locale: Locale,
): { label: string; help: string; options: { value: string; label: string }[] } {
  const words = question.texts?.[locale];
  return {
    label: words?.label || question.label,
    help: words?.help || question.help,
    options: question.options.map((value, index) => ({ value, label: words?.options[index] || value })),
  };
}

/** Is a coordinator's question said in full in a language? Standard questions speak every language of the product. */
export function isTranslated(question: TranslatedQuestion, locale: Locale): boolean {
  if (question.kind === 'standard') return true;
  const words = question.texts?.[locale];
  if (!words || words.label.trim() === '') return false;
  if (question.help.trim() !== '' && words.help.trim() === '') return false;
  return (
    !hasOptions(question.kind) ||
    question.options.every((_, index) => (words.options[index] ?? '').trim() !== '')
  );
}

/** What changed between two forms, by the keys of the questions; `order` when only places were exchanged. */
export function formChanges<Q extends AskedQuestion>(
  before: readonly Q[],
  after: readonly Q[],
): { added: string[]; removed: string[]; changed: string[]; order: boolean } {
  const old = new Map(before.map((question) => [question.key, question]));
  const kept = after.filter(({ key }) => old.has(key));
  const keys = new Set(after.map(({ key }) => key));
  const stayed = before.filter(({ key }) => keys.has(key));
  return {
    added: after.filter(({ key }) => !old.has(key)).map(({ key }) => key),
    removed: before.filter(({ key }) => !keys.has(key)).map(({ key }) => key),
    changed: kept
      .filter((question) => canonical(question) !== canonical(old.get(question.key)))
      .map(({ key }) => key),
    order: kept.some(({ key }, index) => stayed[index]?.key !== key),
  };
}

/** The same text for the same content, whatever the order of its fields: rows come back from the database in another. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
