import { efron, predictor, sweep, type RiskSets } from './cox-risk-sets.ts';
import { zeros } from './linear-algebra.ts';

/** The hazard spent at one event time: its size `a` and its size times the mean covariates `b`, and what of it the tied rows escape under Efron. */
type Spent = {
  time: number;
  a: number;
  b: Float64Array;
  tiedA: number;
  tiedB: Float64Array;
  mean: Float64Array;
};

/**
 * The sandwich covariance: scores of the rows, summed by cluster, between two inverse information matrices.
 * Source: Lin & Wei, JASA 84 (1989) 1074; Therneau & Grambsch 7.1 for the score residuals under Efron's ties.
 */
export function robustCovariance(
  sets: RiskSets,
  beta: readonly number[],
  inverse: readonly (readonly number[])[],
): number[][] {
  const { width } = sets;
  const scores = scoreResiduals(sets, beta);
  const byCluster = new Float64Array(sets.clusters * width);
  for (let row = 0; row < sets.n; row++) {
    const to = (sets.cluster[row] ?? 0) * width;
    const from = (sets.cellOf[row] ?? 0) * width;
    const weight = sets.rowWeight[row] ?? 1;
    for (let i = 0; i < width; i++)
      byCluster[to + i] = (byCluster[to + i] ?? 0) + weight * (scores[from + i] ?? 0);
  }
  const covariance = zeros(width);
  const influence = new Float64Array(width);
  for (let cluster = 0; cluster < sets.clusters; cluster++) {
    for (let i = 0; i < width; i++) {
      influence[i] = 0;
      for (let j = 0; j < width; j++) {
        influence[i] = (influence[i] ?? 0) + (inverse[i]?.[j] ?? 0) * (byCluster[cluster * width + j] ?? 0);
      }
    }
    for (let i = 0; i < width; i++) {
      const line = covariance[i] ?? [];
      for (let j = 0; j < width; j++) line[j] = (line[j] ?? 0) + (influence[i] ?? 0) * (influence[j] ?? 0);
    }
  }
  return covariance;
}

/** The part in the gradient of a row of each cell: its event less the hazard that it lived through, cell after cell. */
function scoreResiduals(sets: RiskSets, beta: readonly number[]): Float64Array {
  const { width, x, start, stop } = sets;
  const eta = predictor(sets, beta);
  const spentOf = hazardSpent(sets, eta);
  const residuals = new Float64Array(sets.cells * width);
  let begin = 0;
  for (const [stratum, end] of sets.strata.entries()) {
    const spent = spentOf[stratum] ?? [];
    const times = spent.map((at) => at.time);
    const sums = cumulate(spent, width);
    for (let place = begin; place < end; place++) {
      const row = sets.byStop[place] ?? 0;
      const until = countUpTo(times, stop[row] ?? 0);
      const from = countUpTo(times, start[row] ?? -Infinity);
      const last = spent[until - 1];
      const ownEvent = sets.event[row] && last ? last : null;
      const a = (sums.a[until] ?? 0) - (sums.a[from] ?? 0) - (ownEvent?.tiedA ?? 0);
      const hazard = Math.exp(eta[row] ?? 0);
      for (let i = 0; i < width; i++) {
        const value = x[row * width + i] ?? 0;
        const b =
          (sums.b[until * width + i] ?? 0) - (sums.b[from * width + i] ?? 0) - (ownEvent?.tiedB[i] ?? 0);
        residuals[row * width + i] =
          (ownEvent ? value - (ownEvent.mean[i] ?? 0) : 0) - hazard * (value * a - b);
      }
    }
    begin = end;
  }
  return residuals;
}

function hazardSpent(sets: RiskSets, eta: Float64Array): Spent[][] {
  const { width, weight } = sets;
  const risk = eta.map((value, row) => Math.exp(value) * (weight[row] ?? 1));
  const spent: Spent[][] = Array.from(sets.strata, () => []);
  const mean = new Float64Array(width);
  sweep(sets, risk, (at) => {
    const here: Spent = {
      time: at.time,
      a: 0,
      b: new Float64Array(width),
      tiedA: 0,
      tiedB: new Float64Array(width),
      mean: new Float64Array(width),
    };
    for (let k = 0; k < at.count; k++) {
      const hazard = at.deadWeight / at.count / efron(at, k, width, mean);
      const escaped = (k / at.count) * hazard;
      here.a += hazard;
      here.tiedA += escaped;
      for (let i = 0; i < width; i++) {
        here.b[i] = (here.b[i] ?? 0) + hazard * (mean[i] ?? 0);
        here.tiedB[i] = (here.tiedB[i] ?? 0) + escaped * (mean[i] ?? 0);
        here.mean[i] = (here.mean[i] ?? 0) + (mean[i] ?? 0) / at.count;
      }
    }
    spent[at.stratum]?.push(here);
  });
  // The sweep runs backwards; sums over time are read forwards.
  return spent.map((times) => times.reverse());
}

function cumulate(spent: readonly Spent[], width: number): { a: Float64Array; b: Float64Array } {
  const a = new Float64Array(spent.length + 1);
  const b = new Float64Array((spent.length + 1) * width);
  for (const [k, at] of spent.entries()) {
    a[k + 1] = (a[k] ?? 0) + at.a;
    for (let i = 0; i < width; i++) b[(k + 1) * width + i] = (b[k * width + i] ?? 0) + (at.b[i] ?? 0);
  }
  return { a, b };
}

/** How many of the growing `times` are at or before `time`. */
function countUpTo(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
