import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { solve } from './assignment.ts';
import { MatchingError } from './errors.ts';
import { allMatchings, anyProblem, compareVectors, denseProblem } from './given.ts';
import { verifyGoal } from './goal-certificate.ts';
import { optimise, type Goal, type GoalSolution } from './goal.ts';
import { hash32 } from './hash.ts';
import type { Problem } from './problem.ts';

/** How many of each class are matched, the first class first: what every goal but a stable one decides first. */
function countsOf(problem: Problem, mentorOf: ArrayLike<number>): number[] {
  const classes = [...new Set(problem.priority ?? [0])].sort((a, b) => a - b);
  return classes.map(
    (c) => Array.from(mentorOf).filter((j, i) => j >= 0 && (problem.priority?.[i] ?? 0) === c).length,
  );
}

const isLocked = (problem: Problem, i: number): boolean => (problem.locked ?? []).some(([a]) => a === i);

/** Scores of the pairs that were free to choose. */
function freeScores(problem: Problem, mentorOf: ArrayLike<number>): number[] {
  return Array.from(mentorOf).flatMap((j, i) => {
    if (j < 0 || isLocked(problem, i)) return [];
    const row = problem.mentor.subarray(problem.ptr[i]!, problem.ptr[i + 1]!);
    return [problem.score[problem.ptr[i]! + row.indexOf(j)]!];
  });
}

const totalOf = (scores: readonly number[]): number => scores.reduce((a, b) => a + b, 0);

/** The best matchings of a problem by trying everything: `value` is compared lexicographically after the counts. */
function bestOf(problem: Problem, floor: number, value: (mentorOf: number[]) => number[]): number[] {
  let best: number[] | undefined;
  for (const mentorOf of allMatchings(problem, floor)) {
    const found = [...countsOf(problem, mentorOf), ...value(mentorOf)];
    if (!best || compareVectors(found, best) > 0) best = found;
  }
  return best!;
}

function expectBest(
  problem: Problem,
  solution: GoalSolution,
  floor: number,
  value: (mentorOf: number[]) => number[],
): void {
  expect(verifyGoal(problem, solution)).toMatchObject({ valid: true, faults: [], gap: 0 });
  const own = [...countsOf(problem, solution.mentorOf), ...value([...solution.mentorOf])];
  expect(own).toEqual(bestOf(problem, floor, value));
}

const changesFrom =
  (before: Int32Array) =>
  (mentorOf: readonly number[]): number =>
    0 - mentorOf.filter((j, i) => before[i]! >= 0 && before[i] !== j).length;

const beforeOf = (problem: Problem, noise: number): Int32Array =>
  Int32Array.from({ length: problem.mentees }, (_, i) => (hash32(noise, i) % (problem.mentors + 1)) - 1);

const numRuns = 100;

describe('a goal', () => {
  it('of bounded loss lifts the worst score as far as the stated share of the total allows', () => {
    fc.assert(
      fc.property(anyProblem, fc.constantFrom(0, 100, 300, 1000), ({ problem, options }, lossPerMille) => {
        const floor = options.floor ?? 0;
        const solution = optimise(problem, { kind: 'bounded-loss', lossPerMille }, { floor, seed: 2 });
        const lockedTotal = solution.total - totalOf(freeScores(problem, solution.mentorOf));
        const [bestTotal] = bestOf(problem, floor, (m) => [totalOf(freeScores(problem, m))]).slice(-1);
        const best = bestTotal! + lockedTotal;
        const kept = best - Math.floor((best * lossPerMille) / 1000);
        expectBest(problem, solution, floor, (mentorOf) => {
          const scores = freeScores(problem, mentorOf);
          const total = totalOf(scores) + lockedTotal;
          return total >= kept ? [1, Math.min(...scores, 2 ** 30), total] : [0, 0, 0];
        });
      }),
      { numRuns },
    );
  });

  it('of leximin settles the worst score, then the next worst, and so on', () => {
    fc.assert(
      fc.property(anyProblem, ({ problem, options }) => {
        const floor = options.floor ?? 0;
        const solution = optimise(problem, { kind: 'leximin', levels: 1000 }, { floor, seed: 1 });
        expectBest(problem, solution, floor, (mentorOf) =>
          freeScores(problem, mentorOf).sort((a, b) => a - b),
        );
      }),
      { numRuns },
    );
  });

  it('of leximin for some levels goes on with the largest total', () => {
    fc.assert(
      fc.property(anyProblem, fc.integer({ min: 0, max: 2 }), ({ problem }, levels) => {
        const solution = optimise(problem, { kind: 'leximin', levels });
        // The counts at the lowest distinct scores of the true leximin order, then the total.
        const whole = optimise(problem, { kind: 'leximin', levels: 1000 });
        const settled = [...new Set(freeScores(problem, whole.mentorOf).sort((a, b) => a - b))].slice(
          0,
          levels,
        );
        const top = settled.at(-1) ?? -1;
        expectBest(problem, solution, 0, (mentorOf) => {
          const scores = freeScores(problem, mentorOf).sort((a, b) => a - b);
          const low = scores.filter((s) => s <= top);
          return [...low, ...scores.slice(low.length).fill(2 ** 30), totalOf(scores)];
        });
      }),
      { numRuns },
    );
  });

  it('of least change keeps as many earlier pairs as the optimum allows', () => {
    fc.assert(
      fc.property(
        anyProblem,
        fc.nat(),
        fc.constantFrom<Goal>(
          { kind: 'largest-total' },
          { kind: 'largest-worst' },
          { kind: 'leximin', levels: 99 },
        ),
        ({ problem }, noise, goal) => {
          const before = beforeOf(problem, noise);
          const solution = optimise(problem, goal, {}, before);
          const changes = changesFrom(before);
          expectBest(problem, solution, 0, (mentorOf) => {
            const scores = freeScores(problem, mentorOf).sort((a, b) => a - b);
            if (goal.kind === 'leximin') return [...scores, changes(mentorOf)];
            const worst = goal.kind === 'largest-worst' ? [scores[0] ?? 0] : [];
            return [...worst, totalOf(scores), changes(mentorOf)];
          });
        },
      ),
      { numRuns: 2 * numRuns },
    );
  });

  it('of equal access serves the group with the lowest share next, then looks at the total', () => {
    fc.assert(
      fc.property(anyProblem, fc.nat(), ({ problem, options }, noise) => {
        const floor = options.floor ?? 0;
        const groupOf = Array.from({ length: problem.mentees }, (_, i) => hash32(noise, i) % 3);
        const solution = optimise(problem, { kind: 'equal-access', groupOf }, { floor, seed: 3 });
        expectBest(problem, solution, floor, (mentorOf) => {
          // Every person of a group, in the order in which the group would be served: taken or not.
          const turns = turnsOf(problem, groupOf);
          const taken = turns.map(({ members, nth }) =>
            Number(members.filter((i) => mentorOf[i]! >= 0).length >= nth),
          );
          return [...taken, totalOf(freeScores(problem, mentorOf))];
        });
      }),
      { numRuns: 2 * numRuns },
    );
  });

  it('of stability leaves no two who would rather have one another', () => {
    fc.assert(
      fc.property(anyProblem, fc.constantFrom('mentees', 'mentors'), ({ problem, options }, side) => {
        const solution = optimise(problem, { kind: 'stable', side }, { floor: options.floor ?? 0 });
        expect(verifyGoal(problem, solution)).toMatchObject({ valid: true, faults: [] });
        expect(solution.best.matched).toBeGreaterThanOrEqual(solution.matched);
      }),
      { numRuns },
    );
  });

  it('keeps locks, bans and places, whatever it is', () => {
    const goals: Goal[] = [
      { kind: 'bounded-loss', lossPerMille: 50 },
      { kind: 'leximin', levels: 5 },
      { kind: 'equal-access', groupOf: [0, 1, 0, 1, 0, 1] },
      { kind: 'stable', side: 'mentees' },
    ];
    fc.assert(
      fc.property(anyProblem, fc.constantFrom(...goals), ({ problem }, goal) => {
        const { mentorOf } = optimise(
          problem,
          goal.kind === 'equal-access'
            ? { ...goal, groupOf: [0, 1, 0, 1, 0, 1].slice(0, problem.mentees) }
            : goal,
        );
        for (const [i, j] of problem.locked ?? []) expect(mentorOf[i]).toBe(j);
        for (const [i, j] of problem.forbidden ?? []) expect(mentorOf[i]).not.toBe(j);
        problem.capacity.forEach((places, j) =>
          expect(mentorOf.filter((k) => k === j).length).toBeLessThanOrEqual(places),
        );
      }),
      { numRuns },
    );
  });

  it('is refused when its figures make no sense', () => {
    const problem = denseProblem(2, [1, 1], () => 5);
    const codeOf = (run: () => unknown): string => {
      try {
        run();
      } catch (error) {
        return error instanceof MatchingError ? error.code : 'another error';
      }
      return 'none';
    };
    expect(codeOf(() => optimise(problem, { kind: 'bounded-loss', lossPerMille: 1001 }))).toBe('RANGE');
    expect(codeOf(() => optimise(problem, { kind: 'bounded-loss', lossPerMille: NaN }))).toBe('NOT_FINITE');
    expect(codeOf(() => optimise(problem, { kind: 'leximin', levels: -1 }))).toBe('RANGE');
    expect(codeOf(() => optimise(problem, { kind: 'equal-access', groupOf: [1] }))).toBe('SHAPE');
    expect(codeOf(() => optimise(problem, { kind: 'largest-total' }, {}, new Int32Array(5)))).toBe('SHAPE');
  });
});

describe('the order of objectives', () => {
  it('holds: a higher floor never brings more people or a larger total', () => {
    fc.assert(
      fc.property(anyProblem, ({ problem }) => {
        const { locked: _, ...free } = problem;
        let before = solve(free, { objective: 'lexicographic', floor: 0 });
        for (const floor of [...new Set(free.score)].sort((a, b) => a - b)) {
          const next = solve(free, { objective: 'lexicographic', floor });
          expect(next.matched).toBeLessThanOrEqual(before.matched);
          if (next.matched === before.matched && !free.priority)
            expect(next.total).toBeLessThanOrEqual(before.total);
          before = next;
        }
      }),
      { numRuns },
    );
  });

  it('holds: one pair worth more raises the total by no more than that, and one pair less never lifts the floor', () => {
    fc.assert(
      fc.property(anyProblem, fc.nat(), fc.integer({ min: 1, max: 50 }), ({ problem }, at, by) => {
        const { locked: _, ...free } = problem;
        if (free.mentor.length === 0) return;
        const e = at % free.mentor.length;
        const dearer = { ...free, score: free.score.map((s, k) => (k === e ? s + by : s)) };
        const [before, after] = [solve(free), solve(dearer)];
        expect(after.matched).toBe(before.matched);
        expect(after.total).toBeGreaterThanOrEqual(before.total);
        expect(after.total).toBeLessThanOrEqual(before.total + by);
        const i = free.ptr.findLastIndex((start) => start <= e);
        const lifted = solve(free, { objective: 'floor' });
        const less = solve(
          { ...free, forbidden: [...(free.forbidden ?? []), [i, free.mentor[e]!]] },
          { objective: 'floor' },
        );
        if (!free.priority && less.matched === lifted.matched)
          expect(less.floor).toBeLessThanOrEqual(lifted.floor);
      }),
      { numRuns },
    );
  });

  it('holds: the worst score of leximin is that of the largest worst, and its total no more than the largest', () => {
    const problem = denseProblem(20, new Int32Array(9).fill(2), (i, j) => hash32(8, 9 * i + j) % 60);
    const worst = optimise(problem, { kind: 'largest-worst' });
    const leximin = optimise(problem, { kind: 'leximin', levels: 99 });
    const bounded = optimise(problem, { kind: 'bounded-loss', lossPerMille: 20 });
    expect(leximin.minScore).toBe(worst.minScore);
    expect(leximin.total).toBeLessThanOrEqual(worst.total);
    expect(bounded.minScore).toBeLessThanOrEqual(worst.minScore);
    expect(bounded.total * 50).toBeGreaterThanOrEqual(bounded.best.total * 49);
    expect(worst.total).toBeLessThanOrEqual(bounded.best.total);
  });
});

/** Turns of all members of all groups within classes: the lower share first, then the lower share after the turn, then the group. */
function turnsOf(problem: Problem, groupOf: readonly number[]): { members: number[]; nth: number }[] {
  const members = new Map<string, number[]>();
  groupOf.forEach((group, i) => {
    const key = `${problem.priority?.[i] ?? 0} ${group}`;
    members.set(key, [...(members.get(key) ?? []), i]);
  });
  return [...members]
    .flatMap(([key, list]) => {
      const [priority, group] = key.split(' ').map(Number);
      return list.map((_, k) => ({
        members: list,
        nth: k + 1,
        size: list.length,
        priority: priority!,
        group: group!,
      }));
    })
    .sort(
      (a, b) =>
        a.priority - b.priority ||
        (a.nth - 1) * b.size - (b.nth - 1) * a.size ||
        a.nth * b.size - b.nth * a.size ||
        a.group - b.group,
    );
}
