import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hash32 } from './hash.ts';
import { verifyPeers } from './peer-certificate.ts';
import { anyPeers, densePeers } from './peer-given.ts';
import { solvePeers } from './peer-matching.ts';
import { toPeerProblem, type PeerProblem, type PeerSolution } from './peer-problem.ts';

/** Groups of three who fit one another best, so that many are odd for themselves; one pair locked, one forbidden, two classes. */
const problem: PeerProblem = {
  ...densePeers(27, (i, j) => (Math.floor(i / 3) === Math.floor(j / 3) ? 900 : hash32(5, 40 * i + j) % 300)),
  locked: [[0, 1]],
  forbidden: [[2, 3]],
  priority: Uint16Array.from({ length: 27 }, (_, i) => i % 2),
};
const solution = solvePeers(problem);
const plus = <T extends Int32Array | Float64Array>(list: T, at: number, by: number): T => {
  const copy = list.slice() as T;
  copy[at]! += by;
  return copy;
};
const swapped = (): Int32Array => {
  const [a, b] = [
    5,
    [...solution.partnerOf.keys()].find(
      (i) => i > 5 && solution.partnerOf[i]! >= 0 && solution.partnerOf[5] !== i,
    )!,
  ];
  const copy = solution.partnerOf.slice();
  const [c, d] = [copy[a]!, copy[b]!];
  [copy[a], copy[b], copy[c], copy[d]] = [b, a, d, c];
  return copy;
};
const apart = (): Int32Array => {
  const copy = solution.partnerOf.slice();
  copy[copy[5]!] = -1;
  copy[5] = -1;
  return copy;
};
const set = solution.oddSets[0]!;
const withSet = (change: Partial<typeof set>): PeerSolution => ({
  ...solution,
  oddSets: [{ ...set, ...change }, ...solution.oddSets.slice(1)],
});

describe('the checker of a pool', () => {
  it('accepts what was proved, with sets and barrier', () => {
    expect(solution.oddSets.length).toBeGreaterThan(2);
    expect(solution.barrier.islands.length).toBe(1);
    expect(verifyPeers(problem, solution)).toMatchObject({
      valid: true,
      faults: [],
      gap: 0,
      matched: 26,
      matchedBound: 26,
    });
  });

  it.each<[string, Partial<PeerSolution> | PeerSolution]>([
    ['two pairs are swapped', { partnerOf: swapped() }],
    ['a pair is taken apart', { partnerOf: apart() }],
    ['somebody has a partner who has another', { partnerOf: plus(solution.partnerOf, 5, 1) }],
    ['a price is lower', { prices: plus(solution.prices, 7, -1) }],
    ['a price is higher', { prices: plus(solution.prices, 7, 1) }],
    ['a price is no number', { prices: plus(solution.prices, 7, NaN) }],
    ['a set has another weight', withSet({ price: set.price + 2 })],
    ['a set has no weight', withSet({ price: 0 })],
    ['a set is missing', { oddSets: solution.oddSets.slice(1) }],
    ['a set is even', withSet({ members: set.members.slice(1) })],
    [
      'a set has somebody twice',
      withSet({ members: Int32Array.from(set.members, (i, k) => (k === 1 ? set.members[0]! : i)) }),
    ],
    [
      'a set holds a locked person',
      withSet({ members: Int32Array.from(set.members, (i, k) => (k === 0 ? 0 : i)) }),
    ],
    [
      'sets cross',
      withSet({ members: Int32Array.from(set.members, (i, k) => (k === 0 ? (i + 4) % 27 : i)) }),
    ],
    ['the total is not the sum', { total: solution.total + 1 }],
    ['the worst score is another', { minScore: solution.minScore + 1 }],
    ['fewer are matched than stated', { matched: solution.matched + 2 }],
    ['a gap is stated', { gap: 2 }],
    ['leaving people out is cheap', { penalty: 900 }],
    ['the scale is beneath the scores', { maxScore: 800 }],
    ['the floor is another', { floor: 1000 }],
    ['the barrier is missing', { barrier: { hubs: new Int32Array(0), islands: [] } }],
    ['an island leaks', { barrier: { hubs: new Int32Array(0), islands: [Int32Array.of(4)] } }],
    [
      'an island is even',
      { barrier: { hubs: new Int32Array(0), islands: [solution.barrier.islands[0]!.slice(1)] } },
    ],
    [
      'somebody is in two islands',
      {
        barrier: {
          hubs: new Int32Array(0),
          islands: [solution.barrier.islands[0]!, solution.barrier.islands[0]!],
        },
      },
    ],
    [
      'somebody of the barrier is locked',
      { barrier: { hubs: Int32Array.of(0), islands: [...solution.barrier.islands, Int32Array.of(1)] } },
    ],
  ])('rejects it when %s', (_, change) => {
    expect(verifyPeers(problem, { ...solution, ...change }).valid).toBe(false);
  });

  it.each<[string, Partial<PeerProblem>]>([
    ['a score', { score: problem.score.map((score) => (score === solution.minScore ? score + 1 : score)) }],
    ['a lock', { locked: [[0, 2]] }],
    ['a ban', { forbidden: [[5, solution.partnerOf[5]!]] }],
    ['a class', { priority: Uint16Array.from({ length: 27 }, (_, i) => (i + 1) % 2) }],
    ['what was before', { before: new Int32Array(27).fill(-1) }],
  ])('rejects it for another problem: %s', (_, change) => {
    expect(verifyPeers({ ...problem, ...change }, solution).valid).toBe(false);
  });

  it('rejects any one changed price or weight, and any pair taken away', () => {
    fc.assert(
      fc.property(
        anyPeers,
        fc.nat(),
        fc.constantFrom(-3, -2, -1, 1, 2, 3),
        ({ problem: any, floor }, at, by) => {
          const found = solvePeers(any, { floor });
          const free = [...found.partnerOf.keys()].filter(
            (i) => !(any.locked ?? []).some((pair) => pair.includes(i)),
          );
          fc.pre(free.length > 0);
          const i = free[at % free.length]!;
          expect(verifyPeers(any, { ...found, prices: plus(found.prices, i, by) }).valid).toBe(false);
          const j = found.partnerOf[i]!;
          if (j < 0) return;
          const without = found.partnerOf.slice();
          without[i] = without[j] = -1;
          expect(verifyPeers(any, { ...found, partnerOf: without }).valid).toBe(false);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('never throws on nonsense', () => {
    const nonsense = { ...solution, partnerOf: new Int32Array(3), prices: new Float64Array(0) };
    expect(verifyPeers(problem, nonsense)).toMatchObject({ valid: false, faults: [{ code: 'shape' }] });
    expect(verifyPeers(toPeerProblem(0, []), { ...solvePeers(toPeerProblem(0, [])), penalty: 0 }).valid).toBe(
      false,
    );
    expect(verifyPeers(problem, { ...solution, partnerOf: solution.partnerOf.map(() => 900) }).valid).toBe(
      false,
    );
  });
});
