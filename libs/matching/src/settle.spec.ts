import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { solve } from './assignment.ts';
import { matchMost } from './cardinality.ts';
import { verify } from './certificate.ts';
import { applyEdits, resolve, type Edit } from './edits.ts';
import { runnersUp } from './explanation.ts';
import { anyProblem, denseProblem } from './given.ts';
import { hash32 } from './hash.ts';
import { buildNetwork } from './network.ts';
import { toProblem, type Options, type Problem, type Solution } from './problem.ts';
import { WhatIf } from './what-if.ts';

const lexicographic = { objective: 'lexicographic' } as const;
const expectProven = (problem: Problem, options: Options = lexicographic): Solution => {
  const solution = solve(problem, options);
  expect(verify(problem, solution)).toMatchObject({ valid: true, faults: [], gap: 0 });
  return solution;
};
const ones = (count: number): Int32Array => new Int32Array(count).fill(1);
const point = (side: number, k: number): [number, number] => [
  hash32(side, k) % 1000,
  hash32(side + 1, k) % 1000,
];
const nearness = (i: number, j: number): number => {
  const [x, y] = point(1, i);
  const [p, q] = point(3, j);
  return 2000 - Math.round(Math.hypot(x - p, y - q));
};
const families: [string, (i: number, j: number) => number][] = [
  ['uniform', (i, j) => hash32(i, j) % 10_001],
  ['near or far', nearness],
  ['a few values', (i, j) => hash32(i, j) % 4],
  ['all equal', () => 7],
  ['products (Machol and Wien)', (i, j) => 2 ** 20 - (i + 1) * (j + 1)],
  ['the same for everybody', (_, j) => hash32(5, j) % 100],
  ['full scale', (i, j) => (hash32(i, j) % 2) * 2 ** 20],
];

describe.each(families)('a market of many, %s', (_, scoreAt) => {
  it.each([
    ['as many mentors as mentees', 170, ones(170)],
    ['a few places more', 160, ones(164)],
    ['a few places less', 164, ones(160)],
    ['many places more', 60, ones(300)],
    ['many mentees more', 300, ones(60)],
    ['seats for exactly everybody', 180, new Int32Array(60).fill(3)],
    ['seats for fewer', 240, Int32Array.from({ length: 130 }, (__, j) => 1 + (j % 2))],
    ['seats for more', 150, Int32Array.from({ length: 130 }, (__, j) => (j * 7) % 5)],
  ])('is settled and proven with %s', (__, n, capacity) => {
    const solution = expectProven(denseProblem(n, capacity, scoreAt));
    const places = capacity.reduce((a, b) => a + b, 0);
    expect(solution.matched).toBe(Math.min(n, places));
    if (n > places) expect(solution.hall).toMatchObject({ places });
  });
});

describe('a market', () => {
  const wide = (n: number, m: number, seed: number): Problem => {
    const edges: [number, number, number][] = [];
    for (let i = 0; i < n; i++)
      for (let j = 0; j < m; j++)
        if (hash32(seed + i, j) % 10 > 0) edges.push([i, j, hash32(seed + 1, i * m + j) % 500]);
    const capacity = Array.from({ length: m }, (_, j) => hash32(seed, j) % 3);
    return toProblem(n, capacity, edges, {
      priority: Uint16Array.from({ length: n }, (_, i) => hash32(seed, i) % 3),
      locked: edges
        .flatMap(([i, j]): [number, number][] => (i === j && capacity[j]! > 0 ? [[i, j]] : []))
        .slice(0, 3),
      forbidden: [[n - 1, edges.at(-1)![1]]],
    });
  };

  it('with rules, classes, locks and full mentors is proven too, also under a floor', () => {
    for (const [n, m] of [
      [130, 140],
      [220, 130],
      [90, 200],
    ] as const) {
      expectProven(wide(n, m, n));
      expectProven(wide(n, m, n), { objective: 'floor', seed: 4 });
    }
  });

  it('is worth the same from the other side', () => {
    const problem = denseProblem(150, ones(130), (i, j) => hash32(i, j) % 100);
    const turned = denseProblem(130, ones(150), (j, i) => hash32(i, j) % 100);
    expect(solve(turned).total).toBe(solve(problem).total);
  });

  it('matches as many as Hopcroft and Karp, whatever the scores', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 5 }), (seed, degree) => {
        const edges = Array.from({ length: 60 * degree }, (_, e): [number, number, number] => [
          e % 60,
          hash32(seed, e) % 50,
          hash32(seed + 1, e) % 1000,
        ]);
        const distinct = [...new Map(edges.map((edge) => [edge[0] * 50 + edge[1], edge])).values()];
        const problem = toProblem(60, ones(50), distinct);
        const solution = expectProven(problem);
        const [most] = matchMost(buildNetwork(problem, lexicographic, 0)).matchedByClass;
        expect(solution.matched).toBe(most);
        const left = solution.hall.mentees.filter((i) => solution.mentorOf[i]! < 0).length;
        expect(solution.hall.mentees.length - solution.hall.places).toBe(left);
      }),
      { numRuns: 60 },
    );
  });

  it('of products is no trap, and a long chain no trouble', () => {
    const n = 400;
    const { mentorOf } = expectProven(denseProblem(n, ones(n), (i, j) => 2 ** 20 - (i + 1) * (j + 1)));
    expect([...mentorOf]).toEqual(Array.from({ length: n }, (_, i) => n - 1 - i));
    const edges: [number, number, number][] = [];
    for (let i = 0; i < 5000; i++) edges.push([i, i, 100 + (i % 2)], [i, (i + 1) % 5000, 100]);
    expect(expectProven(toProblem(5000, ones(5000), edges)).matched).toBe(5000);
  });
});

describe('when the time is up', () => {
  it('the best so far comes with the gap it may have, and is checked', () => {
    const problem = denseProblem(200, ones(200), nearness);
    const best = solve(problem).total;
    const costOf = (total: number, matched: number, s: Solution): number =>
      matched * s.maxScore - total + (200 - matched) * s.penalty;
    let wasLate = 0;
    for (let limit = 1; limit < 400; limit = Math.ceil(limit * 1.5)) {
      let asked = 0;
      const solution = solve(problem, { ...lexicographic, deadlineMs: limit, clock: () => asked++ });
      expect(verify(problem, solution)).toMatchObject({ valid: true, faults: [], gap: solution.gap });
      const lost = costOf(solution.total, solution.matched, solution) - costOf(best, 200, solution);
      expect(solution.gap).toBeGreaterThanOrEqual(lost);
      if (solution.status === 'time-limit') wasLate++;
      else expect(solution.total).toBe(best);
    }
    expect(wasLate).toBeGreaterThan(2);
  });

  it('locks and places still hold', () => {
    const problem: Problem = {
      ...denseProblem(260, new Int32Array(120).fill(2), (i, j) => hash32(i, j) % 50),
      locked: [[3, 4]],
    };
    let asked = 0;
    const solution = solve(problem, { ...lexicographic, deadlineMs: 1, clock: () => asked++ });
    expect(solution).toMatchObject({ status: 'time-limit', matched: 240 });
    expect(solution.mentorOf[3]).toBe(4);
    expect(verify(problem, solution)).toMatchObject({ valid: true });
    expect(verify(problem, { ...solution, gap: solution.gap - 1 }).valid).toBe(false);
  });
});

describe('what if, on a market of many', () => {
  const problem: Problem = {
    ...denseProblem(
      170,
      Int32Array.from({ length: 130 }, (_, j) => 1 + (j % 2)),
      (i, j) => 50 * (hash32(i, j) % 40),
    ),
    locked: [[1, 1]],
  };
  const solution = solve(problem);
  const whatIf = new WhatIf(problem, solution);
  const lockAndSolve = (i: number, j: number): Solution =>
    solve(
      {
        ...problem,
        locked: [
          [1, 1],
          [i, j],
        ],
      },
      lexicographic,
    );

  it('a forced pair loses what solving with the lock loses', () => {
    for (let k = 0; k < 40; k++) {
      const i = 2 + (hash32(1, k) % 168);
      const j = hash32(2, k) % 130;
      const again = lockAndSolve(i, j);
      expect(whatIf.lossOf(i, j)).toMatchObject({ forcedLoss: solution.total - again.total });
      const forced = whatIf.force(i, j)!;
      expect([forced.matched, forced.total]).toEqual([again.matched, again.total]);
    }
  });

  it('the first runner-up is the least of all losses, found by one search', () => {
    for (let i = 2; i < 12; i++) {
      const losses = Array.from({ length: 130 }, (_, j) => j)
        .filter((j) => j !== solution.mentorOf[i])
        .map((j) => whatIf.lossOf(i, j)!.cost);
      expect(whatIf.cheapestOther(i)!.cost).toBe(Math.min(...losses));
      expect(runnersUp(problem, solution, i, 3, whatIf).map(({ forcedLoss }) => forcedLoss)).toEqual(
        losses.sort((a, b) => a - b).slice(0, 3),
      );
    }
  });

  it('leaves no trace: the same questions get the same answers', () => {
    const ask = (): unknown[] =>
      Array.from({ length: 20 }, (_, k) => {
        const { matched, total, mentorOf } = whatIf.force(2 + k, (7 * k) % 130)!;
        return [matched, total, String(mentorOf), whatIf.cheapestOther(30 + k)];
      });
    expect(ask()).toEqual(ask());
  });
});

describe('a sequence of edits', () => {
  it('asks no price for a mentor who now has more places than there are mentees', () => {
    const scarce = toProblem(
      2,
      [1],
      [
        [0, 0, 1],
        [1, 0, 663],
      ],
    );
    const before = expectProven(scarce);
    expect(before.v[0]).toBeLessThan(0);
    const next = resolve(scarce, before, [{ kind: 'capacity', mentor: 0, places: 3 }]);
    expect(verify(next.problem, next.solution).faults).toEqual([]);
    expect(next.solution.v[0]).toBe(0);
  });

  it('ends where solving the edited problem ends, step by step, and undone where it began', () => {
    fc.assert(
      fc.property(anyProblem, fc.array(fc.nat(), { minLength: 1, maxLength: 12 }), (given, draws) => {
        let problem = given.problem;
        let solution = solve(problem, given.options);
        for (const draw of draws) {
          const edit = anyEdit(problem, draw);
          if (!edit) continue;
          const next = resolve(problem, solution, [edit]);
          const anew = solve(applyEdits(problem, [edit]), given.options);
          expect(verify(next.problem, next.solution)).toMatchObject({ valid: true, faults: [] });
          const { matched, total, floor } = next.solution;
          expect([matched, total, floor]).toEqual([anew.matched, anew.total, anew.floor]);
          ({ problem, solution } = next);
        }
      }),
      { numRuns: 150 },
    );
  });
});

function anyEdit(problem: Problem, draw: number): Edit | undefined {
  const { mentees, mentors } = problem;
  if (mentees === 0 || mentors === 0) return undefined;
  const mentee = hash32(draw, 1) % mentees;
  const mentor = hash32(draw, 2) % mentors;
  const isLocked = problem.locked?.some(([i, j]) => i === mentee || j === mentor) ?? false;
  switch (draw % 6) {
    case 0:
      return isLocked ? undefined : { kind: 'reject', mentee, mentor };
    case 1:
      return isLocked ? undefined : { kind: 'capacity', mentor, places: hash32(draw, 3) % 4 };
    case 2:
      return isLocked ? undefined : { kind: 'score', mentee, mentor, score: hash32(draw, 4) % 900 };
    case 3:
      return { kind: 'remove-mentee', mentee };
    case 4:
      return { kind: 'add-mentee', pairs: [[mentor, hash32(draw, 5) % 900]] };
    default:
      return { kind: 'add-mentor', places: 1 + (draw % 2), pairs: [[mentee, hash32(draw, 6) % 900]] };
  }
}
