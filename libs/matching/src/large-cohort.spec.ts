import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { solve } from './assignment.ts';
import { layOutCohort, type CohortInput } from './cohort.ts';
import { anyProblem, givenCrowd } from './given.ts';
import { matchLargeCohort } from './large-cohort.ts';
import { matchCohort } from './match.ts';
import { defaultPolicy } from './policy.ts';
import type { Problem } from './problem.ts';
import { verifyRows } from './row-certificate.ts';
import { plainRows, type Rows } from './row-search.ts';

const rowsOf = ({ mentors, ptr, mentor, score }: Problem): Rows =>
  plainRows(mentors, (i, scores) => {
    scores.fill(-1);
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) scores[mentor[e]!] = score[e]!;
  });

describe('a large pool', () => {
  it.each([
    ['places short', 300, 120],
    ['places enough', 120, 150],
  ])('is matched as well as a small one, from few pairs, and proved over all: %s', (_, n, m) => {
    const { mentees, mentors } = givenCrowd(n, m);
    const input: CohortInput = {
      mentees,
      mentors,
      policy: { ...defaultPolicy, floor: 2000 },
      seed: 3,
      locked: [{ menteeId: 'mentee-1', mentorId: 'mentor-2' }],
      forbidden: [{ menteeId: 'mentee-3', mentorId: 'mentor-4' }],
    };
    const large = matchLargeCohort(input);
    const { statistics } = matchCohort(input);
    expect(large.certificate).toMatchObject({ matched: statistics.matched, total: statistics.total, gap: 0 });
    expect(large.certificate.pairs).toBeGreaterThan(large.certificate.pairsKept);
    expect(large.pairings.length + large.unmatchedIds.length).toBe(n);
    expect(large.pairings.reduce((sum, { score }) => sum + score, 0)).toBe(statistics.total);
  });

  it('is proved by a checker that rejects any price or pair that is changed', () => {
    fc.assert(
      fc.property(anyProblem, fc.nat(), fc.constantFrom(-1, 1), ({ problem, options }, at, by) => {
        const solution = solve(problem, { ...options, objective: 'lexicographic' });
        const isValid = (change: object): boolean =>
          verifyRows(rowsOf(problem), problem, { ...solution, ...change }).valid;
        expect(isValid({})).toBe(true);
        const { u, v, mentorOf } = solution;
        const changed = <T extends Int32Array | Float64Array>(list: T): T => {
          const copy = list.slice() as T;
          copy[at % list.length]! += by;
          return copy;
        };
        if (u.length > 0) expect(isValid({ u: changed(u) })).toBe(false);
        if (v.length > 0) expect(isValid({ v: changed(v) })).toBe(false);
        if (u.length > 0)
          expect(isValid({ mentorOf: changed(mentorOf), total: solution.total + 1 })).toBe(false);
        expect(isValid({ penalty: 0 })).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('is refused under objectives that need every pair at once', () => {
    const input: CohortInput = { ...givenCrowd(3, 3), policy: { ...defaultPolicy, objective: 'leximin' } };
    expect(() => matchLargeCohort(input)).toThrow('largest total');
    expect(layOutCohort(input).shell.mentees).toBe(3);
  });
});
