import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  formChanges,
  formFaults,
  isTranslated,
  missingAnswers,
  ownAnswers,
  questionWords,
  shownQuestions,
} from './enrolment-form.ts';
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
  offers: [],
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
    expect(ownAnswers(form, 'mentor', { ...nothing, own: sent })).toEqual({
      office: 'Porto',
      days: ['Monday'],
      ease: 5,
    });
    expect(ownAnswers(form, 'mentee', { ...nothing, own: { why: 'to learn', office: '' } })).toEqual({
      why: 'to learn',
    });
  });

  it.each([
    { office: 'Rome' },
    { office: ['Porto'] },
    { days: ['Sunday'] },
    { ease: 6 },
    { ease: 1.5 },
    { ease: 'five' },
  ])('refuses %j, which is not offered', (sent) => {
    expect(() => ownAnswers(form, 'mentor', { ...nothing, own: sent as Record<string, string> })).toThrow(
      Refusal,
    );
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

describe('questions that hang on others', () => {
  const form = [
    question('languages'),
    question('change', { kind: 'choice', options: ['yes', 'no'] }),
    question('where', {
      kind: 'choices',
      options: ['Berlin', 'Porto'],
      shownWhen: { question: 'change', anyOf: ['yes'] },
    }),
    question('why', { kind: 'text', shownWhen: { question: 'where', anyOf: ['Porto'] } }),
    question('ease', { kind: 'scale' }),
    question('hard', { kind: 'text', shownWhen: { question: 'ease', anyOf: [1, 2] } }),
    question('spoken', { kind: 'text', shownWhen: { question: 'languages', anyOf: ['pt'] } }),
  ];
  const keysAfter = (own: GivenAnswers['own'], languages: string[] = []) =>
    shownQuestions(form, 'mentee', { ...nothing, languages, own }).map(({ key }) => key);

  it('are shown when the other is answered so, whatever its kind', () => {
    expect(keysAfter({})).toEqual(['languages', 'change', 'ease']);
    expect(keysAfter({ change: 'yes', ease: 2 }, ['pt'])).toEqual([
      'languages',
      'change',
      'where',
      'ease',
      'hard',
      'spoken',
    ]);
  });

  it('are hidden with the question they hang on, though it was answered before', () => {
    expect(keysAfter({ change: 'yes', where: ['Porto'] })).toContain('why');
    expect(keysAfter({ change: 'no', where: ['Porto'] })).toEqual(['languages', 'change', 'ease']);
  });

  it('hold nobody up and keep nothing while they are hidden', () => {
    const answers = { ...nothing, languages: ['en'], own: { change: 'no', where: ['Porto'], ease: 4 } };
    expect(missingAnswers(form, 'mentee', answers)).toEqual([]);
    expect(ownAnswers(form, 'mentee', answers)).toEqual({ change: 'no', ease: 4 });
  });

  it('never show more by answering less, and never depend on the order of the answers', () => {
    const own = fc.record(
      {
        change: fc.constantFrom('yes', 'no'),
        where: fc.subarray(['Berlin', 'Porto']),
        ease: fc.integer({ min: 1, max: 5 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(own, (given) => {
        const answers = { ...nothing, own: given as GivenAnswers['own'] };
        const shown = shownQuestions(form, 'mentee', answers);
        // What is kept shows the same questions again: saving never changes the form.
        const kept = ownAnswers(form, 'mentee', answers);
        expect(shownQuestions(form, 'mentee', { ...nothing, own: kept })).toEqual(shown);
      }),
    );
  });

  it('must hang on an earlier question with answers that can be named', () => {
    const faults = formFaults(
      [
        question('early', { kind: 'text', shownWhen: { question: 'late', anyOf: ['x'] } }),
        question('late', { kind: 'choice', options: ['x', 'y'] }),
        question('words', { kind: 'text', shownWhen: { question: 'early', anyOf: ['x'] } }),
        question('gone', { kind: 'text', shownWhen: { question: 'late', anyOf: ['z'] } }),
        question('nothing', { kind: 'text', shownWhen: { question: 'late', anyOf: [] } }),
        question('skills', { shownWhen: { question: 'late', anyOf: ['x'] } }),
        question('mentors', { kind: 'scale', askedOf: 'mentor' }),
        question('all', { kind: 'text', shownWhen: { question: 'mentors', anyOf: [1] } }),
      ],
      ['skills'],
    );
    expect(faults.map(({ index, field }) => `${index} ${field}`)).toEqual([
      '0 shownWhen',
      '2 shownWhen',
      '3 shownWhen',
      '4 shownWhen',
      '5 shownWhen',
      '7 shownWhen',
    ]);
  });
});

describe('a question in several languages', () => {
  const asked = {
    ...question('office', { kind: 'choice', options: ['Head office', 'Plant'] }),
    label: 'Where?',
    help: '',
    texts: { de: { label: 'Wo?', help: '', options: ['Zentrale', ''] } },
  };

  it('is read in the own language as far as it is written, with the stored value beside it', () => {
    expect(questionWords(asked, 'de')).toEqual({
      label: 'Wo?',
      help: '',
      options: [
        { value: 'Head office', label: 'Zentrale' },
        { value: 'Plant', label: 'Plant' },
      ],
    });
    expect(questionWords(asked, 'ar').label).toBe('Where?');
  });

  it('counts as translated only when nothing is left out', () => {
    expect(isTranslated(asked, 'de')).toBe(false);
    expect(
      isTranslated(
        { ...asked, texts: { de: { label: 'Wo?', help: '', options: ['Zentrale', 'Werk'] } } },
        'de',
      ),
    ).toBe(true);
    expect(isTranslated({ ...asked, kind: 'standard' }, 'ar')).toBe(true);
  });
});

describe('what changed between two forms', () => {
  const a = question('a', { kind: 'text' });
  const b = question('b', { kind: 'scale' });
  it('names what is new, gone, changed, and whether the order is another', () => {
    expect(formChanges([a, b], [b, { ...a, required: false }, question('c')])).toEqual({
      added: ['c'],
      removed: [],
      changed: ['a'],
      order: true,
    });
    expect(formChanges([a, b], [b])).toEqual({ added: [], removed: ['a'], changed: [], order: false });
  });

  it('is nothing for the same content in another order of fields', () => {
    const turned = Object.fromEntries(Object.entries(a).toReversed()) as unknown as AskedQuestion;
    expect(formChanges([a], [turned])).toEqual({ added: [], removed: [], changed: [], order: false });
  });
});
