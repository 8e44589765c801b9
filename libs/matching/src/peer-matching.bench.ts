import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { solve } from './assignment.ts';
import { hash32 } from './hash.ts';
import { measure, type BenchRow } from './measure.bench.ts';
import { verifyPeers } from './peer-certificate.ts';
import { densePeers } from './peer-given.ts';
import { buildPeerGraph } from './peer-graph.ts';
import { solvePeers } from './peer-matching.ts';
import { toPeerProblem, type PeerProblem, type PeerSolution } from './peer-problem.ts';

const TOP = 20_000;

/** Scores drawn evenly: hardly any odd sets. */
const even = (n: number): PeerProblem => densePeers(n, (i, j) => hash32(1, i * n + j) % TOP);

/** Groups of three who fit one another far better than anybody else: a third of the people are odd. */
const threes = (n: number): PeerProblem =>
  densePeers(
    n,
    (i, j) => (Math.floor(i / 3) === Math.floor(j / 3) ? 18_000 : 0) + (hash32(2, i * n + j) % 2000),
  );

/** Everybody on the short lists of about forty others. */
function short(n: number): PeerProblem {
  const pairs = new Map<number, [number, number, number]>();
  for (let i = 0; i < n; i++)
    for (let k = 0; k < 20; k++) {
      const j = hash32(3, i * 20 + k) % n;
      const [a, b] = [Math.min(i, j), Math.max(i, j)];
      if (a !== b) pairs.set(a * n + b, [a, b, hash32(4, a * n + b) % TOP]);
    }
  return toPeerProblem(n, [...pairs.values()]);
}

/**
 * Pairs of a pool. "both sides": everybody as mentee and as mentor in the engine for two sides, which knows no odd sets: the bound it gives is
 * what the pairs may miss by those. HiGHS proves the smallest by linear programs with the odd sets as rows.
 */
export async function* peerRows(): AsyncGenerator<BenchRow> {
  for (const [name, make] of [
    ['even', even],
    ['threes', threes],
    ['short lists', short],
  ] as const)
    for (const n of [500, 1000, 2000]) {
      const problem = make(n);
      let found: PeerSolution | undefined;
      // Half a minute once is enough.
      const runs = n < 2000 ? 3 : 1;
      const ours = measure(() => (found = solvePeers(problem)).total, runs);
      const check = measure(() => Number(verifyPeers(problem, found!).valid), 3);
      if (check.value !== 1) throw new Error(`peers ${name} ${n}: not proved`);
      const { ptr, partner, score } = buildPeerGraph(problem, {});
      const market = {
        mentees: n,
        mentors: n,
        capacity: new Int32Array(n).fill(1),
        ptr,
        mentor: partner,
        score,
      };
      const both = measure(() => solve(market).total, 3);
      const highs = n === 500 ? await measurePeersByHighs(problem, found!) : undefined;
      if (highs && highs.value !== ours.value)
        throw new Error(`peers ${name} ${n}: HiGHS has ${highs.value}`);
      yield {
        instance: `peers ${name} ${n}`,
        ms: Math.round(ours.ms),
        'odd sets': found!.oddSets.length,
        searches: found!.searches,
        'verify ms': Math.round(check.ms),
        'both sides ms': Math.round(both.ms),
        'ratio both sides': Number((both.ms / ours.ms).toFixed(2)),
        ...(highs && {
          'HiGHS ms': Math.round(highs.ms),
          'ratio HiGHS': Number((highs.ms / ours.ms).toFixed(1)),
        }),
      };
    }
}

/** HiGHS in a thread of its own, as for squares. */
async function measurePeersByHighs(
  problem: PeerProblem,
  { oddSets, barrier, total, matched }: PeerSolution,
): Promise<{ ms: number; value: number }> {
  const sets = [...oddSets.map(({ members }) => members), ...barrier.islands];
  const thread = new Worker(new URL('./peer-highs.bench.ts', import.meta.url), {
    workerData: { problem, sets, matched, total },
  });
  const [measured] = (await once(thread, 'message')) as [{ ms: number; value: number }];
  await thread.terminate();
  return measured;
}
