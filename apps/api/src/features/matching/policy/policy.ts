import type { Contribution as ContractContribution } from '@ithaca/contracts/matching';
import type { MatchingPolicy as ProgramPolicy } from '@ithaca/contracts/programs';
import { circleOf } from '@ithaca/domain/circle';
import type { Format } from '@ithaca/domain/vocabulary';
import { usualLossPerMille } from '@ithaca/domain/matching-policy';
import type { Criterion, MatchingPolicy, Rule } from '@ithaca/matching/policy';
import { FULL_SCORE } from '@ithaca/matching/score';
import type { Contribution } from '@ithaca/matching/score';

import { toEngineRule } from '../own-rules.ts';

/** Four hours of common working time are as good as it gets; a grade beside the wanted band costs a third each. */
const FULL_SHARED_MINUTES = 240;
const GRADE_FADE = 3;
const DAYS_A_MONTH = 365.25 / 12;

/** The engine's criterion behind each of the coordinator's; wishes count for both sides. */
const criterionOf: Readonly<Record<Criterion['code'], keyof ProgramPolicy['weights']>> = {
  skills: 'skills',
  goals: 'goals',
  interests: 'interests',
  'working-style': 'workingStyle',
  language: 'language',
  hours: 'sharedHours',
  site: 'site',
  'grade-distance': 'gradeDistance',
  'mentee-wish': 'wishes',
  'mentor-wish': 'wishes',
  function: 'function',
};

/** The engine's objective behind each goal; a floor is the largest total over fewer pairs. */
const objectiveOf: Readonly<Record<ProgramPolicy['objective'], MatchingPolicy['objective']>> = {
  total: 'largest-total',
  'worst-first': 'largest-worst',
  'bounded-loss': 'bounded-loss',
  leximin: 'leximin',
  'equal-access': 'equal-access',
  floor: 'largest-total',
  'stable-mentees': 'stable-for-mentees',
  'stable-mentors': 'stable-for-mentors',
};

/**
 * The engine's policy from the coordinator's. A missing fact never excludes anybody. Where the form asks mentors for wishes
 * as well, theirs take a third of that share, so that shares stay what they say. Without any weight all criteria weigh the same.
 */
export function toEnginePolicy(
  policy: ProgramPolicy,
  {
    version,
    mentorsWish,
    format,
    runDays,
  }: { version: string; mentorsWish: boolean; format: Format; runDays: number },
): MatchingPolicy {
  const { rules, preferredGradeDistance } = policy;
  const circle = circleOf(format, policy);
  const isUnweighted = Object.values(policy.weights).every((weight) => weight === 0);
  // Thrice the weight, so that a third of it is a whole number.
  const weight = (key: keyof ProgramPolicy['weights']) => (isUnweighted ? 1 : policy.weights[key]) * 3;
  const mentorsPart = weight('wishes') / 3;
  const hard: Rule[] = [{ code: 'do-not-pair' }];
  if (rules.managerLineLevels > 0) hard.push({ code: 'own-manager-line', levels: rules.managerLineLevels });
  if (rules.notSameTeam) hard.push({ code: 'same-team' });
  if (rules.commonLanguage) hard.push({ code: 'common-language', whenUnknown: 'allow' });
  if (rules.leastSharedHours > 0)
    hard.push({ code: 'hours-overlap', minMinutes: rules.leastSharedHours * 60, whenUnknown: 'allow' });
  if (rules.leastGradeGap !== null)
    hard.push({ code: 'grade-gap', min: rules.leastGradeGap, whenUnknown: 'allow' });
  if (rules.leastTenureGapMonths != null)
    hard.push({
      code: 'tenure-gap',
      minDays: Math.round(rules.leastTenureGapMonths * DAYS_A_MONTH),
      whenUnknown: 'allow',
    });
  if (rules.leastTimeTogether != null)
    hard.push({
      code: 'time-together',
      runDays,
      minDays: Math.ceil((runDays * rules.leastTimeTogether) / 100),
    });
  if (rules.sameSite) hard.push({ code: 'same-site', whenUnknown: 'allow' });
  if (rules.notEarlierPartners) hard.push({ code: 'earlier-partners' });
  hard.push(...(policy.ownRules ?? []).map(toEngineRule));
  const { least, most, best } = preferredGradeDistance;
  return {
    version,
    rules: hard,
    criteria: [
      { code: 'skills', weight: weight('skills') },
      { code: 'goals', weight: weight('goals') },
      { code: 'interests', weight: weight('interests') },
      { code: 'working-style', weight: weight('workingStyle') },
      { code: 'language', weight: weight('language') },
      { code: 'hours', weight: weight('sharedHours'), fullMinutes: FULL_SHARED_MINUTES },
      { code: 'site', weight: weight('site') },
      {
        code: 'grade-distance',
        weight: weight('gradeDistance'),
        from: least,
        to: most,
        fade: GRADE_FADE,
        ...(best != null && { best }),
      },
      { code: 'mentee-wish', weight: mentorsWish ? weight('wishes') - mentorsPart : weight('wishes') },
      { code: 'mentor-wish', weight: mentorsWish ? mentorsPart : 0 },
      { code: 'function', weight: weight('function'), prefer: policy.function },
    ],
    objective: objectiveOf[policy.objective],
    floor: policy.objective === 'floor' ? policy.floor : 0,
    ...(circle && { circles: { ...circle } }),
    ...(policy.objective === 'bounded-loss' && { lossPerMille: policy.lossPerMille ?? usualLossPerMille }),
  };
}

/** The parts of a score as the contract tells them: `most` is what the criterion could have given. */
export function toContributions(
  contributions: readonly Contribution[],
  policy: MatchingPolicy,
): ContractContribution[] {
  const weights = policy.criteria.reduce((sum, criterion) => sum + criterion.weight, 0);
  return contributions.map(({ code, value, weight, points, missing, facts }) => ({
    criterion: criterionOf[code],
    value,
    points,
    most: Math.max(points, Math.round((FULL_SCORE * weight) / weights)),
    evidence: { code, facts: missing ? { ...facts, missing } : facts },
  }));
}
