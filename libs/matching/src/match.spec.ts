import { describe, expect, it } from '@jest/globals';
import { verifyCohort } from './cohort-certificate.ts';
import type { CohortInput } from './cohort.ts';
import { isEligible } from './eligibility.ts';
import { MatchingError } from './errors.ts';
import { givenCrowd, givenMentee, givenMentor } from './given.ts';
import { matchCohort } from './match.ts';
import { toProfile } from './participant.ts';
import { defaultPolicy } from './policy.ts';
import { readiness } from './readiness.ts';
import { assessPair, whyNot } from './why-not.ts';

const crowd: CohortInput = { ...givenCrowd(60, 25), policy: defaultPolicy, seed: 4 };
const run = matchCohort(crowd);
const of = (mentees: CohortInput['mentees'], mentors: CohortInput['mentors']): CohortInput => ({
  mentees,
  mentors,
  policy: defaultPolicy,
});

describe('a matching run', () => {
  it('accounts for everybody and proves its total', () => {
    expect(run.pairings.length + run.unmatched.length).toBe(60);
    const total = run.pairings.reduce((sum, { score }) => sum + score, 0);
    expect(run.certificate).toMatchObject({ primal: total, dual: total, gap: 0, status: 'optimal' });
    expect(run.certificate.bound).toBe(run.pairings.length);
    expect(run.statistics).toMatchObject({ mentees: 60, matched: run.pairings.length, total });
    expect(verifyCohort(crowd, run)).toMatchObject({ valid: true, sameInputs: true });
  });

  it('keeps every rule and every place', () => {
    const find = (id: string) => [...crowd.mentees, ...crowd.mentors].find((person) => person.id === id)!;
    for (const { menteeId, mentorId } of run.pairings) {
      const mentor = find(mentorId);
      expect(isEligible(toProfile(find(menteeId)), toProfile(mentor), defaultPolicy.rules)).toBe(true);
      const carried = run.pairings.filter((pairing) => pairing.mentorId === mentorId).length;
      expect(carried).toBeLessThanOrEqual(mentor.capacity);
    }
  });

  it('is the same for people given in another order, and is plain JSON', () => {
    const reversed = { ...crowd, mentees: crowd.mentees.toReversed(), mentors: crowd.mentors.toReversed() };
    expect(matchCohort(reversed)).toEqual(run);
    expect(JSON.parse(JSON.stringify(run))).toEqual(run);
  });

  it('explains each pairing: parts that sum to the score, ranks, and a runner-up that costs something', () => {
    for (const pairing of run.pairings) {
      expect(pairing.contributions.reduce((sum, { points }) => sum + points, 0)).toBe(pairing.score);
      expect(pairing.rank.forMentee).toBeLessThanOrEqual(pairing.rank.menteeOptions);
      expect(pairing.rank.forMentor).toBeLessThanOrEqual(pairing.rank.mentorOptions);
      expect(pairing.reducedCost).toBe(0);
      if (pairing.runnerUp?.matchedLoss === 0) expect(pairing.runnerUp.forcedLoss).toBeGreaterThanOrEqual(0);
    }
  });

  it('is refused by the checker when a pair, a price or the inputs were changed', () => {
    const [first, second] = run.pairings.filter(({ rank }) => rank.menteeOptions > 1);
    const swapped = run.pairings.map((pairing) =>
      pairing === first ? { ...pairing, mentorId: second!.mentorId } : pairing,
    );
    expect(verifyCohort(crowd, { ...run, pairings: swapped }).valid).toBe(false);
    expect(verifyCohort(crowd, { ...run, pairings: run.pairings.slice(1) }).valid).toBe(false);
    const stranger = [{ menteeId: 'nobody', mentorId: 'mentor-1' }];
    expect(verifyCohort(crowd, { ...run, pairings: [...run.pairings, ...stranger] }).valid).toBe(false);
    const prices = { ...run.certificate.mentorPrices, 'mentor-1': -12_345 };
    const certificate = { ...run.certificate, mentorPrices: prices };
    expect(verifyCohort(crowd, { ...run, certificate }).valid).toBe(false);
    expect(verifyCohort({ ...crowd, seed: 5 }, run)).toMatchObject({ valid: false, sameInputs: false });
  });

  it('keeps a lock even against a rule, and says which; a banned pair never comes', () => {
    const mentees = [givenMentee('a', { teamId: 't' }), givenMentee('b')];
    const input = of(mentees, [givenMentor('x', { teamId: 't' }), givenMentor('y')]);
    const locked = [{ menteeId: 'a', mentorId: 'x' }];
    const [pair] = matchCohort({ ...input, locked }).pairings;
    expect(pair).toMatchObject({ mentorId: 'x', locked: true, overrides: [{ code: 'same-team' }] });
    expect(pair!.reasons[0]).toEqual({ code: 'locked', facts: {} });
    const forbidden = [{ menteeId: 'a', mentorId: 'y' }];
    expect(matchCohort({ ...input, forbidden }).pairings.map(({ menteeId }) => menteeId)).toEqual(['b']);
  });

  it('refuses locks that clash, naming them', () => {
    const input = of([givenMentee('a'), givenMentee('b')], [givenMentor('x')]);
    const locked = [
      { menteeId: 'a', mentorId: 'x' },
      { menteeId: 'b', mentorId: 'x' },
    ];
    expect.assertions(3);
    try {
      matchCohort({ ...input, locked });
    } catch (error) {
      expect(error).toBeInstanceOf(MatchingError);
      expect(error).toMatchObject({ code: 'LOCK_CONFLICT', facts: { locks: locked } });
    }
    expect(() => matchCohort({ ...input, locked: [{ menteeId: 'a', mentorId: 'z' }] })).toThrow(
      'unknown mentor',
    );
  });

  it('lifts the worst score when the policy asks for it', () => {
    const fair = matchCohort({ ...crowd, policy: { ...defaultPolicy, objective: 'largest-worst' } });
    expect(fair.statistics.matched).toBe(run.statistics.matched);
    expect(fair.statistics.worst!).toBeGreaterThanOrEqual(run.statistics.worst!);
    expect(fair.statistics.total).toBeLessThanOrEqual(run.statistics.total);
    expect(
      verifyCohort({ ...crowd, policy: { ...defaultPolicy, objective: 'largest-worst' } }, fair).valid,
    ).toBe(true);
  });

  it('of nobody is empty and valid', () => {
    const empty = matchCohort(of([], []));
    expect(empty).toMatchObject({
      pairings: [],
      unmatched: [],
      statistics: { mean: null, shareMatched: null },
    });
    expect(matchCohort(of([givenMentee('a')], [])).unmatched[0]!.cause).toEqual({ code: 'no-mentors' });
  });
});

describe('somebody unmatched', () => {
  it('by rules learns which, how many mentors each took away, and which one to relax', () => {
    const mentors = [
      givenMentor('x', { teamId: 't' }),
      givenMentor('y', { teamId: 't', languages: ['ar'] }),
      givenMentor('z', { capacity: 0 }),
    ];
    const { unmatched } = matchCohort(of([givenMentee('a', { teamId: 't', languages: ['de'] })], mentors));
    expect(unmatched).toMatchObject([
      {
        menteeId: 'a',
        cause: { code: 'no-eligible-mentor', mentors: 3 },
        barriers: [
          { code: 'same-team', mentors: 2, alone: 1 },
          { code: 'capacity', mentors: 1, alone: 1 },
          { code: 'common-language', mentors: 1, alone: 0 },
        ],
        changes: [
          { kind: 'add-place', mentorId: 'z' },
          { kind: 'relax-rule', rule: 'same-team', mentorId: 'x' },
        ],
      },
    ]);
  });

  it('by scarce places learns who competes and where one more place would help', () => {
    const mentees = ['a', 'b', 'c'].map((id) => givenMentee(id));
    const { unmatched } = matchCohort(of(mentees, [givenMentor('x', { capacity: 2 })]));
    expect(unmatched).toMatchObject([
      {
        cause: { code: 'scarce-places', eligibleMentors: 1, competing: 3, places: 2 },
        changes: [
          { kind: 'add-place', mentorId: 'x' },
          // Naming the mentor takes the place of somebody who did not.
          { kind: 'wish', mentorId: 'x' },
          { kind: 'add-place-and-lock', mentorId: 'x' },
        ],
      },
    ]);
  });

  it('by the floor learns that the floor is what is in the way', () => {
    const policy = { ...defaultPolicy, floor: 6000 };
    const [left] = matchCohort({ ...of([givenMentee('a')], [givenMentor('x')]), policy }).unmatched;
    expect(left).toMatchObject({ barriers: [{ code: 'floor', alone: 1 }], changes: [{ rule: 'floor' }] });
  });
});

describe('why not somebody else', () => {
  it('names the rule, or the exact effect on everybody', () => {
    const [pairing] = run.pairings.filter(({ runnerUp }) => runnerUp);
    const { mentorId, forcedLoss } = pairing!.runnerUp!;
    const answer = whyNot(crowd, pairing!.menteeId, mentorId);
    expect(answer).toMatchObject({ chosen: false, exclusions: [], effect: { forcedLoss } });
    const locked = [{ menteeId: pairing!.menteeId, mentorId }];
    expect(matchCohort({ ...crowd, locked }).statistics.total).toBe(answer.effect!.totalAfter);
    const blocked = of([givenMentee('a', { teamId: 't' })], [givenMentor('x', { teamId: 't' })]);
    expect(whyNot(blocked, 'a', 'x')).toMatchObject({ exclusions: [{ code: 'same-team' }], effect: null });
  });

  it('can be asked of two people alone', () => {
    const pair = assessPair(givenMentee('a'), givenMentor('x', { personId: 'p-a' }), defaultPolicy);
    expect(pair).toMatchObject({ eligible: false, exclusions: [{ code: 'same-person' }], score: 5000 });
  });
});

describe('readiness', () => {
  it('counts places against requests, who cannot be matched and which skills are scarce', () => {
    const sql = { skill: 'sql', level: 3, importance: 1 };
    const mentees = [
      givenMentee('a', { skillsWanted: [sql] }),
      givenMentee('b', { teamId: 't' }),
      givenMentee('c'),
    ];
    const mentors = [givenMentor('x', { teamId: 't' }), givenMentor('y', { capacity: 0 })];
    expect(readiness(of(mentees, mentors))).toMatchObject({
      places: 1,
      placesShort: 2,
      matchable: 1,
      eligiblePairs: 2,
      menteesWithoutMentor: [
        { menteeId: 'b', barriers: [{ code: 'capacity', mentors: 1, alone: 1 }, { code: 'same-team' }] },
      ],
      scarceSkills: [{ skill: 'sql', wanted: 1, placesOffering: 0 }],
    });
    expect(readiness(crowd).matchable).toBe(run.statistics.matched);
  });
});
