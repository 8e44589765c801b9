import { solvePeers } from './peer-matching.ts';
import {
  bansOf,
  findPeerPair,
  locksOf,
  peerKey,
  type PeerOptions,
  type PeerPair,
  type PeerProblem,
  type PeerSolution,
} from './peer-problem.ts';

/** A change somebody asks about: two people together, two people apart, or somebody left out. Locks of the people named are lifted. */
export type PeerChange =
  | { readonly kind: 'together' | 'apart'; readonly pair: PeerPair }
  | { readonly kind: 'alone'; readonly person: number };

/** What a change does when all is best again: exact, with its own proof in `solution`. Moves of everybody but those named, by index. */
export interface PeerEffect {
  readonly matchedChange: number;
  readonly totalChange: number;
  readonly moves: readonly { readonly person: number; readonly from: number; readonly to: number }[];
  readonly solution: PeerSolution;
}

/** The effect of a change against a solution of the same problem, by solving again; undefined when a rule, a ban or another lock stands against it. */
export function tryPeerChange(
  problem: PeerProblem,
  options: PeerOptions,
  now: PeerSolution,
  change: PeerChange,
): PeerEffect | undefined {
  const changed = applyPeerChange(problem, options, change);
  if (!changed) return undefined;
  const then = solvePeers(changed, options);
  const named: readonly number[] = change.kind === 'alone' ? [change.person] : change.pair;
  const moves = [...then.partnerOf].flatMap((to, person) => {
    const from = now.partnerOf[person]!;
    return to === from || named.includes(person) ? [] : [{ person, from, to }];
  });
  return {
    matchedChange: then.matched - now.matched,
    totalChange: then.total - now.total,
    moves,
    solution: then,
  };
}

/** The problem with a change in it; undefined when the pair asked for cannot be. */
export function applyPeerChange(
  problem: PeerProblem,
  { floor = 0 }: PeerOptions,
  change: PeerChange,
): PeerProblem | undefined {
  const { people, locked = [], forbidden = [] } = problem;
  if (change.kind === 'alone') {
    const { ptr, partner } = problem;
    const i = change.person;
    const row: PeerPair[] = Array.from(partner.subarray(ptr[i]!, ptr[i + 1]!), (j) => [i, j]);
    return {
      ...problem,
      locked: locked.filter((pair) => !pair.includes(i)),
      forbidden: [...forbidden, ...row],
    };
  }
  const [i, j] = change.pair;
  const others = locked.filter(([a, b]) => peerKey(people, a, b) !== peerKey(people, i, j));
  if (change.kind === 'apart') return { ...problem, locked: others, forbidden: [...forbidden, [i, j]] };
  const e = findPeerPair(problem, i, j);
  const lockOf = locksOf({ ...problem, locked: others });
  const isPossible = e >= 0 && lockOf[i]! < 0 && lockOf[j]! < 0;
  if (!isPossible || problem.score[e]! < floor || bansOf(problem).has(peerKey(people, i, j)))
    return undefined;
  return { ...problem, locked: [...others, [i, j]] };
}

/** The problem in which one person has these pairs as well (or with these scores), everything else as it is. O(pairs). */
export function withPeerPairs(
  problem: PeerProblem,
  person: number,
  pairs: ReadonlyMap<number, number>,
): PeerProblem {
  const { people, ptr, partner, score } = problem;
  const rows = Array.from({ length: people }, (_, i) => {
    const row = new Map<number, number>();
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) row.set(partner[e]!, score[e]!);
    if (i === person) for (const [j, s] of pairs) row.set(j, s);
    else if (pairs.has(i)) row.set(person, pairs.get(i)!);
    return [...row].sort((a, b) => a[0] - b[0]);
  });
  const starts = new Int32Array(people + 1);
  rows.forEach((row, i) => (starts[i + 1] = starts[i]! + row.length));
  return {
    ...problem,
    ptr: starts,
    partner: Int32Array.from(rows.flatMap((row) => row.map(([j]) => j))),
    score: Int32Array.from(rows.flatMap((row) => row.map(([, s]) => s))),
  };
}
