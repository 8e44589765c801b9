import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { solve } from './assignment.ts';
import { verify } from './certificate.ts';
import { anyProblem, denseProblem } from './given.ts';
import { verifyGoal } from './goal-certificate.ts';
import { optimise, type Goal } from './goal.ts';
import { hash32 } from './hash.ts';
import { toProblem, type Problem } from './problem.ts';

const ones = (m: number): Int32Array => new Int32Array(m).fill(1);
const lexicographic = { objective: 'lexicographic' } as const;

/** A market where many want few: 60 mentees with up to four mentors each, drawn so that some are in every list. */
function scarce(seed: number, mentors: number): Problem {
  const pairs = new Map<string, readonly [number, number, number]>();
  for (let i = 0; i < 60; i++)
    for (let k = 0; k < 1 + (hash32(seed, i) % 4); k++) {
      const drawn = hash32(seed + k + 1, i) % (mentors * mentors);
      const j = Math.floor(Math.sqrt(drawn));
      pairs.set(`${i} ${j}`, [i, j, hash32(seed + 9, i * 97 + j) % 500]);
    }
  const places = Array.from({ length: mentors }, (_, j) => hash32(seed + 5, j) % 4);
  return toProblem(60, places, [...pairs.values()]);
}

/** What a Hall set claims, looked at pair by pair. */
function expectHall(problem: Problem, floor = 0): void {
  const { hall, mentorOf } = solve(problem, { ...lexicographic, floor });
  const inMentees = new Set(hall.mentees);
  const inMentors = new Set(hall.mentors);
  const isBanned = new Set((problem.forbidden ?? []).map(([i, j]) => `${i} ${j}`));
  const lockOf = new Map(problem.locked ?? []);
  const left = problem.capacity.slice();
  for (const j of lockOf.values()) left[j]! -= 1;
  for (let i = 0; i < problem.mentees; i++) {
    if (mentorOf[i] === -1) expect(inMentees.has(i)).toBe(true);
    if (!inMentees.has(i)) continue;
    expect(lockOf.has(i)).toBe(false);
    for (let e = problem.ptr[i]!; e < problem.ptr[i + 1]!; e++) {
      const j = problem.mentor[e]!;
      const isOpen = problem.score[e]! >= floor && left[j]! > 0 && !isBanned.has(`${i} ${j}`);
      if (isOpen) expect(inMentors.has(j)).toBe(true);
    }
  }
  const places = [...inMentors].reduce((sum, j) => sum + left[j]!, 0);
  expect(hall.places).toBe(places);
  expect(inMentees.size - places).toBe([...inMentees].filter((i) => mentorOf[i] === -1).length);
}

describe('the proof that nobody more can be matched', () => {
  it('lists everybody left out, all mentors they could have had, and as many too few places as people left out', () => {
    for (let seed = 0; seed < 120; seed++) expectHall(scarce(seed, 10 + (seed % 30)), (seed % 3) * 100);
  });

  it('holds with locks, bans, classes and floors on small problems of every kind', () => {
    fc.assert(
      fc.property(anyProblem, fc.constantFrom(0, 1, 5), ({ problem }, floor) => expectHall(problem, floor)),
      { numRuns: 400 },
    );
  });
});

describe('under every goal', () => {
  const goals: Goal[] = [
    { kind: 'largest-total' },
    { kind: 'largest-worst' },
    { kind: 'bounded-loss', lossPerMille: 20 },
    { kind: 'leximin', levels: 3 },
    { kind: 'equal-access', groupOf: [] },
    { kind: 'stable', side: 'mentees' },
    { kind: 'stable', side: 'mentors' },
  ];
  const chain = toProblem(
    300,
    ones(300),
    Array.from({ length: 300 }, (_, i) => [
      [i, i, 100 + (i % 2)] as const,
      [i, (i + 1) % 300, 100] as const,
    ]).flat(),
  );
  const extremes: [string, Problem][] = [
    ['nobody at all', toProblem(0, [], [])],
    ['no mentors', toProblem(4, [], [])],
    ['no mentees', toProblem(0, [2, 3], [])],
    ['no places', denseProblem(4, [0, 0], () => 5)],
    ['no pairs', toProblem(4, [1, 1], [])],
    ['one pair of the highest score', toProblem(1, [1], [[0, 0, 2 ** 20]])],
    ['all equal', denseProblem(30, ones(30), () => 7)],
    ['all zero', denseProblem(20, new Int32Array(5).fill(2), () => 0)],
    ['all forbidden', { ...denseProblem(1, [1], () => 5), forbidden: [[0, 0]] }],
    ['far more mentees than places', denseProblem(90, [1, 2], (i, j) => hash32(i, j) % 100)],
    [
      'far more places than mentees',
      denseProblem(2, new Int32Array(60).fill(9), (i, j) => hash32(i, j) % 100),
    ],
    ['products i·j', denseProblem(25, ones(25), (i, j) => 625 - i * j)],
    ['a chain that moves everybody', chain],
    [
      'two blocks, one short',
      denseProblem(24, new Int32Array(12).fill(2), (i, j) => (i < 18 === j < 6 ? 9 : 0)),
    ],
  ];
  const cases = goals.flatMap((goal) =>
    extremes.map(([name, problem]) => [goal.kind, name, goal, problem] as const),
  );

  it.each(cases)('%s is proved: %s', (_, __, goal, problem) => {
    const groupOf = Array.from({ length: problem.mentees }, (___, i) => i % 2);
    const solution = optimise(problem, goal.kind === 'equal-access' ? { ...goal, groupOf } : goal);
    expect(verifyGoal(problem, solution)).toMatchObject({ valid: true, faults: [] });
  });

  it('a solver stopped at once still answers something allowed, and owns up to the gap', () => {
    for (const [, problem] of extremes) {
      let asked = 0;
      const solution = solve(problem, { ...lexicographic, deadlineMs: 0, clock: () => asked++ });
      expect(verify(problem, solution)).toMatchObject({ valid: true, faults: [], gap: solution.gap });
    }
  });
});
