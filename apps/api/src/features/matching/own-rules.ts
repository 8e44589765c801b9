import type { EnrolmentAnswers } from '@ithaca/contracts/enrolments';
import type { EnrolmentForm, MatchingPolicy, OwnRule } from '@ithaca/contracts/programs';
import { ownRuleSubject } from '@ithaca/domain/matching-policy';
import { Refusal } from '@ithaca/domain/refusal';
import type { Participant } from '@ithaca/matching/participant';
import { isProtectedAttribute } from '@ithaca/matching/policy';
import type { Rule } from '@ithaca/matching/policy';

/** What is known of somebody that a rule of a program's own can compare. */
export interface ComparedFacts {
  department: string;
  jobTitle: string;
  site: string;
  grade: number | null;
  attributes: Readonly<Record<string, unknown>>;
  answers: Partial<EnrolmentAnswers>;
}

/** A rule of the program's own for the engine; somebody of whom the fact is not known may be paired with anybody. */
export function toEngineRule(rule: OwnRule): Rule {
  const name = 'label' in rule ? rule.label : 'name' in rule ? rule.name : undefined;
  return {
    code: 'attribute',
    attribute: ownRuleSubject(rule),
    ...(name !== undefined && { name }),
    relation: rule.partners,
    whenUnknown: 'allow',
  };
}

/** What the engine compares of somebody: all that a rule could ask for, or as little as these rules do. */
export function attributesOf(
  { department, jobTitle, site, grade, attributes, answers }: ComparedFacts,
  rules: readonly OwnRule[] | 'any',
): Participant['attributes'] {
  const known: Record<string, string | number | null> = { department, jobTitle, site, grade };
  for (const [name, value] of Object.entries(attributes))
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      known[ownRuleSubject({ of: 'attribute', name })] = String(value);
  for (const [name, answer] of Object.entries(answers.own ?? {}))
    if (typeof answer === 'string') known[ownRuleSubject({ of: 'answer', name })] = answer;
  const wanted = rules === 'any' ? Object.keys(known) : rules.map(ownRuleSubject);
  return Object.fromEntries(
    wanted.map((subject) => [subject, known[subject] === '' ? null : (known[subject] ?? null)]),
  );
}

/** What rules of a program's own can compare beside facts of work; nothing that stands for a protected characteristic. */
export const comparableQuestions = ({ questions }: EnrolmentForm) =>
  questions
    .filter(
      ({ kind, askedOf, key, label }) => kind === 'choice' && askedOf === 'both' && !isProtected(key, label),
    )
    .map(({ key, label }) => ({ of: 'answer' as const, name: key, label }));

const isProtected = (...names: string[]) => names.some(isProtectedAttribute);

/** The policy with the form's own words for the questions it asks about. Refuses a rule over a protected characteristic. */
export function withOwnRules(policy: MatchingPolicy, { questions }: EnrolmentForm): MatchingPolicy {
  if (policy.ownRules === undefined) return policy;
  const ownRules = policy.ownRules.map((rule) => {
    if (rule.of !== 'answer') return rule;
    const question = questions.find(({ key }) => key === rule.name);
    return question ? { ...rule, label: question.label } : rule;
  });
  for (const rule of ownRules) {
    if (!('name' in rule)) continue;
    const name = 'label' in rule ? rule.label : rule.name;
    if (isProtected(rule.name, name)) throw new Refusal('policy.protected-attribute', { name });
  }
  return { ...policy, ownRules };
}
