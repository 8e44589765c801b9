import { daysBetween } from './cohort.ts';

/** Who may enrol: every stated condition must hold; an empty list means "any". Grade and tenure bounds are inclusive. */
export interface EligibilityRule {
  departments: string[];
  sites: string[];
  leastGrade: number | null;
  mostGrade: number | null;
  leastTenureDays: number | null;
}

export const everyone: EligibilityRule = {
  departments: [],
  sites: [],
  leastGrade: null,
  mostGrade: null,
  leastTenureDays: null,
};

export interface EligibilityFacts {
  department: string;
  site: string;
  grade: number | null;
  hiredOn: string | null;
  leftOn: string | null;
}

export type EligibilityObstacle = 'department' | 'site' | 'grade' | 'tenure' | 'left';

/** The conditions a person fails on a day, in the order of the rule; empty means eligible. An unknown grade or hire date fails a bound on it. */
export function obstaclesTo(
  rule: EligibilityRule,
  person: EligibilityFacts,
  today: string,
): EligibilityObstacle[] {
  const obstacles: EligibilityObstacle[] = [];
  if (person.leftOn !== null && person.leftOn <= today) obstacles.push('left');
  if (rule.departments.length > 0 && !rule.departments.includes(person.department))
    obstacles.push('department');
  if (rule.sites.length > 0 && !rule.sites.includes(person.site)) obstacles.push('site');
  const { grade } = person;
  if (
    (rule.leastGrade !== null && (grade === null || grade < rule.leastGrade)) ||
    (rule.mostGrade !== null && (grade === null || grade > rule.mostGrade))
  )
    obstacles.push('grade');
  if (
    rule.leastTenureDays !== null &&
    (person.hiredOn === null || daysBetween(person.hiredOn, today) < rule.leastTenureDays)
  )
    obstacles.push('tenure');
  return obstacles;
}
