import { MatchingError } from './errors.ts';

/** What a rule says about a pair when one of the facts it needs is missing. */
export type WhenUnknown = 'allow' | 'exclude';

/** A hard rule as data; `code` is stable and names it in every explanation. Rules about places and about oneself always hold. */
export type Rule =
  | { readonly code: 'own-manager-line'; readonly levels: number }
  | { readonly code: 'same-team' }
  | { readonly code: 'grade-gap'; readonly min: number; readonly whenUnknown: WhenUnknown }
  | { readonly code: 'tenure-gap'; readonly minDays: number; readonly whenUnknown: WhenUnknown }
  | { readonly code: 'common-language'; readonly whenUnknown: WhenUnknown }
  | { readonly code: 'hours-overlap'; readonly minMinutes: number; readonly whenUnknown: WhenUnknown }
  /** Both are there on fewer than `minDays` of the cohort's `runDays` days. */
  | { readonly code: 'time-together'; readonly runDays: number; readonly minDays: number }
  | { readonly code: 'same-site'; readonly whenUnknown: WhenUnknown }
  | { readonly code: 'earlier-partners' }
  | { readonly code: 'do-not-pair' }
  /** `name`: what people call the attribute, where its code does not say it. */
  | {
      readonly code: 'attribute';
      readonly attribute: string;
      readonly name?: string;
      readonly relation: 'same' | 'different';
      readonly whenUnknown: WhenUnknown;
    };

/** A weighted criterion as data. Weights are relative; 0 switches it off. */
export type Criterion =
  | {
      readonly code:
        | 'skills'
        | 'goals'
        | 'interests'
        | 'working-style'
        | 'language'
        | 'site'
        | 'mentee-wish'
        | 'mentor-wish';
      readonly weight: number;
    }
  | { readonly code: 'hours'; readonly weight: number; readonly fullMinutes: number }
  | {
      readonly code: 'grade-distance';
      readonly weight: number;
      readonly from: number;
      readonly to: number;
      readonly fade: number;
      /** Inside the band: the distance that is preferred most. Without it the whole band is as good. */
      readonly best?: number;
    }
  | { readonly code: 'function'; readonly weight: number; readonly prefer: 'same' | 'different' };

/** What the matching is best at; `goal.ts` says exactly what each means. */
export type Objective =
  | 'largest-total'
  | 'largest-worst'
  | 'bounded-loss'
  | 'leximin'
  | 'equal-access'
  | 'stable-for-mentees'
  | 'stable-for-mentors';

/** Circles: a mentor has nobody or from `smallest` to `largest` mentees, of whom at most so many are of one department (null: any number). */
export interface CircleSizes {
  readonly smallest: number;
  readonly largest: number;
  readonly mostOfOneDepartment: number | null;
}

/**
 * How a cohort is matched: plain JSON, versioned, stored with every run. `floor`: pairs scoring less (0–10,000) are never proposed.
 * `lossPerMille`: what `bounded-loss` may give up of the best total (20 = 2 %). `levels`: how many of the lowest distinct scores
 * `leximin` settles one after the other before the total (16). `circles`: mentees come in circles, under `largest-total` only.
 */
export interface MatchingPolicy {
  readonly version: string;
  readonly rules: readonly Rule[];
  readonly criteria: readonly Criterion[];
  readonly objective: Objective;
  readonly floor: number;
  readonly lossPerMille?: number;
  readonly levels?: number;
  readonly circles?: CircleSizes;
}

/** A sensible start for one-to-one career programs. */
export const defaultPolicy: MatchingPolicy = {
  version: '1',
  rules: [
    { code: 'own-manager-line', levels: 2 },
    { code: 'same-team' },
    { code: 'common-language', whenUnknown: 'allow' },
    { code: 'hours-overlap', minMinutes: 120, whenUnknown: 'allow' },
    { code: 'earlier-partners' },
    { code: 'do-not-pair' },
  ],
  criteria: [
    { code: 'skills', weight: 40 },
    { code: 'goals', weight: 20 },
    { code: 'mentee-wish', weight: 15 },
    { code: 'mentor-wish', weight: 5 },
    { code: 'interests', weight: 5 },
    { code: 'working-style', weight: 5 },
    { code: 'language', weight: 5 },
    { code: 'hours', weight: 5, fullMinutes: 240 },
    { code: 'grade-distance', weight: 5, from: 1, to: 3, fade: 3 },
    { code: 'site', weight: 0 },
    { code: 'function', weight: 0, prefer: 'different' },
  ],
  objective: 'largest-total',
  floor: 0,
};

/** What names a rule in every explanation. A policy may have several over attributes: each is named by its own. */
export function ruleName(rule: Rule): RuleName {
  return rule.code === 'attribute' ? `attribute:${rule.name ?? rule.attribute}` : rule.code;
}
export type RuleName = Exclude<Rule['code'], 'attribute'> | `attribute:${string}`;

/** Attributes that no rule may compare: protected characteristics and what stands for them. */
const PROTECTED =
  /^(gender|sex|pronouns?|age|birth.*|date.?of.?birth|dob|ethnic.*|race|racial.*|colou?r|religio.*|belief.*|faith|disabilit.*|health.*|medical.*|pregnan.*|matern.*|patern.*|marital.*|civil.?status|family.?status|sexual.*|orientation|nationalit.*|citizenship|national.?origin|union.*|politic.*|veteran.*|genetic.*|caste)$/i;

/** Words that stand for one wherever they are used, as in "What is your gender?". */
const TELLING =
  /^(gender|sex|pronouns?|age|birth(day|date)?|ethnicity|religion|disabilit(y|ies)|pregnan(t|cy)|marital|sexual|nationality|citizenship|caste)$/i;

/** True when an attribute's name, or a question's words, stand for a protected characteristic. */
export function isProtectedAttribute(name: string): boolean {
  const spaced = name.trim().replace(/([a-z])([A-Z])/g, '$1_$2');
  return PROTECTED.test(spaced) || spaced.split(/[^\p{L}]+/u).some((word) => TELLING.test(word));
}

/** Throws MatchingError (SHAPE, RANGE, NOT_FINITE, PROTECTED_ATTRIBUTE) unless the policy is usable. */
export function checkPolicy(policy: MatchingPolicy): void {
  let weights = 0;
  const seen = new Set<string>();
  for (const criterion of policy.criteria) {
    if (seen.has(criterion.code))
      throw new MatchingError('SHAPE', 'a criterion is given twice', { criterion: criterion.code });
    seen.add(criterion.code);
    for (const [field, value] of Object.entries(criterion))
      if (typeof value === 'number') requireFinite(value, { criterion: criterion.code, field });
    if (criterion.weight < 0)
      throw new MatchingError('RANGE', 'a weight is negative', { criterion: criterion.code });
    weights += criterion.weight;
  }
  if (!(weights > 0)) throw new MatchingError('RANGE', 'no criterion has a weight');
  for (const rule of policy.rules) {
    for (const [field, value] of Object.entries(rule))
      if (typeof value === 'number') requireFinite(value, { rule: rule.code, field });
    if (rule.code === 'attribute' && [rule.attribute, rule.name ?? ''].some(isProtectedAttribute))
      throw new MatchingError('PROTECTED_ATTRIBUTE', 'a rule may not compare a protected attribute', {
        attribute: rule.attribute,
      });
  }
  requireFinite(policy.floor, { field: 'floor' });
  if (!Number.isInteger(policy.floor) || policy.floor < 0 || policy.floor > 10_000)
    throw new MatchingError('RANGE', 'the floor is a whole number from 0 to 10,000', { floor: policy.floor });
  checkCircles(policy);
  for (const [field, most] of [
    ['lossPerMille', 1000],
    ['levels', 10_001],
  ] as const) {
    const value = policy[field];
    if (value === undefined) continue;
    requireFinite(value, { field });
    if (!Number.isInteger(value) || value < 0 || value > most)
      throw new MatchingError('RANGE', `${field} is a whole number from 0 to ${most}`, { field, value });
  }
}

function checkCircles({ circles, objective }: MatchingPolicy): void {
  if (!circles) return;
  for (const [field, value] of Object.entries(circles)) {
    if (value === null) continue;
    requireFinite(Number(value), { field });
    if (!Number.isInteger(value) || Number(value) < 1)
      throw new MatchingError('RANGE', `${field} is a whole number from 1`, { field, value });
  }
  if (circles.smallest > circles.largest)
    throw new MatchingError('RANGE', 'the smallest circle is larger than the largest', { ...circles });
  if (objective !== 'largest-total')
    throw new MatchingError('RANGE', 'circles are matched for the largest total', { objective });
}

function requireFinite(value: number, facts: Readonly<Record<string, unknown>>): void {
  if (!Number.isFinite(value)) throw new MatchingError('NOT_FINITE', 'a number is not finite', facts);
}
