import { SCALE_MOST, shownQuestions } from './enrolment-form.ts';
import type { AskedQuestion } from './enrolment-form.ts';
import { commonSkills } from './program-templates.ts';
import type { Random } from './random.ts';
import type { Locale, Side } from './vocabulary.ts';

/** Answers to an enrolment form as they are sent: see the contract of enrolments. */
export interface InventedAnswers {
  skills: { skill: string; level: number }[];
  /** Of a peer, who wants some skills and can give others. */
  offers: { skill: string; level: number }[];
  goals: string[];
  goalText: string;
  interests: string[];
  workingStyle: 'structured' | 'open' | 'either' | null;
  languages: string[];
  wishes: string[];
  own: Record<string, string | string[] | number>;
}

/** How often a question that need not be answered is answered. */
const WILLINGNESS = 0.8;
const MOST_WISHES = 3;

/**
 * What an invented person answers to the questions they see, question by question, so that those which hang on an earlier answer
 * are met as well. Every required question is answered. `wishable` are ids of people of the other side.
 */
export function inventAnswers(
  random: Random,
  questions: readonly AskedQuestion[],
  person: { side: Side; locale: Locale; languages: readonly string[]; wishable: readonly string[] },
): InventedAnswers {
  const answers: InventedAnswers = {
    skills: [],
    offers: [],
    goals: [],
    goalText: '',
    interests: [],
    workingStyle: null,
    languages: [],
    wishes: [],
    own: {},
  };
  const asked = new Set<string>();
  for (;;) {
    const next = shownQuestions(questions, person.side, answers).find(({ key }) => !asked.has(key));
    if (!next) return answers;
    asked.add(next.key);
    if (!next.required && !random.chance(WILLINGNESS)) continue;
    if (next.kind === 'standard') answerStandard(random, next, person, answers);
    else answers.own[next.key] = ownAnswer(random, next, person.locale);
  }
}

function answerStandard(
  random: Random,
  { key, options }: AskedQuestion,
  person: { side: Side; locale: Locale; languages: readonly string[]; wishable: readonly string[] },
  answers: InventedAnswers,
): void {
  switch (key) {
    case 'skills': {
      const known = options.length > 0 ? options : commonSkills;
      const count = person.side === 'mentor' ? random.between(3, 5) : random.between(2, 3);
      answers.skills = random.sample(known, count).map((skill) => ({ skill, level: random.between(1, 3) }));
      break;
    }
    case 'offers': {
      const wanted = new Set(answers.skills.map(({ skill }) => skill));
      const known = (options.length > 0 ? options : commonSkills).filter((skill) => !wanted.has(skill));
      answers.offers = random
        .sample(known, random.between(2, 3))
        .map((skill) => ({ skill, level: random.between(1, 3) }));
      break;
    }
    case 'goals':
      answers.goals = random.sample(options, random.between(1, 2));
      answers.goalText =
        person.side !== 'mentor' || options.length === 0 ? random.pick(sentences[person.locale]) : '';
      break;
    case 'interests':
      answers.interests = random.sample(options, random.between(1, 3));
      break;
    case 'workingStyle':
      answers.workingStyle = random.pick(['structured', 'open', 'either'] as const);
      break;
    case 'languages':
      answers.languages = [...person.languages];
      break;
    case 'wishes':
      answers.wishes = random.sample(person.wishable, random.between(1, MOST_WISHES));
      break;
  }
}

function ownAnswer(random: Random, question: AskedQuestion, locale: Locale): string | string[] | number {
  const { kind, options } = question;
  switch (kind) {
    case 'choice':
      return random.pick(options);
    case 'choices':
      return random.sample(options, random.between(1, Math.min(3, options.length)));
    case 'ranked':
      return random.shuffle(options);
    case 'scale':
      return random.between(1, SCALE_MOST);
    default:
      return random.pick(sentences[locale]);
  }
}

/** What an invented manager writes with a no. */
export const refusalWords: Readonly<Record<Locale, string>> = {
  en: 'There is no time for it this quarter.',
  de: 'In diesem Quartal fehlt die Zeit dafür.',
  ar: 'لا يتسع الوقت لذلك في هذا الربع.',
};

/** What people write where they may write freely; invented. */
const sentences: Readonly<Record<Locale, readonly string[]>> = {
  en: [
    'Lead a project across two teams',
    'Decide whether to become a manager',
    'Build a network outside my unit',
    'Give a talk at the company meeting',
  ],
  de: [
    'Ein Projekt über zwei Teams hinweg leiten',
    'Herausfinden, ob Führung etwas für mich ist',
    'Ein Netzwerk außerhalb meiner Abteilung aufbauen',
    'Vor der ganzen Firma einen Vortrag halten',
  ],
  ar: [
    'قيادة مشروع يجمع فريقين',
    'أن أقرر هل الإدارة تناسبني',
    'بناء علاقات خارج قسمي',
    'إلقاء كلمة في اجتماع الشركة',
  ],
};
