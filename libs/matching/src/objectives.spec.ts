import { describe, expect, it } from '@jest/globals';
import { verifyCohort } from './cohort-certificate.ts';
import type { CohortInput } from './cohort.ts';
import { givenCrowd, givenMentee, givenMentor } from './given.ts';
import { matchCohort, type CohortMatch } from './match.ts';
import { defaultPolicy, type MatchingPolicy, type Objective } from './policy.ts';
import { whyNot } from './why-not.ts';

const crowd = givenCrowd(60, 25);
const groups = Object.fromEntries(crowd.mentees.map(({ id }, k) => [id, ['a', 'b', 'c'][k % 3]!]));
const inputFor = (objective: Objective, more: Partial<MatchingPolicy> = {}): CohortInput => ({
  ...crowd,
  policy: { ...defaultPolicy, objective, ...more },
  seed: 4,
  groups,
});
const objectives: Objective[] = [
  'largest-total',
  'largest-worst',
  'bounded-loss',
  'leximin',
  'equal-access',
  'stable-for-mentees',
  'stable-for-mentors',
];
const best = matchCohort(inputFor('largest-total'));

describe('a cohort under each objective', () => {
  it.each(objectives)('is matched, explained and proved: %s', (objective) => {
    const input = inputFor(objective);
    const run = matchCohort(input);
    expect(run.pairings.length + run.unmatched.length).toBe(60);
    expect(verifyCohort(input, run)).toMatchObject({ valid: true, faults: [], gap: 0 });
    expect(run.statistics.total).toBeLessThanOrEqual(best.statistics.total);
    // What is stored is plain JSON, and proves as much when it is read back.
    const stored = JSON.parse(JSON.stringify(run)) as CohortMatch;
    expect(verifyCohort(input, stored).valid).toBe(true);
    for (const { cause } of run.unmatched) expect(cause.code).toBe('scarce-places');
  });

  it.each(objectives)(
    'is refused by the checker when two people change places or a proof is missing: %s',
    (objective) => {
      const input = inputFor(objective);
      const run = matchCohort(input);
      const [a, b] = run.pairings;
      const swapped = run.pairings.map((pair) =>
        pair === a
          ? { ...pair, mentorId: b!.mentorId }
          : pair === b
            ? { ...pair, mentorId: a!.mentorId }
            : pair,
      );
      if (a!.mentorId !== b!.mentorId)
        expect(verifyCohort(input, { ...run, pairings: swapped }).valid).toBe(false);
      const { goal, ...bare } = run.certificate;
      if (goal) {
        const hollow = { ...bare, goal: { ...goal, proof: { kind: 'leximin' } } };
        expect(verifyCohort(input, { ...run, certificate: bare }).valid).toBe(false);
        expect(verifyCohort(input, { ...run, certificate: hollow }).valid).toBe(false);
      }
    },
  );

  it.each(objectives)('answers "why not" by the same run with the pair locked: %s', (objective) => {
    const input = inputFor(objective);
    const run = matchCohort(input);
    const { menteeId, mentorId: own } = run.pairings[3]!;
    expect(whyNot(input, menteeId, own)).toMatchObject({
      chosen: true,
      effect: { forcedLoss: 0, moves: [] },
    });
    for (const { id: mentorId } of crowd.mentors.slice(0, 4)) {
      const { effect, exclusions } = whyNot(input, menteeId, mentorId);
      if (!effect) {
        expect(exclusions.length + (objective === 'largest-total' ? 0 : 1)).toBeGreaterThan(0);
        continue;
      }
      const forced = matchCohort({ ...input, locked: [{ menteeId, mentorId }] });
      // Where the worst score comes first, "what if" keeps the floor of the run; a run anew may find another.
      if (objective === 'largest-worst' || objective === 'bounded-loss') continue;
      expect(effect.totalAfter).toBe(forced.statistics.total);
    }
  });

  it('gives up no more of the total than was allowed, and lifts the worst score in return', () => {
    const run = matchCohort(inputFor('bounded-loss', { lossPerMille: 30 }));
    expect(run.statistics.total).toBeGreaterThanOrEqual(0.97 * best.statistics.total);
    expect(run.statistics.worst!).toBeGreaterThanOrEqual(best.statistics.worst!);
    expect(run.certificate.goal?.best).toEqual({
      matched: best.statistics.matched,
      total: best.statistics.total,
    });
  });

  it('matches the groups in equal shares, as far as whole people allow', () => {
    const run = matchCohort(inputFor('equal-access'));
    const counts = ['a', 'b', 'c'].map(
      (group) => run.pairings.filter(({ menteeId }) => groups[menteeId] === group).length,
    );
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect(run.statistics.matched).toBe(best.statistics.matched);
  });

  it('keeps earlier pairs when a later draft is as good with them', () => {
    const equal = {
      mentees: ['a', 'b', 'c'].map((id) => givenMentee(id)),
      mentors: ['x', 'y', 'z'].map((id) => givenMentor(id)),
    };
    for (const before of [
      [{ menteeId: 'a', mentorId: 'z' }],
      [
        { menteeId: 'a', mentorId: 'y' },
        { menteeId: 'b', mentorId: 'z' },
        { menteeId: 'c', mentorId: 'x' },
      ],
      [{ menteeId: 'gone', mentorId: 'x' }],
    ]) {
      const input = { ...equal, policy: defaultPolicy, before };
      const run = matchCohort(input);
      for (const pair of before.filter(({ menteeId }) => menteeId !== 'gone'))
        expect(run.pairings).toContainEqual(expect.objectContaining(pair));
      expect(verifyCohort(input, run)).toMatchObject({ valid: true, gap: 0 });
      const { goal: _, ...unproved } = run.certificate;
      expect(verifyCohort(input, { ...run, certificate: unproved }).valid).toBe(false);
    }
  });

  it('respects ranked wishes when it is stable: two who ranked one another first are together', () => {
    const mentees = [givenMentee('a', { wishes: ['p-x'] }), givenMentee('b', { wishes: ['p-x', 'p-y'] })];
    const mentors = [givenMentor('x', { wishes: ['p-b'] }), givenMentor('y')];
    const policy = { ...defaultPolicy, objective: 'stable-for-mentees' } as const;
    const pairs = matchCohort({ mentees, mentors, policy }).pairings;
    expect(pairs.map(({ menteeId, mentorId }) => menteeId + mentorId)).toEqual(['ay', 'bx']);
  });
});
