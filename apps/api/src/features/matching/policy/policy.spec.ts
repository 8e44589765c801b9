import { describe, expect, it } from '@jest/globals';
import type { MatchingPolicy } from '@ithaca/contracts/programs';
import { programTemplates } from '@ithaca/domain/program-templates';
import { checkPolicy } from '@ithaca/matching/policy';

import { toContributions, toEnginePolicy } from './policy.ts';

const terms = { version: '7', mentorsWish: true, format: 'one-to-one' as const, runDays: 182 };
const policyOf = (key: string) =>
  programTemplates.find((template) => template.key === key)?.policy as MatchingPolicy;

describe('the engine’s policy', () => {
  it.each(programTemplates.map(({ key }) => key))('is usable for the template %s', (key) => {
    expect(() => checkPolicy(toEnginePolicy(policyOf(key), terms))).not.toThrow();
  });

  it('always keeps those apart who asked for it, and names only the rules that are on', () => {
    const policy = policyOf('career-growth');
    const rules = { ...policy.rules, managerLineLevels: 0, notSameTeam: false, commonLanguage: false };
    const off = { ...rules, leastSharedHours: 0, leastGradeGap: null, notEarlierPartners: false };
    expect(toEnginePolicy({ ...policy, rules: off }, terms).rules).toEqual([{ code: 'do-not-pair' }]);
    expect(toEnginePolicy(policy, terms).rules).toContainEqual({ code: 'own-manager-line', levels: 2 });
  });

  it('uses the floor only where the objective asks for one', () => {
    const policy = { ...policyOf('career-growth'), floor: 6000 };
    expect(toEnginePolicy(policy, terms).floor).toBe(0);
    expect(toEnginePolicy({ ...policy, objective: 'floor' }, terms).floor).toBe(6000);
    expect(toEnginePolicy({ ...policy, objective: 'worst-first' }, terms).objective).toBe('largest-worst');
  });

  it('gives up of the total what the policy allows, and the usual where it does not say', () => {
    const policy = { ...policyOf('career-growth'), objective: 'bounded-loss' as const };
    expect(toEnginePolicy(policy, terms)).toMatchObject({ objective: 'bounded-loss', lossPerMille: 20 });
    expect(toEnginePolicy({ ...policy, lossPerMille: 50 }, terms).lossPerMille).toBe(50);
  });

  it('weighs all criteria alike when none has a weight', () => {
    const policy = policyOf('career-growth');
    const weights = Object.fromEntries(Object.keys(policy.weights).map((key) => [key, 0]));
    const engine = toEnginePolicy({ ...policy, weights: weights as MatchingPolicy['weights'] }, terms);
    expect(new Set(engine.criteria.map(({ weight }) => weight))).toEqual(new Set([3, 2, 1]));
  });

  it('counts mentors’ wishes only where they are asked, and within the share of wishes', () => {
    const weightsOf = (mentorsWish: boolean) => {
      const { criteria } = toEnginePolicy(policyOf('career-growth'), { ...terms, mentorsWish });
      const weightOf = (wanted: string) => criteria.find(({ code }) => code === wanted)?.weight;
      return [weightOf('mentee-wish'), weightOf('mentor-wish')];
    };
    expect(weightsOf(true)).toEqual([8, 4]);
    expect(weightsOf(false)).toEqual([12, 0]);
  });

  it('knows the gap of tenure, the common site and the best distance inside a band', () => {
    const policy = policyOf('career-growth');
    const engine = toEnginePolicy(
      {
        ...policy,
        preferredGradeDistance: { least: 1, most: 3, best: 2 },
        rules: { ...policy.rules, leastTenureGapMonths: 12, leastTimeTogether: 75, sameSite: true },
      },
      terms,
    );
    expect(engine.rules).toContainEqual({ code: 'tenure-gap', minDays: 365, whenUnknown: 'allow' });
    expect(engine.rules).toContainEqual({ code: 'time-together', runDays: 182, minDays: 137 });
    expect(engine.rules).toContainEqual({ code: 'same-site', whenUnknown: 'allow' });
    expect(engine.criteria).toContainEqual({
      code: 'grade-distance',
      weight: 6,
      from: 1,
      to: 3,
      fade: 3,
      best: 2,
    });
  });
});

describe('the parts of a score', () => {
  it('carry the coordinator’s criterion, the most it could give, and say when an answer is missing', () => {
    const policy = toEnginePolicy(policyOf('career-growth'), {
      ...terms,
      mentorsWish: false,
      format: 'one-to-one' as const,
    });
    const parts = toContributions(
      [
        { code: 'hours', value: 1, weight: 6, points: 1000, missing: false, facts: { minutes: 300 } },
        { code: 'mentee-wish', value: 0.5, weight: 12, points: 1000, missing: true, facts: {} },
      ],
      policy,
    );
    expect(parts).toEqual([
      {
        criterion: 'sharedHours',
        value: 1,
        points: 1000,
        most: 1000,
        evidence: { code: 'hours', facts: { minutes: 300 } },
      },
      {
        criterion: 'wishes',
        value: 0.5,
        points: 1000,
        most: 2000,
        evidence: { code: 'mentee-wish', facts: { missing: true } },
      },
    ]);
  });
});
