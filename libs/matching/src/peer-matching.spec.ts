import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { solve } from './assignment.ts';
import { toProblem } from './problem.ts';
import { hash32 } from './hash.ts';
import { solveYesNo, type ProgramRow } from './integer-program.ts';
import { verifyPeers } from './peer-certificate.ts';
import { anyPeers, bestPeersByForce, densePeers, worthOf } from './peer-given.ts';
import { buildPeerGraph } from './peer-graph.ts';
import { solvePeers } from './peer-matching.ts';
import { findPeerPair, toPeerProblem, type PeerProblem } from './peer-problem.ts';
import { PeerSearch } from './peer-search.ts';
import { startAtOnce } from './peer-start.ts';
import { tryPeerChange } from './peer-what-if.ts';

type Pairs = [number, number, number][];

const solved = (problem: PeerProblem, floor = 0): ReturnType<typeof solvePeers> => {
  const solution = solvePeers(problem, { floor });
  expect(verifyPeers(problem, solution)).toMatchObject({ valid: true, faults: [], gap: 0 });
  return solution;
};

/** A sparse pool, of an odd number of people: then odd sets abound. */
function randomPool(seed: number, most: number): PeerProblem {
  const n = (8 + (hash32(seed, 1) % most)) | 1;
  const density = 5 + (hash32(seed, 2) % 60);
  const top = [2, 30, 20_001][seed % 3]!;
  const pairs: Pairs = [];
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++)
      if (hash32(seed + 10, i * n + j) % 100 < density)
        pairs.push([i, j, hash32(seed + 11, i * n + j) % top]);
  return toPeerProblem(n, pairs);
}

describe('pairs of a pool', () => {
  it('are the best there are, by trying everything', () => {
    fc.assert(
      fc.property(anyPeers, ({ problem, floor }) => {
        const { partnerOf } = solved(problem, floor);
        expect(worthOf(problem, partnerOf)).toEqual(bestPeersByForce(problem, floor));
      }),
      { numRuns: 300 },
    );
  });

  // No matching has more than (|S| - 1) / 2 pairs within an odd S: rows that take nothing from it, and without which HiGHS searches for minutes.
  it('are those of HiGHS by an integer program with odd sets', async () => {
    for (let seed = 0; seed < 8; seed++) {
      const problem = randomPool(seed, 26);
      const { matched, total, oddSets, barrier } = solved(problem);
      const pairs: Pairs = [];
      for (let i = 0; i < problem.people; i++)
        for (let e = problem.ptr[i]!; e < problem.ptr[i + 1]!; e++)
          if (i < problem.partner[e]!) pairs.push([i, problem.partner[e]!, problem.score[e]!]);
      const worth = 1_000_000;
      const row = (high: number, holds: (i: number, j: number) => boolean): ProgramRow => {
        const columns = [...pairs.keys()].filter((x) => holds(pairs[x]![0], pairs[x]![1]));
        return { low: 0, high, columns, values: columns.map(() => 1) };
      };
      const rows = [
        ...Array.from({ length: problem.people }, (_, person) =>
          row(1, (i, j) => i === person || j === person),
        ),
        ...[...oddSets.map(({ members }) => members), ...barrier.islands].map((set) =>
          row((set.length - 1) / 2, (i, j) => set.includes(i) && set.includes(j)),
        ),
      ];
      const gain = pairs.map(([, , score]) => worth + score);
      const { bound } = await solveYesNo({ gain, fixed: gain.map(() => 0), rows }, 20);
      expect((matched / 2) * worth + total).toBe(bound);
    }
  });

  it('are those of mentors and mentees where the pool has two sides', () => {
    for (let seed = 0; seed < 40; seed++) {
      const [n, m] = [3 + (hash32(seed, 3) % 15), 3 + (hash32(seed, 4) % 15)];
      const pairs: Pairs = [];
      for (let i = 0; i < n; i++)
        for (let j = 0; j < m; j++)
          if (hash32(seed, 50 + i * m + j) % 3 === 0) pairs.push([i, j, hash32(seed, i + 99 * j) % 50]);
      const { matched, total } = solve(toProblem(n, new Int32Array(m).fill(1), pairs));
      const pool = solved(
        toPeerProblem(
          n + m,
          pairs.map(([i, j, s]) => [i, n + j, s]),
        ),
      );
      expect([pool.matched, pool.total]).toEqual([2 * matched, total]);
    }
  });

  it('are as good from any start of the search, through sets within sets', () => {
    let sets = 0;
    for (let seed = 0; seed < 20; seed++) {
      const problem = randomPool(seed, 90);
      const { matched, total, oddSets } = solved(problem);
      sets += oddSets.length;
      const graph = buildPeerGraph(problem, {});
      const search = new PeerSearch(graph, startAtOnce(graph));
      for (let x = 0; x < graph.people; x++) while (search.isOpen(x)) search.settle(x);
      expect(worthOf(problem, search.sets.mate)).toEqual([matched, total, 0]);
    }
    expect(sets).toBeGreaterThan(50);
  });

  // The cases by which van Rantwijk (2008) tested odd sets that are made, relabelled, nested and opened again; people count from 1.
  it.each<[string, Pairs, number[]]>([
    [
      'more people before more points',
      [
        [1, 2, 5],
        [2, 3, 11],
        [3, 4, 5],
      ],
      [2, 1, 4, 3],
    ],
    [
      'an odd set is made and used',
      [
        [1, 2, 8],
        [1, 3, 9],
        [2, 3, 10],
        [3, 4, 7],
        [1, 6, 5],
        [4, 5, 6],
      ],
      [6, 3, 2, 5, 4, 1],
    ],
    [
      'one within another',
      [
        [1, 2, 9],
        [1, 3, 9],
        [2, 3, 10],
        [2, 4, 8],
        [3, 5, 8],
        [4, 5, 10],
        [5, 6, 6],
      ],
      [3, 4, 1, 2, 6, 5],
    ],
    [
      'one opened on the way, its base relabelled',
      [
        [1, 2, 45],
        [1, 5, 45],
        [2, 3, 50],
        [3, 4, 45],
        [4, 5, 50],
        [1, 6, 30],
        [3, 9, 35],
        [4, 8, 35],
        [5, 7, 26],
        [9, 10, 5],
      ],
      [6, 3, 2, 8, 7, 1, 5, 4, 10, 9],
    ],
    [
      'one opened so that another way becomes short',
      [
        [1, 2, 45],
        [1, 5, 45],
        [2, 3, 50],
        [3, 4, 45],
        [4, 5, 50],
        [1, 6, 30],
        [3, 9, 35],
        [4, 8, 26],
        [5, 7, 40],
        [9, 10, 5],
      ],
      [6, 3, 2, 8, 7, 1, 5, 4, 10, 9],
    ],
    [
      'sets opened one after the other',
      [
        [1, 2, 40],
        [1, 3, 40],
        [2, 3, 60],
        [2, 4, 55],
        [3, 5, 55],
        [4, 5, 50],
        [1, 8, 15],
        [5, 7, 30],
        [7, 6, 10],
        [8, 10, 10],
        [4, 9, 30],
      ],
      [2, 1, 5, 9, 3, 7, 6, 10, 4, 8],
    ],
  ])('known case: %s', (_, pairs, mates) => {
    const problem = toPeerProblem(
      mates.length,
      pairs.map(([i, j, s]) => [i - 1, j - 1, s]),
    );
    expect([...solved(problem).partnerOf].map((j) => j + 1)).toEqual(mates);
  });

  it('come with the reason why nobody more can be matched', () => {
    // Three friends of one person: two of them stay alone, for one hub.
    const star = solved(
      toPeerProblem(4, [
        [0, 1, 1],
        [0, 2, 5],
        [0, 3, 2],
      ]),
    );
    expect({ ...star.barrier, hubs: [...star.barrier.hubs] }).toMatchObject({
      hubs: [0],
      islands: [[1], [2], [3]].map((l) => Int32Array.from(l)),
    });
    // Petersen's graph has a perfect matching, so there is no island at all.
    const ring = (from: number, step: number): Pairs =>
      Array.from({ length: 5 }, (_, k) => [from + k, from + ((k + step) % 5), 1]);
    const spokes: Pairs = Array.from({ length: 5 }, (_, k) => [k, k + 5, 1]);
    expect(solved(toPeerProblem(10, [...ring(0, 1), ...ring(5, 2), ...spokes]))).toMatchObject({
      matched: 10,
      barrier: { islands: [] },
    });
  });

  it.each<[string, PeerProblem, number]>([
    ['nobody', toPeerProblem(0, []), 0],
    ['one person', toPeerProblem(1, []), 0],
    ['no pairs', toPeerProblem(5, []), 0],
    ['an odd number, all equal', densePeers(9, () => 7), 8],
    [
      'all pairs forbidden',
      {
        ...densePeers(4, () => 3),
        forbidden: [
          [0, 1],
          [0, 2],
          [3, 0],
          [1, 2],
          [1, 3],
          [2, 3],
        ],
      },
      0,
    ],
    [
      'a long chain',
      toPeerProblem(
        200,
        Array.from({ length: 199 }, (_, i): [number, number, number] => [i, i + 1, 2 ** 20 - i]),
      ),
      200,
    ],
    [
      'everybody locked',
      {
        ...densePeers(4, (i) => i),
        locked: [
          [0, 3],
          [2, 1],
        ],
      },
      4,
    ],
  ])('of %s', (_, problem, matched) => {
    expect(solved(problem).matched).toBe(matched);
  });

  it('do not depend on the order of people where keys say who comes first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 14 }), fc.integer(), (n, noise) => {
        const order = Array.from({ length: n }, (_, i) => i).sort(
          (a, b) => hash32(noise, a) - hash32(noise, b),
        );
        const scoreAt = (i: number, j: number): number =>
          hash32(noise, 50 * Math.min(i, j) + Math.max(i, j)) % 3;
        const tieKey = Uint32Array.from({ length: n }, (_, i) => hash32(7, i));
        const one = solved({ ...densePeers(n, scoreAt), tieKey });
        const moved = densePeers(n, (i, j) => scoreAt(order[i]!, order[j]!));
        const other = solved({ ...moved, tieKey: Uint32Array.from(order, (i) => tieKey[i]!) });
        other.partnerOf.forEach((j, i) => expect(one.partnerOf[order[i]!]).toBe(j < 0 ? -1 : order[j]));
      }),
      { numRuns: 40 },
    );
  });

  it('say what a change does, as solving anew does', () => {
    fc.assert(
      fc.property(anyPeers, fc.nat(), fc.nat(), ({ problem, floor }, a, b) => {
        fc.pre(problem.people >= 2);
        const [i, j] = [a % problem.people, b % problem.people];
        fc.pre(i !== j);
        const now = solvePeers(problem, { floor });
        const together = tryPeerChange(problem, { floor }, now, { kind: 'together', pair: [i, j] });
        const others = (problem.locked ?? []).some((pair) => pair.includes(i) !== pair.includes(j));
        const e = findPeerPair(problem, i, j);
        const isBanned = problem.forbidden?.some((pair) => pair.includes(i) && pair.includes(j)) ?? false;
        expect(together !== undefined).toBe(e >= 0 && problem.score[e]! >= floor && !isBanned && !others);
        if (together) {
          expect(together.solution.partnerOf[i]).toBe(j);
          const best = bestPeersByForce(
            { ...problem, locked: [...(problem.locked ?? []).filter((pair) => !pair.includes(i)), [i, j]] },
            floor,
          );
          expect(worthOf(problem, together.solution.partnerOf).slice(0, -1)).toEqual(best.slice(0, -1));
        }
        const apart = tryPeerChange(problem, { floor }, now, { kind: 'apart', pair: [i, j] })!;
        expect(apart.solution.partnerOf[i]).not.toBe(j);
        const alone = tryPeerChange(problem, { floor }, now, { kind: 'alone', person: i })!;
        expect(alone.solution.partnerOf[i]).toBe(-1);
        expect(alone.solution.matched - now.matched).toBe(alone.matchedChange);
      }),
      { numRuns: 100 },
    );
  });

  it('are feasible when the time is up, with how far from the best they can be', () => {
    for (let steps = 0; steps < 8; steps++) {
      const problem = densePeers(31, (i, j) => hash32(3, 100 * i + j) % 1000);
      let at = -steps;
      const found = solvePeers(problem, { deadlineMs: 0, clock: () => Math.max(0, at++) - 0.5 });
      const report = verifyPeers(problem, found);
      expect(report).toMatchObject({ valid: true, total: found.total });
      const best = solvePeers(problem);
      expect(found.matched).toBe(30);
      expect(report.bound).toBeGreaterThanOrEqual(best.total);
    }
  });

  it.each<[string, () => unknown, string]>([
    [
      'a pair given twice',
      () =>
        toPeerProblem(3, [
          [0, 1, 1],
          [1, 0, 2],
        ]),
      'DUPLICATE_PAIR',
    ],
    ['oneself', () => toPeerProblem(3, [[1, 1, 1]]), 'RANGE'],
    ['a score that is no number', () => toPeerProblem(2, [[0, 1, NaN]]), 'NOT_FINITE'],
    [
      'a person locked twice',
      () =>
        toPeerProblem(
          3,
          [
            [0, 1, 1],
            [1, 2, 1],
          ],
          {
            locked: [
              [0, 1],
              [2, 1],
            ],
          },
        ),
      'LOCK_CONFLICT',
    ],
    ['a lock that is no pair', () => toPeerProblem(3, [[0, 1, 1]], { locked: [[0, 2]] }), 'LOCK_CONFLICT'],
    [
      'scores that differ by side',
      () => solvePeers({ ...densePeers(2, () => 1), score: Int32Array.of(1, 2) }),
      'SHAPE',
    ],
    [
      'too many classes',
      () =>
        solvePeers(
          toPeerProblem(1400, [[0, 1, 2 ** 20]], {
            priority: Uint16Array.from({ length: 1400 }, (_, i) => i),
            before: new Int32Array(1400).fill(-1),
          }),
        ),
      'OVERFLOW',
    ],
  ])('refuse %s', (_, ask, code) => {
    expect(ask).toThrow(expect.objectContaining({ code }));
  });
});
