import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { obstaclesTo } from './eligibility-rule.ts';
import type { EligibilityRule } from './eligibility-rule.ts';
import { missingAnswers, ownAnswers, shownQuestions } from './enrolment-form.ts';
import type { AskedQuestion } from './enrolment-form.ts';
import { inventAnswers } from './invented-answers.ts';
import { inventPeople, NOWHERE } from './invented-people.ts';
import { Random } from './random.ts';
import { castSizes, REHEARSAL, rehearsalStops, temperamentOf } from './rehearsal.ts';
import { locales, sides, unequalSides } from './vocabulary.ts';

const values = {
  departments: [{ value: 'Sales', people: 90 }],
  sites: [{ value: 'Cairo', people: 5, timeZone: 'Africa/Cairo' }],
  jobTitles: [],
  grades: [3, 4, 8].map((value) => ({ value, people: 10 })),
  locales: [{ value: 'de' as const, people: 3 }],
  attributes: [{ name: 'Union', values: [{ value: 'yes', people: 4 }] }],
  timeZone: 'Europe/Berlin',
};
const today = '2026-03-02';
const invent = (seed: number, rule: EligibilityRule) =>
  inventPeople(new Random(seed), {
    sides: [
      ...Array.from({ length: 10 }, () => 'mentor' as const),
      ...Array.from({ length: 14 }, () => 'mentee' as const),
    ],
    values,
    rule,
    today,
  });

describe('invented people', () => {
  const rule: EligibilityRule = {
    departments: ['Finance', 'Sales'],
    sites: [],
    leastGrade: 4,
    mostGrade: null,
    leastTenureDays: 200,
    where: {
      match: 'any',
      conditions: [
        { of: 'attribute', attribute: 'Plant', is: 'one-of', values: ['North'] },
        { of: 'jobTitle', is: 'one-of', values: ['Analyst'] },
      ],
    },
  };

  it('are let in by a rule that nobody of the directory meets yet, mentors senior to mentees', () => {
    const cast = invent(7, rule);
    for (const person of cast) expect(obstaclesTo(rule, { ...person, leftOn: null }, today)).toEqual([]);
    const gradesOf = (from: number, to: number) => cast.slice(from, to).map(({ grade }) => grade ?? 0);
    const mean = (grades: number[]) => grades.reduce((sum, one) => sum + one, 0) / grades.length;
    expect(mean(gradesOf(0, 10))).toBeGreaterThan(mean(gradesOf(10, 24)));
  });

  it('have names and addresses of their own that lead nowhere, and read every language on either side', () => {
    const cast = invent(8, rule);
    expect(new Set(cast.map(({ email }) => email)).size).toBe(cast.length);
    for (const { email } of cast) expect(email.endsWith(`@${NOWHERE}`)).toBe(true);
    for (const side of [cast.slice(0, 10), cast.slice(10)])
      expect(new Set(side.map(({ locale }) => locale))).toEqual(new Set(locales));
    expect(invent(8, rule)).toEqual(cast);
  });

  it('stay who they are where a rule can be met by nobody', () => {
    const impossible: EligibilityRule = { ...rule, leastGrade: 9, mostGrade: 2 };
    expect(invent(9, impossible)).toHaveLength(24);
  });
});

describe('invented answers', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const options = ['One', 'Two', 'Three'];
  const question = fc.record({
    key,
    kind: fc.constantFrom(
      'choice' as const,
      'choices' as const,
      'ranked' as const,
      'scale' as const,
      'text' as const,
    ),
    required: fc.boolean(),
    askedOf: fc.constantFrom('both' as const, ...unequalSides),
    hangs: fc.option(fc.tuple(key, fc.constantFrom<string | number>(...options, 1, 3, 5))),
  });
  const standard = ['skills', 'offers', 'goals', 'languages', 'workingStyle', 'interests'].map(
    (name): AskedQuestion => ({ key: name, kind: 'standard', options: [], required: true, askedOf: 'both' }),
  );

  it('are complete, offered and asked for, whatever the form', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(question, { selector: (one) => one.key }),
        fc.nat(),
        fc.constantFrom(...sides),
        (own, seed, side) => {
          const questions: AskedQuestion[] = [
            ...standard.map((one) => (one.key === 'interests' ? { ...one, options } : one)),
            ...own.map(({ hangs, ...one }) => ({
              ...one,
              options: ['choice', 'choices', 'ranked'].includes(one.kind) ? options : [],
              shownWhen: hangs ? { question: hangs[0], anyOf: [hangs[1]] } : null,
            })),
          ];
          const answers = inventAnswers(new Random(seed), questions, {
            side,
            locale: 'en',
            languages: ['en'],
            wishable: [],
          });
          expect(missingAnswers(questions, side, answers)).toEqual([]);
          expect(ownAnswers(questions, side, answers)).toEqual(answers.own);
          const shown = new Set(shownQuestions(questions, side, answers).map((one) => one.key));
          for (const name of Object.keys(answers.own)) expect(shown).toContain(name);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a rehearsal', () => {
  it('has two of each side at least', () => {
    for (let people = REHEARSAL.least; people <= REHEARSAL.most; people += 1)
      for (let share = REHEARSAL.leastShare; share <= REHEARSAL.mostShare; share += 5) {
        const { mentors, mentees } = castSizes('one-to-one', people, share);
        expect(mentors + mentees).toBe(people);
        expect(Math.min(mentors, mentees)).toBeGreaterThanOrEqual(2);
      }
  });

  it('has people who are silent in enrolling, and others who are silent once they are mentored', () => {
    const silent = (seed: number, during: 'enrolment' | 'mentoring') =>
      Array.from({ length: 24 }, (_, place) => place + 1).filter(
        (place) => temperamentOf(seed, place, during) === 'silent',
      );
    for (let seed = 0; seed < 60; seed += 1) {
      const [early, late] = [silent(seed, 'enrolment'), silent(seed, 'mentoring')];
      expect(Math.min(early.length, late.length)).toBeGreaterThanOrEqual(2);
      expect(late.some((place) => early.includes(place))).toBe(false);
    }
  });

  it('stops where something happens, in order, counted from the day enrolment opens', () => {
    const stops = rehearsalStops(
      {
        enrolmentOpensOn: '2026-03-01',
        enrolmentClosesOn: '2026-03-20',
        startsOn: '2026-03-30',
        endsOn: '2026-04-30',
      },
      [
        { title: 'Kick-off', dayOfCohort: 0 },
        { title: 'Goals', dayOfCohort: 14 },
        { title: 'Too late', dayOfCohort: 60 },
      ],
    );
    expect(stops.map(({ kind, title, day }) => [kind, title, day])).toEqual([
      ['enrolment-over', '', 20],
      ['start', '', 29],
      ['milestone', 'Goals', 43],
      ['end', '', 61],
    ]);
  });
});
