/**
 * One stretch of time of one person under constant covariates: at risk at t when start < t <= stop (no start = from
 * the beginning). A person whose covariate changes has several rows and the same `cluster`. `weight` > 0.
 */
export type CoxRow = {
  start?: number;
  stop: number;
  event: boolean;
  covariates: readonly number[];
  stratum?: string;
  cluster?: string;
  weight?: number;
};

/**
 * Rows of a Cox model as plain columns. `byStop` and `byStart` order the rows within each stratum from the latest
 * time to the earliest, so that one sweep backwards keeps the sums over those at risk. Covariates are centred by
 * their means (which changes no coefficient) and lie row after row in `x`.
 */
export type RiskSets = {
  n: number;
  width: number;
  start: Float64Array;
  stop: Float64Array;
  event: Uint8Array;
  weight: Float64Array;
  x: Float64Array;
  spread: Float64Array;
  byStop: Int32Array;
  byStart: Int32Array;
  /** Ends of the strata in both orders: stratum s covers the places strata[s - 1]..strata[s] - 1. */
  strata: Int32Array;
  cluster: Int32Array;
  clusters: number;
  events: number;
};

/** One time with events: sums of weight (`s0`), weight · x (`s1`) and weight · x · x' (`s2`, upper half) at risk and among those with the event. */
export type EventTime = {
  time: number;
  stratum: number;
  dead: Int32Array;
  count: number;
  atRisk: number;
  deadWeight: number;
  risk: { s0: number; s1: Float64Array; s2: Float64Array };
  tied: { s0: number; s1: Float64Array; s2: Float64Array };
};

/** Whether a row can be used: at risk at some time, every number finite, weight above 0, as many covariates as the others. */
export function isUsable(row: CoxRow, width: number): boolean {
  return (
    Number.isFinite(row.stop) &&
    row.stop >= 0 &&
    (row.start === undefined || (Number.isFinite(row.start) && row.start < row.stop)) &&
    (row.weight === undefined || (Number.isFinite(row.weight) && row.weight > 0)) &&
    row.covariates.length === width &&
    row.covariates.every(Number.isFinite)
  );
}

/** Lays rows out as columns. They are known to be at risk and finite (see `cox`). */
export function riskSetsOf(rows: readonly CoxRow[]): RiskSets {
  const n = rows.length;
  const width = rows[0]?.covariates.length ?? 0;
  const stratumNames = numberNames(rows.map((row) => row.stratum ?? ''));
  const clusterNames = numberNames(rows.map((row, i) => row.cluster ?? `row ${i}`));
  const start = Float64Array.from(rows, (row) => row.start ?? -Infinity);
  const stop = Float64Array.from(rows, (row) => row.stop);
  const stratum = Int32Array.from(stratumNames.numbers);
  const order = Int32Array.from(rows.keys());
  const strata = new Int32Array(stratumNames.count);
  for (const s of stratum) strata[s] = (strata[s] ?? 0) + 1;
  for (let s = 1; s < strata.length; s++) strata[s] = (strata[s] ?? 0) + (strata[s - 1] ?? 0);
  const latestFirst = (times: Float64Array) =>
    order.toSorted(
      (a, b) => (stratum[a] ?? 0) - (stratum[b] ?? 0) || compareDown(times[a] ?? 0, times[b] ?? 0),
    );
  const { x, spread } = centre(rows, n, width);
  return {
    n,
    width,
    start,
    stop,
    event: Uint8Array.from(rows, (row) => (row.event ? 1 : 0)),
    weight: Float64Array.from(rows, (row) => row.weight ?? 1),
    x,
    spread,
    byStop: latestFirst(stop),
    byStart: latestFirst(start),
    strata,
    cluster: Int32Array.from(clusterNames.numbers),
    clusters: clusterNames.count,
    events: rows.reduce((sum, row) => sum + (row.event ? 1 : 0), 0),
  };
}

/**
 * Walks through the event times of each stratum from the last to the first with the sums over those at risk, each
 * weighted by weight · exp(x · beta). The event time handed over is reused for the next: read it at once.
 */
export function sweep(sets: RiskSets, risk: Float64Array, visit: (at: EventTime) => void): void {
  const { width, stop, start, event, weight, x, byStop, byStart } = sets;
  const sums = () => ({ s0: 0, s1: new Float64Array(width), s2: new Float64Array(width * width) });
  const at: EventTime = {
    time: 0,
    stratum: 0,
    dead: new Int32Array(sets.n),
    count: 0,
    atRisk: 0,
    deadWeight: 0,
    risk: sums(),
    tied: sums(),
  };
  const add = (to: EventTime['risk'], row: number, sign: number) => {
    const w = sign * (risk[row] ?? 0);
    const from = row * width;
    to.s0 += w;
    for (let i = 0; i < width; i++) {
      const wx = w * (x[from + i] ?? 0);
      to.s1[i] = (to.s1[i] ?? 0) + wx;
      for (let j = i; j < width; j++)
        to.s2[i * width + j] = (to.s2[i * width + j] ?? 0) + wx * (x[from + j] ?? 0);
    }
  };
  let begin = 0;
  for (const [stratum, end] of sets.strata.entries()) {
    clear(at.risk);
    at.stratum = stratum;
    let left = begin;
    at.atRisk = 0;
    for (let place = begin; place < end;) {
      const time = stop[byStop[place] ?? 0] ?? 0;
      at.time = time;
      at.count = 0;
      at.deadWeight = 0;
      clear(at.tied);
      for (; place < end && stop[byStop[place] ?? 0] === time; place++) {
        const row = byStop[place] ?? 0;
        add(at.risk, row, 1);
        at.atRisk++;
        if (event[row]) {
          add(at.tied, row, 1);
          at.dead[at.count++] = row;
          at.deadWeight += weight[row] ?? 0;
        }
      }
      if (at.count === 0) continue;
      for (; left < end && (start[byStart[left] ?? 0] ?? 0) >= time; left++) {
        add(at.risk, byStart[left] ?? 0, -1);
        at.atRisk--;
      }
      visit(at);
      if (at.atRisk === 0) clear(at.risk);
    }
    begin = end;
  }
}

/** The linear predictor x · beta of each row (on centred covariates). */
export function predictor(sets: RiskSets, beta: readonly number[]): Float64Array {
  const eta = new Float64Array(sets.n);
  for (let row = 0; row < sets.n; row++) {
    let sum = 0;
    for (let i = 0; i < sets.width; i++) sum += (sets.x[row * sets.width + i] ?? 0) * (beta[i] ?? 0);
    eta[row] = sum;
  }
  return eta;
}

/** Fills `mean` with the risk-weighted mean of the covariates for the k-th tied event; answers the sum of risks. */
export function efron(at: EventTime, k: number, width: number, mean: Float64Array): number {
  const tie = k / at.count;
  const s0 = at.risk.s0 - tie * at.tied.s0;
  for (let i = 0; i < width; i++) mean[i] = ((at.risk.s1[i] ?? 0) - tie * (at.tied.s1[i] ?? 0)) / s0;
  return s0;
}

function clear(sums: EventTime['risk']): void {
  sums.s0 = 0;
  sums.s1.fill(0);
  sums.s2.fill(0);
}

function compareDown(a: number, b: number): number {
  return a === b ? 0 : a > b ? -1 : 1;
}

function numberNames(names: readonly string[]): { numbers: number[]; count: number } {
  const known = new Map<string, number>();
  const numbers = names.map((name) => {
    const number = known.get(name) ?? known.size;
    known.set(name, number);
    return number;
  });
  return { numbers, count: known.size };
}

function centre(
  rows: readonly CoxRow[],
  n: number,
  width: number,
): { x: Float64Array; spread: Float64Array } {
  const x = new Float64Array(n * width);
  const spread = new Float64Array(width);
  for (let i = 0; i < width; i++) {
    const mean = rows.reduce((sum, row) => sum + (row.covariates[i] ?? 0), 0) / n;
    let squares = 0;
    for (const [row, { covariates }] of rows.entries()) {
      const value = (covariates[i] ?? 0) - mean;
      x[row * width + i] = value;
      squares += value * value;
    }
    spread[i] = Math.sqrt(squares / n);
  }
  return { x, spread };
}
