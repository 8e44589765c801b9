import { solveBudget } from './matching-run.ts';
import { usualCircle } from './circle.ts';
import type { CircleRules } from './circle.ts';

/** Criteria of a matching policy, in the order in which they are shown. */
export const policyCriteria = [
  'skills',
  'goals',
  'interests',
  'workingStyle',
  'language',
  'sharedHours',
  'site',
  'gradeDistance',
  'wishes',
  'function',
] as const;
export type PolicyCriterion = (typeof policyCriteria)[number];
export type PolicyWeights = Readonly<Record<PolicyCriterion, number>>;

/**
 * What a matching is best at, in the order in which it is offered: the total fit; the weakest pair; the weakest pair as far as
 * it costs little of the total; the weakest, then the next weakest, and so on; the group served least, again and again; pairs
 * above a floor only; nobody would rather
 * swap, best for mentees or for mentors.
 */
export const policyGoals = [
  'total',
  'worst-first',
  'bounded-loss',
  'leximin',
  'equal-access',
  'floor',
  'stable-mentees',
  'stable-mentors',
] as const;
export type PolicyGoal = (typeof policyGoals)[number];

/** Facts of work by which equal access can be counted; an attribute that people declare is named by its id instead. */
export const workGroups = ['department', 'site', 'grade'] as const;
export type WorkGroup = (typeof workGroups)[number];

/** What `bounded-loss` may give up where the policy does not say. */
export const usualLossPerMille = 20;

/** Hard rules that can be switched, in the order in which they are shown. */
export const policyRules = [
  'managerLineLevels',
  'notSameTeam',
  'commonLanguage',
  'leastSharedHours',
  'leastGradeGap',
  'leastTenureGapMonths',
  'leastTimeTogether',
  'sameSite',
  'notEarlierPartners',
] as const;
export type PolicyRule = (typeof policyRules)[number];

/** Facts of work that a rule of the program's own can compare, beside attributes of the directory and answers to its form. */
export const ownRuleFacts = ['department', 'jobTitle', 'site', 'grade'] as const;
export type OwnRuleFact = (typeof ownRuleFacts)[number];
export const MOST_OWN_RULES = 6;

/**
 * A rule of the program's own: what both have must be the same, or must differ. `name`: the attribute as the directory has it, or the
 * key of the form's question, whose words `label` keeps, so that a version of the policy says what it asked.
 */
export interface OwnRule {
  readonly of: OwnRuleFact | 'attribute' | 'answer';
  readonly name?: string | undefined;
  readonly label?: string | undefined;
  readonly partners: 'same' | 'different';
}

/** What a rule of the program's own compares, as one text: two rules over the same thing have the same. */
export const ownRuleSubject = ({ of, name }: Pick<OwnRule, 'of' | 'name'>): string =>
  name === undefined ? of : `${of}:${name}`;

/** The mentor's grades above the mentee's (below: negative) that are preferred; with `best`, that one most. */
export interface GradeBand {
  readonly least: number;
  readonly most: number;
  readonly best?: number | null | undefined;
}

/** A matching policy in the coordinator's terms, as far as two of them can be told apart in words. */
export interface PolicyTerms {
  readonly weights: PolicyWeights;
  readonly preferredGradeDistance: GradeBand;
  readonly function: 'same' | 'different';
  readonly rules: { readonly [R in PolicyRule]?: number | boolean | null | undefined };
  readonly objective: string;
  readonly floor: number;
  readonly lossPerMille?: number | undefined;
  readonly searchSeconds?: number | undefined;
  readonly accessBy?: string | undefined;
  readonly circle?: CircleRules | undefined;
  readonly ownRules?: readonly OwnRule[] | undefined;
}

/** One difference between two policies: a stable code with facts; the reader's language makes the sentence. */
export interface PolicyChange {
  code:
    | 'weights'
    | 'grade-band'
    | 'function'
    | 'rule-on'
    | 'rule-off'
    | 'rule-value'
    | 'own-rule-on'
    | 'own-rule-off'
    | 'objective'
    | 'floor'
    | 'loss'
    | 'access'
    | 'search-time'
    | 'circle';
  facts: Record<string, unknown>;
}

const FULL_SHARE = 100;

/** Whole percentages that sum to 100 (largest remainder, earlier criterion first). Without any weight all criteria count the same. */
export function sharesOf(weights: PolicyWeights): Record<PolicyCriterion, number> {
  const isUnweighted = policyCriteria.every((criterion) => weights[criterion] === 0);
  return split(
    FULL_SHARE,
    policyCriteria.map((criterion) => (isUnweighted ? 1 : weights[criterion])),
  );
}

/**
 * Gives one criterion another share; the others that count keep their proportions and share the rest. When no other one
 * counts, the whole stays where it is: shares always sum to 100.
 */
export function withShare(
  shares: PolicyWeights,
  criterion: PolicyCriterion,
  share: number,
): Record<PolicyCriterion, number> {
  const others = policyCriteria.map((one) => (one === criterion ? 0 : shares[one]));
  if (others.every((other) => other === 0)) return { ...split(0, others), [criterion]: FULL_SHARE };
  const own = Math.min(FULL_SHARE, Math.max(0, Math.round(share)));
  return { ...split(FULL_SHARE - own, others), [criterion]: own };
}

/** The rule's parameter: a number, true for a rule without one, null while it is off. */
export function ruleValue(rules: PolicyTerms['rules'], rule: PolicyRule): number | true | null {
  const value = rules[rule];
  if (value === undefined || value === null || value === false) return null;
  if (value === true) return true;
  const isOffAtZero = rule === 'managerLineLevels' || rule === 'leastSharedHours';
  return isOffAtZero && value === 0 ? null : value;
}

/** What tells the second policy from the first, most telling first: goal, rules, weights. Empty when they mean the same. */
export function policyChanges(before: PolicyTerms, after: PolicyTerms): PolicyChange[] {
  const changes: PolicyChange[] = [];
  const note = (code: PolicyChange['code'], facts: PolicyChange['facts']) => changes.push({ code, facts });
  if (before.objective !== after.objective)
    note('objective', { from: before.objective, to: after.objective, ...goalFacts(after) });
  else if (after.objective === 'floor' && before.floor !== after.floor)
    note('floor', { from: before.floor, to: after.floor });
  else if (after.objective === 'bounded-loss' && lossOf(before) !== lossOf(after))
    note('loss', { from: lossOf(before), to: lossOf(after) });
  else if (after.objective === 'equal-access' && accessByOf(before) !== accessByOf(after))
    note('access', { from: accessByOf(before), to: accessByOf(after) });
  for (const rule of policyRules) {
    const [from, to] = [ruleValue(before.rules, rule), ruleValue(after.rules, rule)];
    if (from === to) continue;
    if (to === null) note('rule-off', { rule, ...(from !== true && { value: from }) });
    else if (from === null) note('rule-on', { rule, ...(to !== true && { value: to }) });
    else note('rule-value', { rule, from, to });
  }
  const textOf = (rule: OwnRule) => `${ownRuleSubject(rule)} ${rule.partners}`;
  const ownRules = (terms: PolicyTerms) => terms.ownRules ?? [];
  const without = (rules: readonly OwnRule[], others: readonly OwnRule[]) =>
    rules.filter((rule) => !others.some((other) => textOf(other) === textOf(rule)));
  for (const rule of without(ownRules(after), ownRules(before))) note('own-rule-on', { ...rule });
  for (const rule of without(ownRules(before), ownRules(after))) note('own-rule-off', { ...rule });
  const [had, has] = [before.circle ?? usualCircle, after.circle ?? usualCircle];
  if (
    had.smallest !== has.smallest ||
    had.largest !== has.largest ||
    had.mostOfOneDepartment !== has.mostOfOneDepartment
  )
    note('circle', { ...has });
  const shifts = shiftsOf(before.weights, after.weights);
  if (shifts.length > 0) note('weights', { shifts });
  const [band, next] = [before.preferredGradeDistance, after.preferredGradeDistance];
  if (band.least !== next.least || band.most !== next.most || (band.best ?? null) !== (next.best ?? null))
    note('grade-band', { least: next.least, most: next.most, best: next.best ?? null });
  if (before.function !== after.function) note('function', { from: before.function, to: after.function });
  if (searchSecondsOf(before) !== searchSecondsOf(after))
    note('search-time', { from: searchSecondsOf(before), to: searchSecondsOf(after) });
  return changes;
}

/** Shares that moved, the furthest first. */
function shiftsOf(before: PolicyWeights, after: PolicyWeights) {
  const [had, has] = [sharesOf(before), sharesOf(after)];
  return policyCriteria
    .map((criterion) => ({ criterion, from: had[criterion], to: has[criterion] }))
    .filter(({ from, to }) => from !== to)
    .toSorted((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from));
}

/** The groups that equal access is counted by: a fact of work, or the id of a declared attribute. */
export const accessByOf = ({ accessBy }: Pick<PolicyTerms, 'accessBy'>): string => accessBy ?? 'department';

/** How long a run under the policy may search, in seconds. */
export const searchSecondsOf = ({ searchSeconds }: Pick<PolicyTerms, 'searchSeconds'>): number =>
  searchSeconds ?? solveBudget.usual;

const lossOf = ({ lossPerMille }: PolicyTerms) => lossPerMille ?? usualLossPerMille;

function goalFacts(terms: PolicyTerms): Record<string, unknown> {
  if (terms.objective === 'floor') return { floor: terms.floor };
  if (terms.objective === 'equal-access') return { accessBy: accessByOf(terms) };
  if (terms.objective === 'bounded-loss') return { lossPerMille: lossOf(terms) };
  return {};
}

function split(total: number, parts: readonly number[]): Record<PolicyCriterion, number> {
  const sum = parts.reduce((a, b) => a + b, 0);
  const exact = parts.map((part) => (sum === 0 ? 0 : (total * part) / sum));
  const whole = exact.map(Math.floor);
  const order = exact
    .map((value, index) => ({ index, rest: value - Math.floor(value) }))
    .filter(({ rest }) => rest > 0)
    .toSorted((a, b) => b.rest - a.rest || a.index - b.index);
  let left = sum === 0 ? 0 : total - whole.reduce((a, b) => a + b, 0);
  for (const { index } of order) {
    if (left <= 0) break;
    whole[index] = (whole[index] ?? 0) + 1;
    left -= 1;
  }
  return Object.fromEntries(
    policyCriteria.map((criterion, index) => [criterion, whole[index] ?? 0]),
  ) as Record<PolicyCriterion, number>;
}
