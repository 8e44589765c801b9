import { describe, expect, it } from '@jest/globals';
import { buildCohort, type CohortInput, type PairOfIds } from './cohort.ts';
import { givenCrowd } from './given.ts';
import { matchCohort, solveCohort } from './match.ts';
import type { Participant } from './participant.ts';
import { defaultPolicy, type Rule } from './policy.ts';
import type { HelpfulChange } from './unmatched.ts';
import { whyNot } from './why-not.ts';
import { hash32 } from './hash.ts';

/** The inputs after a change that is said to match this mentee. */
function carryOut(input: CohortInput, menteeId: string, change: HelpfulChange): CohortInput {
  const withPlace = input.mentors.map((mentor) =>
    mentor.id === change.mentorId ? { ...mentor, capacity: mentor.capacity + 1 } : mentor,
  );
  if (change.kind === 'wish') {
    const personId = input.mentors.find(({ id }) => id === change.mentorId)?.personId ?? '';
    const wishing = (mentee: Participant): Participant =>
      mentee.id === menteeId ? { ...mentee, wishes: [personId, ...mentee.wishes] } : mentee;
    return { ...input, mentees: input.mentees.map(wishing) };
  }
  const lock: PairOfIds = { menteeId, mentorId: change.mentorId };
  const locked = [...(input.locked ?? []), lock];
  if (change.kind !== 'relax-rule')
    return change.kind === 'add-place'
      ? { ...input, mentors: withPlace }
      : { ...input, mentors: withPlace, locked };
  // A floor that the objective raised is lifted for one person by keeping the pair.
  if (change.rule === 'floor') return { ...input, locked };
  return {
    ...input,
    mentees: input.mentees.map((mentee) => (mentee.id === menteeId ? without(mentee, change) : mentee)),
  };
}

/** A person to whom the rule has nothing to say. */
function without(mentee: Participant, change: HelpfulChange): Participant {
  switch (change.kind === 'relax-rule' ? change.rule : change.kind) {
    case 'own-manager-line':
      return { ...mentee, managerLine: [] };
    case 'same-team':
      return { ...mentee, teamId: null };
    case 'common-language':
      return { ...mentee, languages: [] };
    case 'hours-overlap':
      return { ...mentee, timeZoneOffsetMinutes: null, workingHours: null };
    default:
      throw new Error(`no way to carry out ${change.kind}`);
  }
}

describe('what the engine says', () => {
  it('would match somebody does match them, for 200 people who were left out', () => {
    let tried = 0;
    for (let seed = 1; tried < 200; seed++) {
      const objective = seed % 3 ? 'largest-total' : 'largest-worst';
      const input: CohortInput = {
        ...givenCrowd(40, 8, seed),
        policy: { ...defaultPolicy, objective },
        seed,
      };
      for (const { menteeId, changes } of matchCohort(input).unmatched.slice(0, 25)) {
        expect(changes.length).toBeGreaterThan(0);
        const smallest = changes[0]!;
        const after = buildCohort(carryOut(input, menteeId, smallest));
        const isMatched = solveCohort(after).mentorOf[after.menteeIndex.get(menteeId)!]! >= 0;
        expect([seed, menteeId, smallest.kind, isMatched]).toEqual([seed, menteeId, smallest.kind, true]);
        tried++;
      }
    }
  });

  it('would match somebody whom rules leave without anybody does so too: the rule is lifted, or a place opens', () => {
    const rules: Rule[] = [{ code: 'same-team' }, { code: 'common-language', whenUnknown: 'allow' }];
    let tried = 0;
    for (let seed = 1; tried < 30; seed++) {
      const { mentees, mentors } = givenCrowd(30, 12, seed);
      // Three teams and one language each: most people have nobody left.
      const narrow = (person: Participant, k: number): Participant => ({
        ...person,
        teamId: `team-${k % 3}`,
        languages: [['en', 'de', 'ar'][hash32(seed, k) % 3]!],
      });
      const input: CohortInput = {
        mentees: mentees.map(narrow),
        mentors: mentors.map((mentor, k) => ({ ...narrow(mentor, k + 1), capacity: 1 })),
        policy: { ...defaultPolicy, rules },
        seed,
      };
      for (const { menteeId, changes } of matchCohort(input).unmatched) {
        for (const change of changes) {
          const after = buildCohort(carryOut(input, menteeId, change));
          const isMatched = solveCohort(after).mentorOf[after.menteeIndex.get(menteeId)!]! >= 0;
          // Lifting a rule of a person by taking the fact away changes scores too, so others may be preferred: only places are exact.
          if (change.kind !== 'relax-rule')
            expect([menteeId, change.kind, isMatched]).toEqual([menteeId, change.kind, true]);
          tried++;
        }
      }
    }
  });

  it('would match somebody does so whatever the goal, a wish of their own as well as a place', () => {
    const goals = ['largest-total', 'bounded-loss', 'leximin', 'equal-access', 'stable-for-mentees'] as const;
    const kinds = new Map<string, number>();
    for (const objective of goals)
      for (let seed = 1; seed <= 6; seed++) {
        const crowd = givenCrowd(16, 4, seed);
        const groups = Object.fromEntries(crowd.mentees.map(({ id }, k) => [id, k % 3 ? 'a' : 'b']));
        const input: CohortInput = { ...crowd, policy: { ...defaultPolicy, objective }, groups, seed };
        for (const { menteeId, changes } of matchCohort(input).unmatched.slice(0, 4))
          for (const change of changes.filter(({ kind }) => kind !== 'relax-rule')) {
            const after = buildCohort(carryOut(input, menteeId, change));
            const isMatched = solveCohort(after).mentorOf[after.menteeIndex.get(menteeId)!]! >= 0;
            expect([objective, seed, menteeId, change.kind, isMatched]).toEqual([
              objective,
              seed,
              menteeId,
              change.kind,
              true,
            ]);
            kinds.set(`${objective} ${change.kind}`, (kinds.get(`${objective} ${change.kind}`) ?? 0) + 1);
          }
      }
    for (const objective of goals) expect(kinds.get(`${objective} add-place`)).toBeGreaterThan(0);
    expect(kinds.get('largest-total wish')).toBeGreaterThan(0);
  });

  it('of forcing another mentor is exact: the stated total is that of a solve with the pair locked, 200 times', () => {
    let tried = 0;
    for (let seed = 1; tried < 200; seed++) {
      const input: CohortInput = { ...givenCrowd(24, 9, seed), policy: defaultPolicy, seed };
      for (let k = 0; k < 25 && tried < 200; k++) {
        const menteeId = input.mentees[hash32(seed, k) % 24]!.id;
        const mentorId = input.mentors[hash32(seed + 1, k) % 9]!.id;
        const answer = whyNot(input, menteeId, mentorId);
        expect(answer.contributions.reduce((sum, { points }) => sum + points, 0)).toBe(answer.score);
        if (!answer.effect) {
          expect(answer.exclusions.length).toBeGreaterThan(0);
          continue;
        }
        const forced = solveCohort(buildCohort({ ...input, locked: [{ menteeId, mentorId }] }));
        const { totalAfter, totalBefore, forcedLoss, matchedLoss, reducedCost } = answer.effect;
        expect(totalAfter).toBe(forced.total);
        expect(totalBefore - totalAfter).toBe(forcedLoss);
        expect(solveCohort(buildCohort(input)).matched - forced.matched).toBe(matchedLoss);
        // What the prices say is a lower bound of the loss (of people and score together).
        if (matchedLoss === 0) expect(forcedLoss).toBeGreaterThanOrEqual(reducedCost);
        tried++;
      }
    }
  });
});
