import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { givenCrowd, givenMentee, givenMentor } from './given.ts';
import { toProfile, type Participant } from './participant.ts';
import { defaultPolicy, type Criterion } from './policy.ts';
import { apportion, scoreOf, scorePair } from './score.ts';

const valueOf = (criterion: Criterion, mentee: Partial<Participant>, mentor: Partial<Participant>) => {
  const a = toProfile(givenMentee('a', mentee));
  const b = toProfile(givenMentor('b', mentor));
  return scorePair(a, b, [criterion]).contributions[0]!;
};
const weight = 1;

describe('a score', () => {
  it('is a whole number whose parts sum to it exactly', () => {
    const { mentees, mentors } = givenCrowd(15, 15);
    for (const mentee of mentees.map(toProfile)) {
      for (const mentor of mentors.map(toProfile)) {
        const { score, contributions } = scorePair(mentee, mentor, defaultPolicy.criteria);
        expect(contributions.reduce((sum, { points }) => sum + points, 0)).toBe(score);
        expect(score).toBe(scoreOf(mentee, mentor, defaultPolicy.criteria));
        expect(Number.isInteger(score) && score >= 0 && score <= 10_000).toBe(true);
      }
    }
  });

  it('is neutral where nobody answered, and counts the missing answers', () => {
    const nothing = scorePair(
      toProfile(givenMentee('a')),
      toProfile(givenMentor('b')),
      defaultPolicy.criteria,
    );
    expect(nothing.score).toBe(5000);
    expect(nothing.missing).toBe(nothing.contributions.length);
  });

  it('never reads an attribute', () => {
    const criteria = defaultPolicy.criteria.map((criterion) => ({ ...criterion, weight: 1 }));
    const [mentee] = givenCrowd(1, 1).mentees;
    const mentor = toProfile(givenCrowd(1, 1).mentors[0]!);
    const with_ = (gender: string) => toProfile({ ...mentee!, attributes: { gender, age: 60 } });
    expect(scoreOf(with_('f'), mentor, criteria)).toBe(scoreOf(with_('m'), mentor, criteria));
  });

  it('gives skills by level and importance', () => {
    const wanted = [
      { skill: 'sql', level: 4, importance: 3 },
      { skill: 'law', level: null, importance: 1 },
    ];
    const fit = (skill: string, level: number) =>
      valueOf({ code: 'skills', weight }, { skillsWanted: wanted }, { skillsOffered: [{ skill, level }] });
    expect(fit('sql', 4).value).toBe(0.75);
    expect(fit('sql', 2).value).toBe(0.375);
    expect(fit('law', 1)).toMatchObject({ value: 0.25, facts: { covered: ['law'], lacking: ['sql'] } });
    expect(fit('art', 5).value).toBe(0);
  });

  it('gives wishes by rank, and nothing to those not wished for', () => {
    const wish = (wishes: string[]) => valueOf({ code: 'mentee-wish', weight }, { wishes }, {});
    expect(wish(['p-b'])).toMatchObject({ value: 1, facts: { rank: 1 } });
    expect(wish(['x', 'p-b']).value).toBe(0.8);
    expect(wish(['x']).value).toBe(0);
    expect(wish([])).toMatchObject({ value: 0.5, missing: true });
    expect(valueOf({ code: 'mentor-wish', weight }, {}, { wishes: ['p-a'] }).value).toBe(1);
  });

  it('prefers a band of grades and fades outside it', () => {
    const band: Criterion = { code: 'grade-distance', weight, from: 1, to: 3, fade: 2 };
    const at = (grade: number) => valueOf(band, { grade: 3 }, { grade }).value;
    expect([4, 6, 7, 8, 3, 1].map(at)).toEqual([1, 1, 0.5, 0, 0.5, 0]);
  });

  it('likes one distance inside a band most, its ends less, and what is beside least', () => {
    const band: Criterion = { code: 'grade-distance', weight, from: 1, to: 3, fade: 2, best: 2 };
    const at = (grade: number) => valueOf(band, { grade: 4 }, { grade });
    const values = [5, 6, 7, 8, 9].map((grade) => Math.round(at(grade).value * 100) / 100);
    expect(values).toEqual([0.7, 1, 0.7, 0.35, 0]);
    const edge: Criterion = { ...band, best: 1 };
    expect(valueOf(edge, { grade: 4 }, { grade: 5 }).value).toBe(1);
  });

  it('reads goals, interests, style, language, hours, site and function', () => {
    expect(valueOf({ code: 'goals', weight }, { goals: ['x', 'y'] }, { goals: ['y'] }).value).toBe(0.5);
    expect(
      valueOf({ code: 'interests', weight }, { interests: ['x', 'y'] }, { interests: ['y'] }).value,
    ).toBe(1);
    const style = valueOf(
      { code: 'working-style', weight },
      { workingStyle: { pace: 1, tone: 'direct' } },
      { workingStyle: { pace: 3, tone: 'direct' } },
    );
    expect(style).toMatchObject({ value: 0.75, facts: { alike: ['tone'], compared: 2 } });
    const language = (languages: string[]) =>
      valueOf({ code: 'language', weight }, { languages: ['de', 'en'] }, { languages }).value;
    expect([['de'], ['en'], ['ar']].map(language)).toEqual([1, 0.7, 0]);
    const hours = valueOf(
      { code: 'hours', weight, fullMinutes: 480 },
      { timeZoneOffsetMinutes: 0 },
      { timeZoneOffsetMinutes: 240 },
    );
    expect(hours).toMatchObject({ value: 0.5, facts: { minutes: 240 } });
    expect(valueOf({ code: 'site', weight }, { site: 'x' }, { site: 'x' }).value).toBe(1);
    const other: Criterion = { code: 'function', weight, prefer: 'different' };
    expect(valueOf(other, { department: 'x' }, { department: 'x' }).value).toBe(0);
  });

  it('splits a whole number without losing any of it', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.array(fc.nat(1000), { minLength: 1 }), (total, shares) => {
        const parts = apportion(total, shares);
        const any = shares.some((share) => share > 0);
        expect(parts.reduce((a, b) => a + b, 0)).toBe(any ? total : 0);
        expect(parts.every((part, k) => part >= 0 && (part === 0 || shares[k]! > 0))).toBe(true);
      }),
    );
  });
});
