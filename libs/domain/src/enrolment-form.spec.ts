import { describe, expect, it } from '@jest/globals';

import { formFaults, missingAnswers, ownAnswers } from './enrolment-form.ts';
import type { AskedQuestion, GivenAnswers } from './enrolment-form.ts';
import { Refusal } from './refusal.ts';

const question = (key: string, more: Partial<AskedQuestion> = {}): AskedQuestion => ({
  key,
  kind: 'standard',
  options: [],
  required: true,
  askedOf: 'both',
  ...more,
});
const nothing: GivenAnswers = {
  skills: [],
  goals: [],
  goalText: '',
  interests: [],
  workingStyle: null,
  languages: [],
  wishes: [],
  own: {},
};

describe('what is missing before an enrolment can be sent', () => {
  it('names the required questions of this side in the order of the form', () => {
    const form = ['languages', 'skills', 'interests', 'workingStyle', 'wishes'].map((key) => question(key));
    expect(missingAnswers([...form, question('goals', { askedOf: 'mentee' })], 'mentor', nothing)).toEqual([
      'languages',
      'skills',
      'interests',
      'workingStyle',
      'wishes',
    ]);
  });

  it('takes a written goal for a goal', () => {
    const goals = [question('goals', { askedOf: 'mentee' })];
    expect(missingAnswers(goals, 'mentee', nothing)).toEqual(['goals']);
    expect(missingAnswers(goals, 'mentee', { ...nothing, goalText: 'Lead without a title' })).toEqual([]);
  });

  it('does not count an empty text or an inherited name as an answer to an own question', () => {
    const own = [question('why', { kind: 'text' }), question('toString', { kind: 'text' })];
    expect(missingAnswers(own, 'mentor', { ...nothing, own: { why: '  ' } })).toEqual(['why', 'toString']);
    expect(missingAnswers(own, 'mentor', { ...nothing, own: { why: 'a', toString: 'b' } })).toEqual([]);
  });

  it('holds nobody up for what is not required', () => {
    expect(missingAnswers([question('skills', { required: false })], 'mentor', nothing)).toEqual([]);
  });
});

describe('answers to own questions', () => {
  const form = [
    question('office', { kind: 'choice', options: ['Berlin', 'Porto'] }),
    question('days', { kind: 'choices', options: ['Monday', 'Tuesday'] }),
    question('ease', { kind: 'scale' }),
    question('why', { kind: 'text', askedOf: 'mentee' }),
  ];

  it('keeps only those to questions this side is asked', () => {
    const sent = { office: 'Porto', days: ['Monday'], ease: 5, why: 'to learn', older: 'x' };
    expect(ownAnswers(form, 'mentor', sent)).toEqual({ office: 'Porto', days: ['Monday'], ease: 5 });
    expect(ownAnswers(form, 'mentee', { why: 'to learn', office: '' })).toEqual({ why: 'to learn' });
  });

  it.each([
    { office: 'Rome' },
    { office: ['Porto'] },
    { days: ['Sunday'] },
    { ease: 6 },
    { ease: 1.5 },
    { ease: 'five' },
  ])('refuses %j, which is not offered', (sent) => {
    expect(() => ownAnswers(form, 'mentor', sent as Record<string, string>)).toThrow(Refusal);
  });
});

describe('the form', () => {
  const keys = ['skills', 'goals'];

  it('is sound with standard questions and own ones', () => {
    expect(
      formFaults([question('skills'), question('office', { kind: 'choice', options: ['a', 'b'] })], keys),
    ).toEqual([]);
  });

  it('names double keys, unknown standard questions, taken keys and too few options by their place', () => {
    const faults = formFaults(
      [
        question('skills'),
        question('skills'),
        question('hobby'),
        question('goals', { kind: 'text' }),
        question('office', { kind: 'choice', options: ['a', 'a'] }),
      ],
      keys,
    );
    expect(faults.map((fault) => `${fault.index}.${fault.field}`)).toEqual([
      '1.key',
      '2.key',
      '3.key',
      '4.options',
    ]);
  });
});
