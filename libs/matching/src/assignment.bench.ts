import { solve } from './assignment.ts';
import { verify } from './certificate.ts';
import { givenCrowd } from './given.ts';
import { hash32 } from './hash.ts';
import { denseInstance, sparseInstance, type DenseKind } from './instances.ts';
import { matchCohort } from './match.ts';
import { measureScipy, npmPeers } from './peers.bench.ts';
import { defaultPolicy } from './policy.ts';
import type { Problem } from './problem.ts';
import { WhatIf } from './what-if.ts';

/**
 * Every figure is CPU time of this process: the median after one warm-up (fewer runs where a peer takes long). Lines of dense problems compare
 * with npm and, where it is installed, SciPy ("ratio" = theirs / ours); the totals must agree or the bench throws.
 */
export async function bench(): Promise<object[]> {
  return [...(await denseRows()), ...sparseRows(), ...whatIfRows(), ...otherRows()];
}

const DENSE: [DenseKind, number][] = [
  ['men', 150],
  ['men', 800],
  ['men', 2000],
  ['uni', 2000],
  ['geo', 2000],
  ['tie', 2000],
  ['equal', 2000],
  ['mw', 1000],
  ['mw', 2000],
  ['men', 5000],
  ['uni', 5000],
  ['tie', 5000],
];

async function denseRows(): Promise<object[]> {
  const peers = await npmPeers();
  const rows: object[] = [];
  for (const [kind, n] of DENSE) {
    const problem = denseInstance(kind, n);
    const ours = measure(() => solve(problem).total, 5);
    const row: Record<string, unknown> = { instance: `${kind}-${n}`, 'ours ms': ours.ms };
    const compare = (name: string, theirs: { ms: number; value: number }): void => {
      if (theirs.value !== ours.value)
        throw new Error(`${kind}-${n}: ${ours.value} is not ${theirs.value} (${name})`);
      row[`${name} ms`] = theirs.ms;
      row[`${name} ratio`] = theirs.ms / ours.ms;
    };
    for (const { name, limit, prepare } of peers) {
      if (n > limit) continue;
      const run = prepare(problem);
      compare(name, measure(run, n >= 5000 || (kind === 'mw' && n >= 2000) ? 1 : n >= 2000 ? 3 : 5));
    }
    const scipy = measureScipy(problem);
    if (scipy) compare('scipy', scipy);
    rows.push(row);
  }
  return rows;
}

function sparseRows(): object[] {
  const instances: [string, () => Problem][] = [
    ['popular 100k x 20k x 40', () => sparseInstance(100_000, 20_000, 40, true, 0)],
    ['uniform 100k x 20k x 40', () => sparseInstance(100_000, 20_000, 40, false, 0)],
    ['popular 100k x 40k x 40', () => sparseInstance(100_000, 40_000, 40, true, 0)],
    ['uniform 100k x 40k x 40', () => sparseInstance(100_000, 40_000, 40, false, 0)],
    ['balanced 100k x 33k, 3 places', () => sparseInstance(100_000, 33_334, 40, false, 3)],
    ['square 10k x 10k x 40', () => sparseInstance(10_000, 10_000, 40, false, 1)],
    ['square 100k x 100k x 40', () => sparseInstance(100_000, 100_000, 40, false, 1)],
  ];
  return instances.map(([instance, make]) => {
    const problem = make();
    let solution = solve(problem);
    const solved = measure(() => {
      solution = solve(problem);
      return solution.matched;
    }, 1);
    const verified = measure(() => Number(verify(problem, solution).valid), 3);
    if (verified.value !== 1) throw new Error(`${instance}: the proof does not hold`);
    return {
      instance,
      'ours ms': solved.ms,
      matched: solved.value,
      'verify ms': verified.ms,
      'peak MB so far': peakMb(),
    };
  });
}

function whatIfRows(): object[] {
  return [
    [10_000, 2500],
    [100_000, 20_000],
  ].map(([n, m]) => {
    const problem = sparseInstance(n!, m!, 40, true, 0);
    const whatIf = new WhatIf(problem, solve(problem));
    const ask = (k: number): void => {
      const i = hash32(1, k) % n!;
      const j = problem.mentor[problem.ptr[i]! + (hash32(2, k) % 40)]!;
      if (k % 3 === 0) whatIf.force(i, j);
      else if (k % 3 === 1) whatIf.cheapestOther(i);
      else whatIf.addPlace(j);
    };
    for (let k = 1000; k < 1200; k++) ask(k);
    const times = Array.from({ length: 900 }, (_, k) => cpu(() => ask(k))).sort((a, b) => a - b);
    const [p50, p95, most] = [450, 855, 899].map((at) => times[at]!);
    return { instance: `what if, ${n} x ${m}`, 'p50 ms': p50, 'p95 ms': p95, 'max ms': most };
  });
}

function otherRows(): object[] {
  const dense = denseInstance('men', 2000);
  const solution = solve(dense);
  const cohort = { ...givenCrowd(2000, 900), policy: defaultPolicy, seed: 1 };
  return [
    {
      instance: 'verify 4 million pairs',
      'verify ms': measure(() => Number(verify(dense, solution).valid), 5).ms,
    },
    {
      instance: 'matchCohort 2000 x 900, explained',
      'ours ms': measure(() => matchCohort(cohort).pairings.length, 1).ms,
    },
  ];
}

/** Median CPU time of some runs after one warm-up; a single long run goes without. */
function measure(run: () => number, runs: number): { ms: number; value: number } {
  let value = runs > 1 ? run() : NaN;
  const times = Array.from({ length: runs }, () =>
    cpu(() => {
      value = run();
    }),
  ).sort((a, b) => a - b);
  return { ms: times[runs >> 1]!, value };
}

function cpu(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const spent = process.cpuUsage(before);
  return (spent.user + spent.system) / 1000;
}

function peakMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
