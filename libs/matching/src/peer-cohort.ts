import { layOutCohort, type CohortInput, type PairOfIds } from './cohort.ts';
import { MatchingError } from './errors.ts';
import type { Profile } from './participant.ts';
import type { PeerOptions, PeerPair, PeerProblem } from './peer-problem.ts';
import { FULL_PEER_SCORE } from './peer-score.ts';
import type { MatchingPolicy } from './policy.ts';

/** A pool of peers as a problem: people sorted by id, index k of the problem is `people[k]`. */
export interface PeerCohort {
  readonly people: readonly Profile[];
  readonly index: ReadonlyMap<string, number>;
  readonly policy: MatchingPolicy;
  readonly problem: PeerProblem;
  readonly options: PeerOptions;
}

/**
 * Lays a pool of peers out: the inputs name everybody on both sides, under one id, as what each would be to the other as mentee and as mentor. A pair
 * is possible when no rule forbids it either way; a floor holds for the mean of both directions. Throws MatchingError naming ids.
 */
export function buildPeerCohort(input: CohortInput): PeerCohort {
  const bothWays = (pairs: readonly PairOfIds[] = []): PairOfIds[] =>
    pairs.flatMap(({ menteeId, mentorId }) => [
      { menteeId, mentorId },
      { menteeId: mentorId, mentorId: menteeId },
    ]);
  const { shell, rows, mentees, mentors, menteeIndex, policy } = layOutCohort({
    ...input,
    locked: bothWays(input.locked),
    forbidden: bothWays(input.forbidden),
  });
  if (policy.objective !== 'largest-total' || policy.circles)
    throw new MatchingError('RANGE', 'peers are matched for the largest total', {
      objective: policy.objective,
    });
  const n = mentees.length;
  if (
    mentors.length !== n ||
    mentors.some((mentor, k) => mentor.participant.id !== mentees[k]!.participant.id)
  )
    throw new MatchingError('SHAPE', 'peers stand on both sides', { field: 'mentors' });
  const people = mentees;
  const half = (pairs: readonly PeerPair[] = []): PeerPair[] => pairs.filter(([i, j]) => i < j);
  const before = input.before && toBefore(n, bothWays(input.before), menteeIndex);
  const problem: PeerProblem = {
    people: n,
    ...addDirections(n, (i, row) => rows.scoreRow(i, row)),
    locked: half(shell.locked),
    forbidden: half(shell.forbidden),
    priority: shell.priority!,
    tieKey: shell.tieKey!.slice(0, n),
    ...(before && { before }),
  };
  return {
    people,
    index: menteeIndex,
    policy,
    problem,
    options: { floor: 2 * policy.floor, maxScore: FULL_PEER_SCORE },
  };
}

/** Everybody's earlier partner; of somebody listed twice the first counts, pairs of people who are gone are ignored. */
function toBefore(
  people: number,
  pairs: readonly PairOfIds[],
  index: ReadonlyMap<string, number>,
): Int32Array {
  const before = new Int32Array(people).fill(-1);
  for (const { menteeId, mentorId } of pairs) {
    const [i, j] = [index.get(menteeId), index.get(mentorId)];
    if (i === undefined || j === undefined || i === j || before[i] !== -1 || before[j] !== -1) continue;
    before[i] = j;
    before[j] = i;
  }
  return before;
}

/** Most pairs, counted from both sides, whose scores are kept: some 800 MB while they are added. */
const MOST_SCORES = 2 ** 26;

/** Scores of both directions, added where both are possible, as rows. O(people²). */
function addDirections(
  n: number,
  scoreRow: (i: number, row: Int32Array) => void,
): Pick<PeerProblem, 'ptr' | 'partner' | 'score'> {
  if (n * n > MOST_SCORES)
    throw new MatchingError('RANGE', 'too many possible pairs of peers to keep', {
      field: 'pairs',
      most: MOST_SCORES,
    });
  const one = new Int32Array(n * n);
  for (let i = 0; i < n; i++) scoreRow(i, one.subarray(i * n, i * n + n));
  const ptr = new Int32Array(n + 1);
  const isPossible = (i: number, j: number): boolean =>
    i !== j && one[i * n + j]! >= 0 && one[j * n + i]! >= 0;
  for (let i = 0; i < n; i++) {
    ptr[i + 1] = ptr[i]!;
    for (let j = 0; j < n; j++) if (isPossible(i, j)) ptr[i + 1]! += 1;
  }
  const partner = new Int32Array(ptr[n]!);
  const score = new Int32Array(ptr[n]!);
  let used = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      if (!isPossible(i, j)) continue;
      partner[used] = j;
      score[used++] = one[i * n + j]! + one[j * n + i]!;
    }
  return { ptr, partner, score };
}
