import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allMatchings, anyProblem, denseProblem } from './given.ts';
import { verifyGoal } from './goal-certificate.ts';
import { optimise } from './goal.ts';
import { hash32 } from './hash.ts';
import type { Problem } from './problem.ts';
import { blockingPairs, deferredAcceptance, toPreferences } from './stable.ts';

/** Small problems in which each side likes pairs in its own way, with some equals. */
const anyTastes = fc
  .tuple(anyProblem, fc.nat(), fc.constantFrom(3, 1000))
  .map(([{ problem }, noise, top]) => {
    const draw = (salt: number): Int32Array => problem.score.map((_, e) => hash32(noise + salt, e) % top);
    return { problem: { ...problem, locked: [] } as Problem, likes: draw(1), liked: draw(2) };
  });
const numRuns = 200;

describe('a stable matching', () => {
  it('has no blocking pair, from either side, and the checker agrees', () => {
    fc.assert(
      fc.property(anyTastes, fc.constantFrom('mentees', 'mentors'), ({ problem, likes, liked }, side) => {
        const preferences = toPreferences(problem, 0, likes, liked);
        const mentorOf = deferredAcceptance(preferences, side);
        expect(blockingPairs(preferences, mentorOf)).toEqual([]);
        const goal = { kind: 'stable', side, menteeValue: likes, mentorValue: liked } as const;
        const solution = optimise(problem, goal);
        expect(solution.mentorOf).toEqual(mentorOf);
        expect(verifyGoal(problem, solution).valid).toBe(true);
      }),
      { numRuns },
    );
  });

  it('is best of all stable ones for the side that proposes, and matches the same people as every other', () => {
    fc.assert(
      fc.property(anyTastes, ({ problem, likes, liked }) => {
        const preferences = toPreferences(problem, 0, likes, liked);
        const forMentees = deferredAcceptance(preferences, 'mentees');
        const forMentors = deferredAcceptance(preferences, 'mentors');
        const rank = (i: number, j: number): number => {
          const { ptr, other } = preferences.byMentee;
          return j < 0 ? Infinity : other.subarray(ptr[i]!, ptr[i + 1]!).indexOf(j);
        };
        const loads = (mentorOf: ArrayLike<number>): number[] =>
          [...problem.capacity].map((_, j) => Array.from(mentorOf).filter((k) => k === j).length);
        for (const found of allMatchings(problem, 0)) {
          if (blockingPairs(preferences, Int32Array.from(found)).length > 0) continue;
          // The rural hospitals theorem: always the same people, and each mentor has as many.
          expect(found.map((j) => j >= 0)).toEqual([...forMentees].map((j) => j >= 0));
          expect(loads(found)).toEqual(loads(forMentees));
          found.forEach((j, i) => {
            expect(rank(i, forMentees[i]!)).toBeLessThanOrEqual(rank(i, j));
            expect(rank(i, j)).toBeLessThanOrEqual(rank(i, forMentors[i]!));
          });
        }
      }),
      { numRuns },
    );
  });

  it('names the pairs that would undo the largest total', () => {
    const problem = denseProblem(2, [1, 1], (i, j) => [9, 8, 8, 1][2 * i + j]!);
    const preferences = toPreferences(problem);
    expect(blockingPairs(preferences, Int32Array.of(1, 0))).toEqual([[0, 0]]);
    const stable = optimise(problem, { kind: 'stable', side: 'mentees' });
    expect(stable).toMatchObject({ total: 10, best: { total: 16 } });
  });

  it('draws equals by the recorded key, and is refused by the checker when a pair is changed', () => {
    const equal = denseProblem(2, [1], () => 5);
    const keyed = (tieKey: number[]): Problem => ({ ...equal, tieKey: Uint32Array.from(tieKey) });
    expect([...optimise(keyed([1, 2, 0]), { kind: 'stable', side: 'mentors' }).mentorOf]).toEqual([0, -1]);
    const second = optimise(keyed([2, 1, 0]), { kind: 'stable', side: 'mentors' });
    expect([...second.mentorOf]).toEqual([-1, 0]);
    const swapped = { ...second, mentorOf: Int32Array.of(0, -1) };
    expect(verifyGoal(keyed([2, 1, 0]), swapped).faults).toContainEqual({
      code: 'blocking-pair',
      mentee: 1,
      mentor: 0,
    });
  });
});
