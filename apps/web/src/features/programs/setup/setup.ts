import type { Cohort, Program, Question } from '@ithaca/contracts/programs';
import type { LaunchItem } from '@ithaca/domain/cohort';
import type { StepState } from '../../../ui/stepper.tsx';
import type { ProgramChange } from '../programs.queries.ts';

export const setupSteps = [
  'basics',
  'eligibility',
  'questions',
  'matching',
  'rhythm',
  'nudges',
  'surveys',
  'cohort',
  'review',
] as const;
export type SetupStep = (typeof setupSteps)[number];

/** What every step of the setup gets: the program with what was typed, and how to change it. */
export interface StepProps {
  program: Program;
  change: (change: ProgramChange) => void;
  /** What is wrong with a field of the program, by its path: `journey.milestones.0.title`. */
  errorAt: (path: string) => string | undefined;
  isReadOnly: boolean;
}

/** The step in which a missing item is mended. */
export const stepOf: Record<LaunchItem, SetupStep> = {
  purpose: 'basics',
  form: 'questions',
  eligibility: 'eligibility',
  dates: 'cohort',
};

export function stepState(
  step: SetupStep,
  current: SetupStep,
  program: Program,
  cohort: Cohort | undefined,
): StepState {
  if (step === current) return 'current';
  if (cohort?.missing.some((item) => stepOf[item] === step)) return 'problem';
  if (step === 'basics') return program.purpose.trim() === '' ? 'todo' : 'done';
  if (step === 'questions') return program.form.questions.length === 0 ? 'todo' : 'done';
  if (step === 'cohort') return cohort ? 'done' : 'todo';
  if (step === 'review') return cohort && cohort.state !== 'draft' ? 'done' : 'todo';
  return 'done';
}

/** What a question really serves: a standard one only matters to matching while its weight or rule is on. */
export function usedFor(question: Question, policy: Program['policy']): Question['usedFor'] {
  const isCompared = policy.ownRules?.some((rule) => rule.of === 'answer' && rule.name === question.key);
  if (question.kind !== 'standard') return isCompared ? 'matching' : question.usedFor;
  const { weights, rules } = policy;
  const matters =
    {
      skills: weights.skills > 0,
      offers: weights.skills > 0,
      goals: weights.goals > 0,
      interests: weights.interests > 0,
      workingStyle: weights.workingStyle > 0,
      languages: weights.language > 0 || rules.commonLanguage,
      wishes: weights.wishes > 0,
    }[question.key] ?? true;
  if (matters) return 'matching';
  return question.usedFor === 'report' ? 'report' : 'nothing';
}

/** Minutes after midnight as `09:30`, and back; NaN for anything else. */
export const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
export const minutesOf = (clock: string): number =>
  /^\d{2}:\d{2}$/.test(clock) ? Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)) : Number.NaN;
