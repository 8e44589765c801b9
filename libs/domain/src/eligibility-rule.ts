import { daysBetween } from './cohort.ts';

/** A fact in words is one of these values, or none of them; of an attribute its name in the directory is given. */
export interface WordsCondition {
  of: 'department' | 'site' | 'jobTitle' | 'attribute';
  attribute?: string | undefined;
  is: 'one-of' | 'none-of';
  values: readonly string[];
}

/** A number lies within inclusive bounds; null is no bound. Tenure counts in days. */
export interface BoundsCondition {
  of: 'grade' | 'tenure';
  least: number | null;
  most: number | null;
}

/** All of the conditions hold, or any of them; an empty group states nothing. */
export interface ConditionGroup {
  match: 'all' | 'any';
  conditions: readonly EligibilityCondition[];
}

export type EligibilityCondition = WordsCondition | BoundsCondition | ConditionGroup;

/** How deep groups may lie in one another, and how many conditions a rule may have in all. */
export const RULE_LIMITS = { depth: 3, conditions: 40 } as const;

/**
 * Who may enrol: every stated condition must hold; an empty list means "any". Grade and tenure bounds are inclusive.
 * `where` says what the plain conditions cannot: alternatives, exceptions, attributes, in groups.
 */
export interface EligibilityRule {
  departments: string[];
  sites: string[];
  leastGrade: number | null;
  mostGrade: number | null;
  leastTenureDays: number | null;
  where?: ConditionGroup | null | undefined;
}

/** The rule that lets everybody in who is employed. */
export const everyone: Omit<EligibilityRule, 'where'> = {
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
  jobTitle?: string | undefined;
  attributes?: Readonly<Record<string, unknown>> | undefined;
}

export const eligibilityObstacles = [
  'left',
  'department',
  'site',
  'grade',
  'tenure',
  'jobTitle',
  'attribute',
] as const;
export type EligibilityObstacle = (typeof eligibilityObstacles)[number];

/** The facts for which a person fails on a day, each once; empty means eligible. An unknown grade or hire date fails a bound on it. */
export function obstaclesTo(
  rule: EligibilityRule,
  person: EligibilityFacts,
  today: string,
): EligibilityObstacle[] {
  const obstacles: EligibilityObstacle[] = [];
  if (person.leftOn !== null && person.leftOn <= today) obstacles.push('left');
  for (const condition of conditionsOf(rule)) obstacles.push(...failures(condition, person, today));
  return [...new Set(obstacles)];
}

/** A rule as the list of conditions that must all hold, whoever wrote it. */
export function conditionsOf(rule: EligibilityRule): EligibilityCondition[] {
  const { departments, sites, leastGrade, mostGrade, leastTenureDays, where } = rule;
  return [
    ...(departments.length > 0 ? [{ of: 'department', is: 'one-of', values: departments } as const] : []),
    ...(sites.length > 0 ? [{ of: 'site', is: 'one-of', values: sites } as const] : []),
    ...(leastGrade !== null || mostGrade !== null
      ? [{ of: 'grade', least: leastGrade, most: mostGrade } as const]
      : []),
    ...(leastTenureDays === null ? [] : [{ of: 'tenure', least: leastTenureDays, most: null } as const]),
    ...(where && where.conditions.length > 0 ? [where] : []),
  ];
}

/** What a condition fails for; of alternatives, everything that any of them failed for. */
function failures(
  condition: EligibilityCondition,
  person: EligibilityFacts,
  today: string,
): EligibilityObstacle[] {
  if ('match' in condition) {
    const failed = condition.conditions.map((one) => failures(one, person, today));
    const holds =
      failed.length === 0 ||
      (condition.match === 'all'
        ? failed.every((one) => one.length === 0)
        : failed.some((one) => one.length === 0));
    return holds ? [] : failed.flat();
  }
  const holds = 'values' in condition ? wordsHold(condition, person) : boundsHold(condition, person, today);
  return holds ? [] : [condition.of];
}

function wordsHold({ of, attribute, is, values }: WordsCondition, person: EligibilityFacts): boolean {
  const value =
    of === 'attribute'
      ? attributeOf(person, attribute ?? '')
      : of === 'jobTitle'
        ? (person.jobTitle ?? '')
        : person[of];
  return values.includes(value) === (is === 'one-of');
}

/** An attribute nobody has recorded is an empty word. */
function attributeOf({ attributes = {} }: EligibilityFacts, name: string): string {
  const value = Object.hasOwn(attributes, name) ? attributes[name] : null;
  return value === null || value === undefined ? '' : String(value);
}

function boundsHold({ of, least, most }: BoundsCondition, person: EligibilityFacts, today: string): boolean {
  if (least === null && most === null) return true;
  const value =
    of === 'grade' ? person.grade : person.hiredOn === null ? null : daysBetween(person.hiredOn, today);
  return value !== null && (least === null || value >= least) && (most === null || value <= most);
}

/** How many conditions a rule states, groups not counted. */
export function countConditions(rule: EligibilityRule): number {
  const count = (condition: EligibilityCondition): number =>
    'match' in condition ? condition.conditions.reduce((sum, one) => sum + count(one), 0) : 1;
  return conditionsOf(rule).reduce((sum, one) => sum + count(one), 0);
}
