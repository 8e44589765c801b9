import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { solve } from './assignment.ts';
import { verify } from './certificate.ts';
import { anyProblem, denseProblem } from './given.ts';
import { hash32 } from './hash.ts';
import type { Problem, Solution } from './problem.ts';

const problem: Problem = {
  ...denseProblem(14, new Int32Array(5).fill(2), (i, j) => hash32(3, 10 * i + j) % 500),
  locked: [[0, 0]],
  forbidden: [[1, 1]],
};
const solution = solve(problem, { objective: 'floor' });
const isValid = (changed: Partial<Solution>, of: Problem = problem): boolean =>
  verify(of, { ...solution, ...changed }).valid;
const change = <T extends Int32Array | Float64Array>(list: T, at: number, by: number): T => {
  const copy = list.slice() as T;
  copy[at]! += by;
  return copy;
};

describe('the checker', () => {
  it('accepts what the solver proved', () => {
    expect(verify(problem, solution)).toMatchObject({ valid: true, gap: 0, matchedBound: 10 });
  });

  it('rejects any price that is changed', () => {
    fc.assert(
      fc.property(anyProblem, fc.nat(), fc.constantFrom(-1, 1), (given, at, by) => {
        const solved = solve(given.problem, given.options);
        const { u, v } = solved;
        if (u.length > 0)
          expect(verify(given.problem, { ...solved, u: change(u, at % u.length, by) }).valid).toBe(false);
        if (v.length > 0)
          expect(verify(given.problem, { ...solved, v: change(v, at % v.length, by) }).valid).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('rejects any pair that is moved, dropped or invented', () => {
    for (let i = 0; i < problem.mentees; i++) {
      for (let j = -1; j <= problem.mentors; j++) {
        if (solution.mentorOf[i] === j) continue;
        const mentorOf = solution.mentorOf.slice();
        mentorOf[i] = j;
        expect(isValid({ mentorOf })).toBe(false);
      }
    }
  });

  it('rejects a swap of two people that costs something', () => {
    const [a, b] = [...solution.mentorOf.keys()].filter((i) => i > 0 && solution.mentorOf[i]! >= 0);
    const mentorOf = solution.mentorOf.slice();
    mentorOf[a!] = solution.mentorOf[b!]!;
    mentorOf[b!] = solution.mentorOf[a!]!;
    expect(isValid({ mentorOf })).toBe(mentorOf[a!] === solution.mentorOf[a!]);
  });

  it('rejects other places, scores, locks and bans than those that were solved', () => {
    for (let j = 0; j < problem.mentors; j++) {
      expect(isValid({}, { ...problem, capacity: change(problem.capacity, j, 1) })).toBe(false);
      expect(isValid({}, { ...problem, capacity: change(problem.capacity, j, -1) })).toBe(false);
    }
    const chosen = problem.score.findIndex((_, e) => solution.mentorOf[Math.floor(e / 5)] === e % 5);
    expect(isValid({}, { ...problem, score: change(problem.score, chosen, 1) })).toBe(false);
    expect(isValid({}, { ...problem, locked: [[0, 1]] })).toBe(false);
    const kept = [...solution.mentorOf.keys()].find((i) => i > 0 && solution.mentorOf[i]! >= 0)!;
    expect(isValid({}, { ...problem, forbidden: [[kept, solution.mentorOf[kept]!]] })).toBe(false);
  });

  it('rejects figures, proofs and penalties that are made up', () => {
    const { hall } = solution;
    const proof = solution.floorProof!;
    expect(isValid({ total: solution.total + 1 })).toBe(false);
    expect(isValid({ matched: solution.matched + 1 })).toBe(false);
    expect(isValid({ minScore: solution.minScore + 1 })).toBe(false);
    expect(isValid({ gap: 1 })).toBe(false);
    expect(isValid({ penalty: 1 })).toBe(false);
    expect(isValid({ maxScore: 0 })).toBe(false);
    expect(isValid({ floor: solution.floor + 1 })).toBe(false);
    expect(isValid({ floor: 0 })).toBe(false);
    expect(isValid({ hall: { ...hall, places: hall.places - 1 } })).toBe(false);
    expect(isValid({ hall: { ...hall, mentors: hall.mentors.slice(1) } })).toBe(false);
    expect(isValid({ hall: { ...hall, mentees: hall.mentees.slice(1) } })).toBe(false);
    expect(isValid({ floorProof: { ...proof, above: proof.above - 1 } })).toBe(false);
    expect(isValid({ floorProof: { ...proof, hall: { ...proof.hall, mentees: new Int32Array(0) } } })).toBe(
      false,
    );
    expect(isValid({ u: new Float64Array(3) })).toBe(false);
    expect(isValid({ v: change(solution.v, 0, 0.5) })).toBe(false);
    expect(isValid({ u: change(solution.u, 2, NaN) })).toBe(false);
  });
});
