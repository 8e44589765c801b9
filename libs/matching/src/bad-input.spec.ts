import { describe, expect, it } from '@jest/globals';
import { verifyCohort } from './cohort-certificate.ts';
import type { CohortInput } from './cohort.ts';
import { MatchingError } from './errors.ts';
import { givenCrowd, givenMentee, givenMentor } from './given.ts';
import { matchCohort } from './match.ts';
import { defaultPolicy, type Objective } from './policy.ts';
import { readiness } from './readiness.ts';

const a = givenMentee('a');
const b = givenMentee('b');
const x = givenMentor('x');
const cohort = (change: Partial<CohortInput>): CohortInput => ({
  mentees: [a, b],
  mentors: [x],
  policy: defaultPolicy,
  ...change,
});
const pair = { menteeId: 'a', mentorId: 'x' };

describe('wrong data', () => {
  const wrong: [name: string, code: string, facts: object, input: CohortInput][] = [
    ['seats of -1', 'CAPACITY', { mentorId: 'x' }, cohort({ mentors: [{ ...x, capacity: -1 }] })],
    ['half a seat', 'CAPACITY', { mentorId: 'x' }, cohort({ mentors: [{ ...x, capacity: 0.5 }] })],
    [
      'seats that are no number',
      'NOT_FINITE',
      { mentorId: 'x' },
      cohort({ mentors: [{ ...x, capacity: NaN }] }),
    ],
    [
      'a grade that is no number',
      'NOT_FINITE',
      { id: 'a', field: 'grade' },
      cohort({ mentees: [{ ...a, grade: NaN }] }),
    ],
    [
      'an endless skill level',
      'NOT_FINITE',
      { id: 'x', field: 'skillsOffered' },
      cohort({ mentors: [{ ...x, skillsOffered: [{ skill: 'sql', level: Infinity }] }] }),
    ],
    [
      'a class that is no number',
      'NOT_FINITE',
      { menteeId: 'a' },
      cohort({ mentees: [{ ...a, priority: NaN }] }),
    ],
    ['a mentee given twice', 'SHAPE', { id: 'a' }, cohort({ mentees: [a, b, a] })],
    ['a mentor given twice', 'SHAPE', { id: 'x' }, cohort({ mentors: [x, x] })],
    [
      'one mentee locked twice',
      'LOCK_CONFLICT',
      {},
      cohort({ mentors: [{ ...x, capacity: 2 }], locked: [pair, pair] }),
    ],
    [
      'more locks than places',
      'LOCK_CONFLICT',
      { locks: [pair, { menteeId: 'b', mentorId: 'x' }] },
      cohort({ locked: [pair, { menteeId: 'b', mentorId: 'x' }] }),
    ],
    [
      'a pair both locked and forbidden',
      'LOCK_CONFLICT',
      { locks: [pair] },
      cohort({ locked: [pair], forbidden: [pair] }),
    ],
    [
      'somebody locked to oneself',
      'LOCK_CONFLICT',
      {},
      cohort({ mentors: [{ ...x, personId: 'p-a' }], locked: [pair] }),
    ],
    [
      'a lock of a stranger',
      'RANGE',
      { menteeId: 'z' },
      cohort({ locked: [{ menteeId: 'z', mentorId: 'x' }] }),
    ],
    ['a seed that is no number', 'NOT_FINITE', { field: 'seed' }, cohort({ seed: NaN })],
    [
      'a loss above everything',
      'RANGE',
      { field: 'lossPerMille' },
      cohort({ policy: { ...defaultPolicy, objective: 'bounded-loss', lossPerMille: 1001 } }),
    ],
    [
      'a weight that is no number',
      'NOT_FINITE',
      { criterion: 'skills' },
      cohort({ policy: { ...defaultPolicy, criteria: [{ code: 'skills', weight: NaN }] } }),
    ],
    [
      'no weight at all',
      'RANGE',
      {},
      cohort({ policy: { ...defaultPolicy, criteria: [{ code: 'skills', weight: 0 }] } }),
    ],
  ];
  it.each(wrong)('is refused by name: %s', (_, code, facts, input) => {
    expect.assertions(4);
    for (const ask of [matchCohort, readiness]) {
      try {
        ask(input);
      } catch (error) {
        expect(error).toBeInstanceOf(MatchingError);
        expect(error).toMatchObject({ code, facts });
      }
    }
  });
});

describe('a cohort with nothing to match', () => {
  const objectives: Objective[] = [
    'largest-total',
    'largest-worst',
    'bounded-loss',
    'leximin',
    'equal-access',
    'stable-for-mentees',
  ];
  it.each(objectives)('is answered honestly under %s', (objective) => {
    const policy = { ...defaultPolicy, objective };
    const noMentors = cohort({ mentors: [], policy });
    const noMentees = cohort({ mentees: [], policy });
    const team = { teamId: 't' };
    const nobodyEligible = cohort({
      mentees: [
        { ...a, ...team },
        { ...b, ...team },
      ],
      mentors: [{ ...x, ...team }],
      policy,
    });
    const full = cohort({ mentors: [{ ...x, capacity: 0 }], policy });
    for (const input of [noMentors, noMentees, nobodyEligible, full]) {
      const run = matchCohort(input);
      expect(run.pairings).toEqual([]);
      expect(run.unmatched.length).toBe(input.mentees.length);
      expect(run.statistics).toMatchObject({ matched: 0, total: 0, mean: null, worst: null });
      expect(verifyCohort(input, run)).toMatchObject({ valid: true, gap: 0 });
    }
    expect(matchCohort(noMentors).unmatched.map(({ cause }) => cause.code)).toEqual([
      'no-mentors',
      'no-mentors',
    ]);
    expect(matchCohort(noMentees).idleMentors).toEqual([{ mentorId: 'x', placesLeft: 1 }]);
    expect(matchCohort(nobodyEligible).unmatched[0]).toMatchObject({
      cause: { code: 'no-eligible-mentor', mentors: 1 },
      barriers: [{ code: 'same-team', mentors: 1, alone: 1 }],
    });
    expect(matchCohort(full).unmatched[0]).toMatchObject({ barriers: [{ code: 'capacity', mentors: 1 }] });
  });

  it('says of one criterion that nobody answered that it was missing, and matches by the others', () => {
    const { mentees, mentors } = givenCrowd(20, 10);
    const silent = {
      mentees: mentees.map((mentee) => ({ ...mentee, goals: [] })),
      mentors: mentors.map((mentor) => ({ ...mentor, goals: [] })),
    };
    const run = matchCohort({ ...silent, policy: defaultPolicy });
    expect(run.pairings.length).toBeGreaterThan(0);
    for (const { contributions, missingAnswers, reasons } of run.pairings) {
      expect(contributions.find(({ code }) => code === 'goals')).toMatchObject({ missing: true, value: 0.5 });
      expect(missingAnswers).toBeGreaterThan(0);
      expect(reasons.map(({ code }) => code)).not.toContain('goals');
    }
    const only = { ...defaultPolicy, criteria: [{ code: 'goals' as const, weight: 1 }] };
    expect(matchCohort({ ...silent, policy: only }).statistics).toMatchObject({ worst: 5000, best: 5000 });
  });

  it('keeps a pin against a rule and says which rule it sets aside', () => {
    const team = { teamId: 't' };
    const input = cohort({ mentees: [{ ...a, ...team }], mentors: [{ ...x, ...team }], locked: [pair] });
    for (const objective of objectives) {
      const policy = { ...defaultPolicy, objective };
      const run = matchCohort({ ...input, policy });
      expect(run.pairings).toMatchObject([{ ...pair, locked: true, overrides: [{ code: 'same-team' }] }]);
      expect(verifyCohort({ ...input, policy }, run).valid).toBe(true);
    }
  });
});
