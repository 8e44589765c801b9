import fc from 'fast-check';
import { hash32 } from './hash.ts';
import { toPeerProblem, type PeerProblem } from './peer-problem.ts';

/** Builders for this library's own specs and bench; nothing else imports them. */

/** Everybody with everybody: `scoreAt(i, j)` for i < j. */
export function densePeers(people: number, scoreAt: (i: number, j: number) => number): PeerProblem {
  const size = Math.max(0, people - 1);
  const partner = new Int32Array(people * size);
  const score = new Int32Array(people * size);
  for (let i = 0, at = 0; i < people; i++)
    for (let j = 0; j < people; j++) {
      if (j === i) continue;
      partner[at] = j;
      score[at++] = scoreAt(Math.min(i, j), Math.max(i, j));
    }
  return { people, ptr: Int32Array.from({ length: people + 1 }, (_, i) => i * size), partner, score };
}

/** Small pools of every kind: locks, bans, classes, ties, sparse and dense, with a floor and an earlier result. */
export const anyPeers: fc.Arbitrary<{ problem: PeerProblem; floor: number }> = fc
  .record({
    n: fc.integer({ min: 0, max: 9 }),
    top: fc.constantFrom(1, 3, 10, 1000),
    density: fc.integer({ min: 1, max: 100 }),
    noise: fc.integer(),
    withLocks: fc.boolean(),
    withClasses: fc.boolean(),
    withBefore: fc.boolean(),
    floor: fc.constantFrom(0, 0, 1, 5),
  })
  .map(({ n, top, density, noise, withLocks, withClasses, withBefore, floor }) => {
    const draw = (k: number, below: number): number => hash32(noise, k) % below;
    const pairs: [number, number, number][] = [];
    const locked: [number, number][] = [];
    const forbidden: [number, number][] = [];
    const before = new Int32Array(n).fill(-1);
    const isFree = (i: number, j: number): boolean =>
      !locked.flat().includes(i) && !locked.flat().includes(j);
    for (let i = 0; i < n; i++)
      for (let j = i + 1; j < n; j++) {
        const k = 100 * i + 5 * j;
        if (draw(k, 100) >= density) continue;
        pairs.push([j, i, draw(k + 1, top + 1)]);
        if (withLocks && draw(k + 2, 8) === 0) forbidden.push([i, j]);
        else if (withLocks && draw(k + 2, 8) === 1 && isFree(i, j)) locked.push([i, j]);
        if (before[i]! < 0 && before[j]! < 0 && draw(k + 3, 2) === 0) [before[i], before[j]] = [j, i];
      }
    const priority = Uint16Array.from({ length: n }, (_, i) => 3 * draw(7_000 + i, 3));
    const problem = toPeerProblem(n, pairs, {
      locked,
      forbidden,
      ...(withClasses && { priority }),
      ...(withBefore && { before }),
    });
    return { problem, floor };
  });

/** How good pairs are, in the order of what counts: people by class, total, earlier pairs kept. */
export function worthOf(problem: PeerProblem, partnerOf: ArrayLike<number>): number[] {
  const classes = [...new Set(problem.priority ?? [0])].sort((a, b) => a - b);
  const counts = classes.map(() => 0);
  let [total, kept] = [0, 0];
  for (let i = 0; i < problem.people; i++) {
    const j = partnerOf[i]!;
    if (j < 0) continue;
    counts[classes.indexOf(problem.priority?.[i] ?? 0)]! += 1;
    for (let e = problem.ptr[i]!; e < problem.ptr[i + 1]! && i < j; e++)
      if (problem.partner[e] === j) total += problem.score[e]!;
    // A lock is no choice, so what it keeps is no merit.
    const isLocked = problem.locked?.some((pair) => pair.includes(i)) ?? false;
    if (i < j && problem.before?.[i] === j && !isLocked) kept++;
  }
  return [...counts, total, kept];
}

/** The best worth by trying everything. */
export function bestPeersByForce(problem: PeerProblem, floor: number): number[] {
  const banned = new Set((problem.forbidden ?? []).flatMap(([i, j]) => [`${i} ${j}`, `${j} ${i}`]));
  const partnerOf = Array.from({ length: problem.people }, () => -1);
  for (const [i, j] of problem.locked ?? []) [partnerOf[i], partnerOf[j]] = [j, i];
  let best = worthOf(problem, partnerOf);
  const visit = (i: number): void => {
    if (i === problem.people) {
      const worth = worthOf(problem, partnerOf);
      const at = worth.findIndex((value, k) => value !== best[k]);
      if (at >= 0 && worth[at]! > best[at]!) best = worth;
      return;
    }
    visit(i + 1);
    if (partnerOf[i]! >= 0) return;
    for (let e = problem.ptr[i]!; e < problem.ptr[i + 1]!; e++) {
      const j = problem.partner[e]!;
      if (j < i || partnerOf[j]! >= 0 || problem.score[e]! < floor || banned.has(`${i} ${j}`)) continue;
      [partnerOf[i], partnerOf[j]] = [j, i];
      visit(i + 1);
      [partnerOf[i], partnerOf[j]] = [-1, -1];
    }
  };
  visit(0);
  return best;
}
