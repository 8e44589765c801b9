import { solve } from './assignment.ts';
import { selectCandidates } from './candidates.ts';
import { layOutCohort, type CohortInput } from './cohort.ts';
import { verify } from './certificate.ts';
import { givenCrowd } from './given.ts';
import { hash32 } from './hash.ts';
import { denseInstance, sparseInstance } from './instances.ts';
import { matchLargeCohort } from './large-cohort.ts';
import { matchCohort } from './match.ts';
import { cpu, measure, peakMb, type BenchRow } from './measure.bench.ts';
import { defaultPolicy } from './policy.ts';
import { deferredAcceptance, toPreferences } from './stable.ts';
import { WhatIf } from './what-if.ts';

/** What the product asks beside bare problems: scores, whole cohorts from their profiles, stability, what-if, proofs. */
export function* cohortRows(): Generator<BenchRow> {
  yield scoringRow(5000, 2000);
  yield scoringRow(1000, 20_000);
  const small = crowd(2000, 900);
  yield timed('matchCohort 2000 x 900, explained', () => matchCohort(small).pairings.length);
  const large = crowd(5000, 2000);
  yield timed('5000 x 2000, from profiles to the certificate', () => matchLargeCohort(large).pairings.length);
  yield stableRow();
  yield whatIfRow(10_000, 2500);
  yield whatIfRow(100_000, 20_000);
  const dense = denseInstance('men', 2000);
  const solution = solve(dense);
  yield timed('verify 4 million pairs', () => Number(verify(dense, solution).valid), 5);
}

/** A thousand million pairs: the candidates alone, then everything. */
export function* largeCohortRows(): Generator<BenchRow> {
  const input = crowd(50_000, 20_000);
  const { rows, shell } = layOutCohort(input);
  const best = cpu(() => selectCandidates(rows, shell, 0, 40));
  yield { instance: 'best 40 of each, 50k x 20k', 'ours ms': best, 'peak MB so far': peakMb() };
  const whole = cpu(() => matchLargeCohort(input));
  yield {
    instance: '50k x 20k, from profiles to the certificate',
    'ours ms': whole,
    'peak MB so far': peakMb(),
  };
}

const crowd = (n: number, m: number): CohortInput => ({
  ...givenCrowd(n, m),
  policy: defaultPolicy,
  seed: 1,
});

function timed(instance: string, run: () => number, runs = 3): BenchRow {
  return { instance, 'ours ms': measure(run, runs).ms };
}

/** Whole rows as the product scores them, rules included. */
function scoringRow(n: number, m: number): BenchRow {
  const { rows } = layOutCohort(crowd(n, m));
  const scores = new Int32Array(m);
  const { ms } = measure(() => {
    for (let i = 0; i < n; i++) rows.scoreRow(i, scores);
    return scores[0] ?? 0;
  }, 5);
  return { instance: `scores of ${n} x ${m}`, 'ours ms': ms, 'ns a pair': (ms * 1e6) / n / m };
}

function stableRow(): BenchRow {
  const problem = sparseInstance(100_000, 20_000, 40, true, 0);
  return timed('deferred acceptance 100k x 20k x 40, with sorting', () => {
    const matching = deferredAcceptance(toPreferences(problem), 'mentees');
    return matching.reduce((count, j) => count + Number(j >= 0), 0);
  });
}

function whatIfRow(n: number, m: number): BenchRow {
  const problem = sparseInstance(n, m, 40, true, 0);
  const whatIf = new WhatIf(problem, solve(problem));
  const ask = (k: number): void => {
    const i = hash32(1, k) % n;
    const j = problem.mentor[problem.ptr[i]! + (hash32(2, k) % 40)]!;
    if (k % 3 === 0) whatIf.force(i, j);
    else if (k % 3 === 1) whatIf.cheapestOther(i);
    else whatIf.addPlace(j);
  };
  for (let k = 1000; k < 1200; k++) ask(k);
  const times = Array.from({ length: 900 }, (_, k) => cpu(() => ask(k))).sort((a, b) => a - b);
  const [p50 = 0, p95 = 0, most = 0] = [450, 855, 899].map((at) => times[at]!);
  return { instance: `what if, ${n} x ${m}`, 'p50 ms': p50, 'p95 ms': p95, 'max ms': most };
}
