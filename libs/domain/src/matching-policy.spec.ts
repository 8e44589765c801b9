import { describe, expect, it } from '@jest/globals';

import { policyChanges, policyCriteria, ruleValue, sharesOf, withShare } from './matching-policy.ts';
import type { PolicyTerms } from './matching-policy.ts';
import { programTemplates } from './program-templates.ts';

const none = Object.fromEntries(policyCriteria.map((criterion) => [criterion, 0])) as PolicyTerms['weights'];
const career = programTemplates.find(({ key }) => key === 'career-growth')?.policy as PolicyTerms;
const sum = (shares: PolicyTerms['weights']) => policyCriteria.reduce((total, one) => total + shares[one], 0);

describe('the shares of a policy', () => {
  it('sum to 100 whatever the weights, in their proportion', () => {
    expect(sharesOf({ ...none, skills: 2, goals: 1 })).toMatchObject({ skills: 67, goals: 33, site: 0 });
    expect(sharesOf(none)).toMatchObject({ skills: 10, function: 10 });
    for (const { policy } of programTemplates) expect(sum(sharesOf(policy.weights))).toBe(100);
  });

  it('still sum to 100 after one is moved, and the others keep their proportions', () => {
    const shares = withShare({ ...none, skills: 50, goals: 30, site: 20 }, 'skills', 75);
    expect(shares).toMatchObject({ skills: 75, goals: 15, site: 10, interests: 0 });
    for (let share = -20; share <= 130; share += 7)
      expect(sum(withShare(sharesOf(career.weights), 'goals', share))).toBe(100);
  });

  it('stay with the only criterion that counts', () => {
    expect(withShare({ ...none, skills: 100 }, 'skills', 40)).toMatchObject({ skills: 100 });
    expect(withShare({ ...none, skills: 100 }, 'goals', 40)).toMatchObject({ skills: 60, goals: 40 });
  });
});

describe('what changed between two policies', () => {
  it('is told rule by rule, with the shares that moved', () => {
    const after = {
      ...career,
      objective: 'floor',
      floor: 4000,
      rules: { ...career.rules, notSameTeam: false, managerLineLevels: 3, sameSite: true },
      preferredGradeDistance: { least: 1, most: 3, best: 2 },
    };
    expect(policyChanges(career, after)).toEqual(
      expect.arrayContaining([
        { code: 'objective', facts: { from: career.objective, to: 'floor', floor: 4000 } },
        { code: 'rule-off', facts: { rule: 'notSameTeam' } },
        { code: 'rule-on', facts: { rule: 'sameSite' } },
        { code: 'grade-band', facts: { least: 1, most: 3, best: 2 } },
      ]),
    );
    expect(policyChanges(career, career)).toEqual([]);
  });

  it('names the shares that moved, the furthest first', () => {
    const weights = withShare(sharesOf(career.weights), 'goals', 75);
    const [change] = policyChanges(career, { ...career, weights });
    expect(change).toMatchObject({
      code: 'weights',
      facts: {
        shifts: [
          { criterion: 'goals', from: 15, to: 75 },
          { criterion: 'skills', from: 25 },
          {},
          {},
          {},
          {},
          {},
          {},
        ],
      },
    });
  });

  it('is nothing when only the scale of the weights differs', () => {
    const scaled = Object.fromEntries(
      policyCriteria.map((criterion) => [criterion, career.weights[criterion] * 3]),
    ) as PolicyTerms['weights'];
    expect(policyChanges(career, { ...career, weights: scaled })).toEqual([]);
  });
});

describe('rules of a program’s own', () => {
  it('are told apart by what they compare and which way, not by the words of a question', () => {
    const track = { of: 'answer', name: 'track', label: 'Track', partners: 'same' } as const;
    const site = { of: 'site', partners: 'different' } as const;
    const before = { ...career, ownRules: [track] };
    expect(policyChanges(before, { ...career, ownRules: [{ ...track, label: 'Which track?' }] })).toEqual([]);
    expect(
      policyChanges(before, { ...career, ownRules: [{ ...track, partners: 'different' }, site] }),
    ).toEqual([
      { code: 'own-rule-on', facts: { ...track, partners: 'different' } },
      { code: 'own-rule-on', facts: site },
      { code: 'own-rule-off', facts: track },
    ]);
  });
});

describe('a hard rule', () => {
  it('is off at zero levels or hours, but a gap of zero grades is a rule', () => {
    expect(ruleValue({ managerLineLevels: 0 }, 'managerLineLevels')).toBeNull();
    expect(ruleValue({ leastGradeGap: 0 }, 'leastGradeGap')).toBe(0);
    expect(ruleValue({ leastGradeGap: null }, 'leastGradeGap')).toBeNull();
    expect(ruleValue({}, 'sameSite')).toBeNull();
    expect(ruleValue({ notSameTeam: true }, 'notSameTeam')).toBe(true);
  });
});
