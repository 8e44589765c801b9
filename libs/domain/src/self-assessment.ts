import { daysBetween } from './cohort.ts';

/** A mentee looks at the own skills at the start and at the end; what lies between is the growth. */
export const assessmentPhases = ['start', 'end'] as const;
export type AssessmentPhase = (typeof assessmentPhases)[number];

export const ASSESSMENT_LIMITS = { skills: 10, note: 1000 } as const;

/** How sure somebody is of a skill, 1 to 5: from here up it is a strength, up to there an area to grow in. */
export const ASSESSMENT_BANDS = { strengthFrom: 4, growthUpTo: 2 } as const;

export interface AssessedSkill {
  skill: string;
  now: number;
}

/**
 * Which of the two is open on a day? The start in the first third of the time, and in the second while there is none; the
 * end in the last third and once the pairing is over. Null between them, and before the pairing began.
 */
export function openPhase(
  time: { startedOn: string | null; endsOn: string; isOver: boolean },
  hasStart: boolean,
  today: string,
): AssessmentPhase | null {
  const { startedOn, endsOn, isOver } = time;
  if (startedOn === null) return null;
  const whole = Math.max(3, daysBetween(startedOn, endsOn));
  const passed = daysBetween(startedOn, today) / whole;
  if (isOver || passed >= 2 / 3) return 'end';
  return passed < 1 / 3 || !hasStart ? 'start' : null;
}

export interface SkillChange {
  skill: string;
  /** Null where it was not assessed then. */
  start: number | null;
  end: number | null;
  difference: number | null;
}

/** Both looks side by side, the largest growth first; skills that were assessed once come last. */
export function compareAssessments(
  start: readonly AssessedSkill[],
  end: readonly AssessedSkill[],
): SkillChange[] {
  const before = new Map(start.map(({ skill, now }) => [skill, now]));
  const after = new Map(end.map(({ skill, now }) => [skill, now]));
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((skill): SkillChange => {
      const [first, second] = [before.get(skill) ?? null, after.get(skill) ?? null];
      return {
        skill,
        start: first,
        end: second,
        difference: first === null || second === null ? null : second - first,
      };
    })
    .sort((one, other) => (other.difference ?? -9) - (one.difference ?? -9));
}
