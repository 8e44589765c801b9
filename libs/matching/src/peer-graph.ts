import { MatchingError } from './errors.ts';
import { bansOf, locksOf, peerKey, type PeerOptions, type PeerProblem } from './peer-problem.ts';

/**
 * The pool as the search sees it: allowed pairs of free people only, people in tie order. `personAt[x]` is the original index. `cost` is
 * twice what a pair costs, `alone` twice what leaving somebody out costs: in half points every dual is a whole number. Locked people have no pairs.
 */
export interface PeerGraph {
  readonly people: number;
  readonly personAt: Int32Array;
  readonly ptr: Int32Array;
  readonly partner: Int32Array;
  readonly score: Int32Array;
  readonly cost: Float64Array;
  readonly alone: Float64Array;
  readonly isLocked: Uint8Array;
  readonly before: Int32Array;
  readonly maxScore: number;
  readonly scale: number;
  readonly penalty: number;
}

/** Builds the graph of a checked problem. Throws OVERFLOW when the costs of leaving people out leave 2^53. */
export function buildPeerGraph(problem: PeerProblem, options: PeerOptions): PeerGraph {
  const { people: n, tieKey } = problem;
  const floor = options.floor ?? 0;
  const personAt = Int32Array.from({ length: n }, (_, i) => i);
  if (tieKey) personAt.sort((a, b) => tieKey[a]! - tieKey[b]! || a - b);
  const rankOf = new Int32Array(n);
  personAt.forEach((i, x) => (rankOf[i] = x));
  const lockOf = locksOf(problem);
  const bans = bansOf(problem);
  const isOpen = (i: number, e: number): boolean =>
    lockOf[problem.partner[e]!]! < 0 &&
    problem.score[e]! >= floor &&
    !(bans.size > 0 && bans.has(peerKey(n, i, problem.partner[e]!)));
  const ptr = new Int32Array(n + 1);
  const open = new Uint8Array(problem.partner.length);
  let top = options.maxScore ?? 0;
  for (let i = 0; i < n; i++)
    for (let e = problem.ptr[i]!; e < problem.ptr[i + 1]!; e++) {
      if (problem.score[e]! > top) top = problem.score[e]!;
      if (lockOf[i]! >= 0 || !isOpen(i, e)) continue;
      open[e] = 1;
      ptr[rankOf[i]! + 1]! += 1;
    }
  for (let x = 0; x < n; x++) ptr[x + 1]! += ptr[x]!;
  const before = new Int32Array(n).fill(-1);
  problem.before?.forEach((j, i) => (before[rankOf[i]!] = j < 0 ? -1 : rankOf[j]!));
  // What is kept decides among equal totals only: all pairs kept together weigh less than one point.
  const scale = problem.before ? (n >> 1) + 1 : 1;
  const partner = new Int32Array(ptr[n]!);
  const score = new Int32Array(ptr[n]!);
  const cost = new Float64Array(ptr[n]!);
  const next = ptr.slice(0, n);
  // Taken by rank and written into the partners' rows: as every pair stands in both, each row comes out in order.
  for (let x = 0; x < n; x++) {
    const i = personAt[x]!;
    for (let e = problem.ptr[i]!; e < problem.ptr[i + 1]!; e++) {
      if (!open[e]) continue;
      const y = rankOf[problem.partner[e]!]!;
      const at = next[y]!++;
      partner[at] = x;
      score[at] = problem.score[e]!;
      cost[at] = 2 * (scale * (top - score[at]!) - Number(before[y] === x));
    }
  }
  const { classOf, classes } = rankClasses(problem);
  // One exchange of a lower class for a higher one moves at most half of n scores, so half of this between the classes decides first.
  const penalty = scale * (2 * n + 1) * (top + 1);
  if (penalty * classes * 4 >= 2 ** 53)
    throw new MatchingError('OVERFLOW', 'penalties would leave the exact integers', { penalty, classes });
  return {
    people: n,
    personAt,
    ptr,
    partner,
    score,
    cost,
    alone: Float64Array.from(personAt, (i) => penalty * (classes - classOf[i]!)),
    isLocked: Uint8Array.from(personAt, (i) => Number(lockOf[i]! >= 0)),
    before,
    maxScore: top,
    scale,
    penalty,
  };
}

function rankClasses({ people, priority }: PeerProblem): { classOf: ArrayLike<number>; classes: number } {
  if (!priority) return { classOf: new Uint16Array(people), classes: 1 };
  const rank = new Map([...new Set(priority)].sort((a, b) => a - b).map((value, at) => [value, at]));
  return { classOf: priority.map((value) => rank.get(value)!), classes: Math.max(1, rank.size) };
}
