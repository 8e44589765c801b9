import { describe, expect, it } from '@jest/globals';
import { findExclusions, isEligible } from './eligibility.ts';
import { givenMentee, givenMentor } from './given.ts';
import { overlapMinutes, toProfile, type Participant } from './participant.ts';
import { checkPolicy, defaultPolicy, isProtectedAttribute, type Rule } from './policy.ts';

const codes = (
  rule: Rule | undefined,
  mentee: Partial<Participant>,
  mentor: Partial<Participant>,
): string[] => {
  const a = toProfile(givenMentee('a', mentee));
  const b = toProfile(givenMentor('b', mentor));
  const rules = rule ? [rule] : [];
  const found = findExclusions(a, b, rules).map(({ code }) => code);
  expect(isEligible(a, b, rules)).toBe(found.filter((code) => code !== 'capacity').length === 0);
  return found;
};
const exclude = 'exclude' as const;
const allow = 'allow' as const;

describe('a mentee and a mentor', () => {
  it('are never the same person, and the mentor has a place', () => {
    expect(codes(undefined, { personId: 'x' }, { personId: 'x' })).toEqual(['same-person']);
    expect(codes(undefined, {}, { capacity: 0 })).toEqual(['capacity']);
    expect(codes(undefined, {}, {})).toEqual([]);
  });

  it('do not report to one another, in either direction, up to the level of the rule', () => {
    const rule: Rule = { code: 'own-manager-line', levels: 2 };
    expect(codes(rule, { managerLine: ['m', 'p-b'] }, {})).toEqual(['own-manager-line']);
    expect(codes(rule, {}, { managerLine: ['p-a'] })).toEqual(['own-manager-line']);
    expect(codes(rule, { managerLine: ['m', 'n', 'p-b'] }, {})).toEqual([]);
    expect(codes({ ...rule, levels: 3 }, { managerLine: ['m', 'n', 'p-b'] }, {})).toEqual([
      'own-manager-line',
    ]);
  });

  it('are of different teams; an unknown team excludes nobody', () => {
    expect(codes({ code: 'same-team' }, { teamId: 't' }, { teamId: 't' })).toEqual(['same-team']);
    expect(codes({ code: 'same-team' }, { teamId: null }, { teamId: null })).toEqual([]);
  });

  it('keep the gap of grade and of tenure, and an unknown one counts as the rule says', () => {
    const grade: Rule = { code: 'grade-gap', min: 2, whenUnknown: exclude };
    expect(codes(grade, { grade: 3 }, { grade: 5 })).toEqual([]);
    expect(codes(grade, { grade: 3 }, { grade: 4 })).toEqual(['grade-gap']);
    expect(codes(grade, { grade: null }, { grade: 4 })).toEqual(['grade-gap']);
    expect(codes({ ...grade, whenUnknown: allow }, { grade: null }, { grade: 4 })).toEqual([]);
    const tenure: Rule = { code: 'tenure-gap', minDays: 365, whenUnknown: allow };
    expect(codes(tenure, { tenureDays: 10 }, { tenureDays: 300 })).toEqual(['tenure-gap']);
    expect(codes(tenure, { tenureDays: 10 }, { tenureDays: 375 })).toEqual([]);
  });

  it('share a language', () => {
    const rule: Rule = { code: 'common-language', whenUnknown: exclude };
    expect(codes(rule, { languages: ['de', 'en'] }, { languages: ['en'] })).toEqual([]);
    expect(codes(rule, { languages: ['de'] }, { languages: ['en'] })).toEqual(['common-language']);
    expect(codes(rule, { languages: [] }, { languages: ['en'] })).toEqual(['common-language']);
  });

  it('share working hours, over midnight too', () => {
    const minutes = (a: Partial<Participant>, b: Partial<Participant>): number | undefined =>
      overlapMinutes(toProfile(givenMentee('a', a)), toProfile(givenMentor('b', b)));
    const hours = (from: number, to: number): Partial<Participant> => ({
      workingHours: { from: 60 * from, to: 60 * to },
    });
    expect(minutes(hours(9, 17), hours(13, 21))).toBe(240);
    expect(minutes(hours(22, 6), hours(4, 12))).toBe(120);
    expect(minutes(hours(4, 12), hours(22, 6))).toBe(120);
    expect(minutes(hours(20, 4), hours(22, 6))).toBe(360);
    expect(minutes(hours(9, 17), hours(17, 20))).toBe(0);
    expect(minutes(hours(1, 23), hours(22, 2))).toBe(120);
    expect(minutes({ timeZoneOffsetMinutes: 60 }, { timeZoneOffsetMinutes: -300 })).toBe(120);
    expect(minutes({ timeZoneOffsetMinutes: 780 }, { timeZoneOffsetMinutes: -660 })).toBe(480);
    expect(minutes({}, hours(9, 17))).toBeUndefined();
    const rule: Rule = { code: 'hours-overlap', minMinutes: 180, whenUnknown: allow };
    expect(codes(rule, hours(9, 17), hours(15, 23))).toEqual(['hours-overlap']);
    expect(codes(rule, {}, hours(15, 23))).toEqual([]);
  });

  it('are there together for long enough: days away before and after the cohort, and twice the same, do not count', () => {
    const away = (...daysAway: { from: number; until: number }[]): Partial<Participant> => ({ daysAway });
    const rule: Rule = { code: 'time-together', runDays: 70, minDays: 35 };
    const excludes = (a: Partial<Participant>, b: Partial<Participant>) =>
      findExclusions(toProfile(givenMentee('a', a)), toProfile(givenMentor('b', b)), [rule]);
    expect(excludes({}, {})).toEqual([]);
    expect(excludes(away({ from: -100, until: 20 }), away({ from: 55, until: 300 }))).toEqual([]);
    expect(excludes(away({ from: -100, until: 21 }), away({ from: 55, until: 300 }))).toEqual([
      { code: 'time-together', facts: { weeks: 4, required: 5 } },
    ]);
    // The same three weeks for both, one of them in two entries that overlap.
    const both = [
      away({ from: 0, until: 30 }),
      away({ from: 12, until: 30 }, { from: 0, until: 14 }, { from: 60, until: 65 }),
    ] as const;
    expect(excludes(...both)).toEqual([]);
    expect(excludes(both[0], away({ from: 30, until: 36 }))).toHaveLength(1);
  });

  it('were not partners before and did not ask to be kept apart, on either side', () => {
    expect(codes({ code: 'earlier-partners' }, { earlierPartners: ['p-b'] }, {})).toEqual([
      'earlier-partners',
    ]);
    expect(codes({ code: 'earlier-partners' }, {}, { earlierPartners: ['p-a'] })).toEqual([
      'earlier-partners',
    ]);
    expect(codes({ code: 'do-not-pair' }, { doNotPairWith: ['p-b'] }, {})).toEqual(['do-not-pair']);
    expect(codes({ code: 'do-not-pair' }, {}, { doNotPairWith: ['p-a'] })).toEqual(['do-not-pair']);
  });

  it('keep the program’s own rule over an attribute, and of site', () => {
    const rule: Rule = { code: 'attribute', attribute: 'region', relation: 'same', whenUnknown: exclude };
    const at = (region: string): Partial<Participant> => ({ attributes: { region } });
    expect(codes(rule, at('north'), at('north'))).toEqual([]);
    expect(codes(rule, at('north'), at('south'))).toEqual(['attribute:region']);
    const apart: Rule = { ...rule, relation: 'different', name: 'Region of work' };
    expect(codes(apart, at('north'), at('north'))).toEqual(['attribute:Region of work']);
    expect(codes(rule, at('north'), {})).toEqual(['attribute:region']);
    expect(codes({ code: 'same-site', whenUnknown: allow }, { site: 'x' }, { site: 'y' })).toEqual([
      'same-site',
    ]);
  });
});

describe('a policy', () => {
  it('may not compare a protected attribute, whatever it is called', () => {
    for (const name of [
      'gender',
      'Sex',
      'age',
      'dateOfBirth',
      'ethnicity',
      'religion',
      'maritalStatus',
      'disability',
      'attribute:gender',
      'What is your age group?',
    ])
      expect(isProtectedAttribute(name)).toBe(true);
    for (const name of ['region', 'language', 'agency', 'stage', 'attribute:Colour team'])
      expect(isProtectedAttribute(name)).toBe(false);
    const rule: Rule = { code: 'attribute', attribute: 'gender', relation: 'same', whenUnknown: allow };
    expect(() => checkPolicy({ ...defaultPolicy, rules: [rule] })).toThrow('protected');
  });

  it('survives being stored as JSON, and a broken one is refused', () => {
    expect(JSON.parse(JSON.stringify(defaultPolicy))).toEqual(defaultPolicy);
    expect(() => checkPolicy(defaultPolicy)).not.toThrow();
    expect(() => checkPolicy({ ...defaultPolicy, criteria: [] })).toThrow('weight');
    expect(() => checkPolicy({ ...defaultPolicy, criteria: [{ code: 'goals', weight: NaN }] })).toThrow(
      'finite',
    );
    expect(() => checkPolicy({ ...defaultPolicy, criteria: [{ code: 'goals', weight: -1 }] })).toThrow(
      'negative',
    );
    expect(() => checkPolicy({ ...defaultPolicy, floor: 10_001 })).toThrow('floor');
  });
});
