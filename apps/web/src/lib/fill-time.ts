import type { Question } from '@ithaca/contracts/programs';
import { isMeantFor } from '@ithaca/domain/enrolment-form';
import type { Side } from '@ithaca/domain/vocabulary';

/** Seconds a person usually needs; standard questions by key, own ones by kind. */
const seconds: Record<string, number> = {
  skills: 50,
  offers: 50,
  goals: 45,
  interests: 20,
  workingStyle: 10,
  languages: 10,
  wishes: 30,
  choice: 10,
  choices: 15,
  ranked: 25,
  scale: 8,
  text: 45,
};
const aroundIt = 30;

/** About how many minutes one side needs for a form, rounded up; what is optional counts half. */
export function minutesToFill(questions: readonly Question[], side: Side): number {
  const total = questions
    .filter(({ askedOf }) => isMeantFor(askedOf, side))
    .reduce(
      (sum, { kind, key, required }) =>
        sum + (seconds[kind === 'standard' ? key : kind] ?? 20) * (required ? 1 : 0.5),
      aroundIt,
    );
  return Math.max(1, Math.ceil(total / 60));
}

/** A form that takes longer loses people. */
export const longestFill = 4;
