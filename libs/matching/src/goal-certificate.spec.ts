import { describe, expect, it } from '@jest/globals';
import { denseProblem } from './given.ts';
import { verifyGoal } from './goal-certificate.ts';
import { optimise, type GoalProof, type GoalSolution } from './goal.ts';
import { hash32 } from './hash.ts';
import type { Problem } from './problem.ts';

const problem: Problem = {
  ...denseProblem(16, new Int32Array(6).fill(2), (i, j) => hash32(5, 10 * i + j) % 200),
  locked: [[0, 0]],
  forbidden: [[1, 1]],
  priority: Uint16Array.from({ length: 16 }, (_, i) => i % 2),
};
const groupOf = Array.from({ length: 16 }, (_, i) => i % 3);
const before = Int32Array.from({ length: 16 }, (_, i) => i % 6);

const bounded = optimise(problem, { kind: 'bounded-loss', lossPerMille: 40 });
const leximin = optimise(problem, { kind: 'leximin', levels: 99 });
const access = optimise(problem, { kind: 'equal-access', groupOf });
const stable = optimise(problem, { kind: 'stable', side: 'mentees' });
const kept = optimise(problem, { kind: 'largest-total' }, {}, before);

const proofOf = <K extends GoalProof['kind']>(
  solution: GoalSolution,
  kind: K,
): Extract<GoalProof, { kind: K }> => {
  if (solution.proof.kind !== kind) throw new Error('another proof');
  return solution.proof as Extract<GoalProof, { kind: K }>;
};
const plus = <T extends Int32Array | Float64Array>(list: T, at: number, by: number): T => {
  const copy = list.slice() as T;
  copy[at]! += by;
  return copy;
};
const firstMatched = (solution: GoalSolution): number =>
  [...solution.mentorOf.keys()].find((i) => i > 0 && solution.mentorOf[i]! >= 0)!;
const without = (solution: GoalSolution): Int32Array =>
  plus(solution.mentorOf, firstMatched(solution), -1 - solution.mentorOf[firstMatched(solution)]!);

describe('the checker of a goal', () => {
  it('accepts what was proved', () => {
    for (const solution of [bounded, leximin, access, stable, kept])
      expect(verifyGoal(problem, solution)).toMatchObject({ valid: true, faults: [] });
  });

  const loss = proofOf(bounded, 'bounded-loss');
  const { steps } = proofOf(leximin, 'leximin');
  const shares = proofOf(access, 'equal-access');
  const change = kept.change!;
  const last = steps.length - 1;
  const withStep = (at: number, changed: object): GoalSolution => ({
    ...leximin,
    proof: { kind: 'leximin', steps: steps.map((step, k) => (k === at ? { ...step, ...changed } : step)) },
  });

  it.each<[string, GoalSolution]>([
    ['somebody less is matched than stated', { ...stable, mentorOf: without(stable) }],
    ['the total is not the sum', { ...access, total: access.total + 1 }],
    ['the worst score is another', { ...leximin, minScore: leximin.minScore + 1 }],
    ['another goal was asked', { ...bounded, goal: { kind: 'bounded-loss', lossPerMille: 0 } }],
    ['the proof is of another kind', { ...leximin, proof: stable.proof }],
    ['the floor could be higher', { ...bounded, proof: { ...loss, beyond: loss.solution } }],
    ['the best total is understated', { ...bounded, proof: { ...loss, best: loss.solution } }],
    [
      'a price of the answer is changed',
      { ...bounded, proof: { ...loss, solution: { ...loss.solution, v: plus(loss.solution.v, 1, -1) } } },
    ],
    [
      'a price of the bound is changed',
      { ...bounded, proof: { ...loss, best: { ...loss.best, u: plus(loss.best.u, 3, 1) } } },
    ],
    [
      'a level is skipped',
      { ...leximin, proof: { kind: 'leximin', steps: steps.filter((_, k) => k !== last) } },
    ],
    ['a level is another', withStep(last, { level: steps[last]!.level + 1 })],
    ['a price of a level is too high', withStep(1, { u: plus(steps[1]!.u, firstMatched(leximin), 1) })],
    ['a price of a level is too low', withStep(1, { u: plus(steps[1]!.u, firstMatched(leximin), -1) })],
    ['a penalty is made up', withStep(0, { out: steps[0]!.out.map((cost) => cost + 1) })],
    [
      'a group is larger than it is',
      {
        ...access,
        proof: { ...shares, groups: shares.groups.map((g, k) => (k ? g : { ...g, people: g.people + 1 })) },
      },
    ],
    ['a limit of a group is missing', { ...access, proof: { ...shares, limits: shares.limits.slice(1) } }],
    [
      'a limit leaves a mentor out',
      {
        ...access,
        proof: {
          ...shares,
          limits: shares.limits.map((limit) => ({ ...limit, mentors: limit.mentors.slice(1) })),
        },
      },
    ],
    ['the groups are others', { ...access, goal: { kind: 'equal-access', groupOf: groupOf.toReversed() } }],
    [
      'two people who want one another are apart',
      {
        ...stable,
        mentorOf: leximin.mentorOf,
        total: leximin.total,
        matched: leximin.matched,
        minScore: leximin.minScore,
      },
    ],
    [
      'the earlier result was another',
      { ...kept, change: { ...change, before: before.map((j) => (j + 1) % 6) } },
    ],
    [
      'a price of the change is another',
      { ...kept, change: { ...change, step: { ...change.step, v: plus(change.step.v, 2, 1) } } },
    ],
    ['a lock is broken', { ...stable, mentorOf: plus(stable.mentorOf, 0, 1) }],
  ])('rejects it when %s', (_, claim) => {
    expect(verifyGoal(problem, claim).valid).toBe(false);
  });

  it('rejects every answer when places, scores, locks or bans were others', () => {
    for (const solution of [bounded, leximin, access, kept]) {
      for (let j = 0; j < 6; j++)
        expect(verifyGoal({ ...problem, capacity: plus(problem.capacity, j, -1) }, solution).valid).toBe(
          false,
        );
      const i = firstMatched(solution);
      const j = solution.mentorOf[i]!;
      expect(verifyGoal({ ...problem, forbidden: [[i, j]] }, solution).valid).toBe(false);
      expect(verifyGoal({ ...problem, locked: [[i, (j + 1) % 6]] }, solution).valid).toBe(false);
      expect(verifyGoal({ ...problem, score: plus(problem.score, 6 * i + j, 7) }, solution).valid).toBe(
        false,
      );
    }
  });
});
