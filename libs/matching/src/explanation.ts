import { findPair, type Problem, type Solution } from './problem.ts';
import { WhatIf, type Loss } from './what-if.ts';

/** Somebody who has another mentor (or none, -1) than before. */
export interface Move {
  readonly mentee: number;
  readonly from: number;
  readonly to: number;
}

/**
 * What a pair costs or gains the whole. `forcedLoss` = total now - total with the pair fixed and everything else best again (exact);
 * `matchedLoss` how many mentees fewer are matched then; `displaced` everybody else who would change. Undefined figures: no open pair.
 */
export interface PairExplanation {
  readonly open: boolean;
  readonly chosen: boolean;
  readonly reducedCost: number | undefined;
  readonly forcedLoss: number | undefined;
  readonly matchedLoss: number | undefined;
  readonly displaced: readonly Move[];
}

/** An alternative for a mentee, with the exact loss of forcing it. */
export interface RunnerUp {
  readonly mentor: number;
  readonly score: number;
  readonly forcedLoss: number;
  readonly matchedLoss: number;
}

/** The effect of forcing mentee i to mentor j. Pass a `WhatIf` of the same solution when asking often. */
export function explain(
  problem: Problem,
  solution: Solution,
  i: number,
  j: number,
  whatIf: WhatIf = new WhatIf(problem, solution),
): PairExplanation {
  const chosen = solution.mentorOf[i] === j;
  const forced = whatIf.force(i, j);
  if (!forced)
    return {
      open: false,
      chosen,
      reducedCost: undefined,
      forcedLoss: undefined,
      matchedLoss: undefined,
      displaced: [],
    };
  const displaced: Move[] = [];
  forced.mentorOf.forEach((to, mentee) => {
    const from = solution.mentorOf[mentee]!;
    if (to !== from && mentee !== i) displaced.push({ mentee, from, to });
  });
  return {
    open: true,
    chosen,
    reducedCost: whatIf.reducedCost(i, j),
    forcedLoss: whatIf.now.total - forced.total,
    matchedLoss: whatIf.now.matched - forced.matched,
    displaced,
  };
}

/**
 * The k alternatives of mentee i that cost the whole least, the cheapest first (fewest mentees lost, then least score, then the better own
 * score). Exact: the reduced cost bounds each loss from below, so the search may stop early.
 */
export function runnersUp(
  problem: Problem,
  solution: Solution,
  i: number,
  k: number,
  whatIf: WhatIf = new WhatIf(problem, solution),
): RunnerUp[] {
  const toRunnerUp = (loss: Loss): RunnerUp => ({
    mentor: loss.mentor,
    score: problem.score[findPair(problem, i, loss.mentor)]!,
    forcedLoss: loss.forcedLoss,
    matchedLoss: loss.matchedLoss,
  });
  if (k === 1) {
    const next = whatIf.cheapestOther(i);
    return next ? [toRunnerUp(next)] : [];
  }
  const now = solution.mentorOf[i]!;
  // What a lock costs beyond the prices of today, every other choice saves.
  const saved = now < 0 ? 0 : (whatIf.reducedCost(i, now) ?? 0);
  const options: { mentor: number; score: number; bound: number }[] = [];
  for (let e = problem.ptr[i]!; e < problem.ptr[i + 1]!; e++) {
    const mentor = problem.mentor[e]!;
    const bound = now === mentor ? undefined : whatIf.reducedCost(i, mentor);
    if (bound !== undefined) options.push({ mentor, score: problem.score[e]!, bound: bound - saved });
  }
  options.sort((a, b) => a.bound - b.bound || b.score - a.score || a.mentor - b.mentor);
  const best: (Loss & { score: number })[] = [];
  for (const { mentor, score, bound } of options) {
    if (best.length === k && bound > best[k - 1]!.cost) break;
    const loss = whatIf.lossOf(i, mentor);
    if (!loss) continue;
    best.push({ ...loss, score });
    best.sort((a, b) => a.cost - b.cost || b.score - a.score || a.mentor - b.mentor);
    best.length = Math.min(best.length, k);
  }
  return best.map(toRunnerUp);
}
