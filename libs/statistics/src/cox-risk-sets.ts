/**
 * One stretch of time of one person under constant covariates: at risk at t when start < t <= stop (no start = from
 * the beginning). A person whose covariate changes has several rows and the same `cluster`. `weight` > 0.
 */
export type CoxRow = {
  start?: number;
  stop: number;
  event: boolean;
  covariates: readonly number[];
  stratum?: string | undefined;
  cluster?: string | undefined;
  weight?: number;
};

/**
 * Rows of a Cox model as plain columns, one entry for each cell: an event is a cell of its own, and rows without one that
 * share stratum, times and covariates are at risk as one, with the sum of their weights. `byStop` and `byStart` order the
 * cells within each stratum from the latest time to the earliest, so that one sweep backwards keeps the sums over those
 * at risk. Covariates are centred by the means of the rows (which changes no coefficient) and lie cell after cell in `x`.
 */
export type RiskSets = {
  /** How many rows there are, and how many cells they make. */
  n: number;
  cells: number;
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
  /** Of each cell: how many rows it holds. Of each row: its cell, its own weight and its cluster. */
  rowsIn: Int32Array;
  cellOf: Int32Array;
  rowWeight: Float64Array;
  cluster: Int32Array;
  clusters: number;
  events: number;
};

/** Rows laid out once, for a model and for the tests of it; `kept` can be used, and `areGrouped` by cluster or weight. */
export type LaidOut = { sets: RiskSets; kept: number; excluded: number; areGrouped: boolean };

/** Lays out the rows that can be used: those with as many covariates as the first, and see `isUsable`. */
export function layOut(rows: readonly CoxRow[]): LaidOut {
  const width = rows[0]?.covariates.length ?? 0;
  const kept = rows.filter((row) => isUsable(row, width));
  return {
    sets: riskSetsOf(kept),
    kept: kept.length,
    excluded: rows.length - kept.length,
    areGrouped: kept.some((row) => row.cluster !== undefined || row.weight !== undefined),
  };
}

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
function isUsable(row: CoxRow, width: number): boolean {
  return (
    Number.isFinite(row.stop) &&
    row.stop >= 0 &&
    (row.start === undefined || (Number.isFinite(row.start) && row.start < row.stop)) &&
    (row.weight === undefined || (Number.isFinite(row.weight) && row.weight > 0)) &&
    row.covariates.length === width &&
    row.covariates.every(Number.isFinite)
  );
}

function riskSetsOf(rows: readonly CoxRow[]): RiskSets {
  const n = rows.length;
  const width = rows[0]?.covariates.length ?? 0;
  const stratumNames = numberNames(rows, (row) => row.stratum ?? '');
  const clusterNames = numberNames(rows, (row) => row.cluster);
  const { cellOf, firsts } = cellsOf(rows, stratumNames, width);
  const heads = firsts.flatMap((first) => rows[first] ?? []);
  const cells = heads.length;
  const start = Float64Array.from(heads, (row) => row.start ?? -Infinity);
  const stop = Float64Array.from(heads, (row) => row.stop);
  const stratum = Int32Array.from(firsts, (first) => stratumNames.numbers[first] ?? 0);
  const order = Int32Array.from(heads.keys());
  const strata = new Int32Array(stratumNames.count);
  for (const s of stratum) strata[s] = (strata[s] ?? 0) + 1;
  for (let s = 1; s < strata.length; s++) strata[s] = (strata[s] ?? 0) + (strata[s - 1] ?? 0);
  const latestFirst = (times: Float64Array) =>
    order.toSorted(
      (a, b) => (stratum[a] ?? 0) - (stratum[b] ?? 0) || compareDown(times[a] ?? 0, times[b] ?? 0),
    );
  const rowWeight = Float64Array.from(rows, (row) => row.weight ?? 1);
  const weight = new Float64Array(cells);
  const rowsIn = new Int32Array(cells);
  for (let row = 0; row < n; row++) {
    const cell = cellOf[row] ?? 0;
    weight[cell] = (weight[cell] ?? 0) + (rowWeight[row] ?? 1);
    rowsIn[cell] = (rowsIn[cell] ?? 0) + 1;
  }
  const { x, spread } = centre(rows, heads, width);
  return {
    n,
    cells,
    width,
    start,
    stop,
    event: Uint8Array.from(heads, (row) => (row.event ? 1 : 0)),
    weight,
    x,
    spread,
    byStop: latestFirst(stop),
    byStart: latestFirst(start),
    strata,
    rowsIn,
    cellOf,
    rowWeight,
    cluster: clusterNames.numbers,
    clusters: clusterNames.count,
    events: rows.reduce((sum, row) => sum + (row.event ? 1 : 0), 0),
  };
}

/**
 * The cell of each row, and the first row of each cell. Most of those who are followed to the end share it with many, and
 * all that is computed takes as long as there are cells. Where times or covariates hardly repeat, each row is a cell.
 */
function cellsOf(
  rows: readonly CoxRow[],
  stratum: Names,
  width: number,
): { cellOf: Int32Array; firsts: number[] } {
  const columns = [
    (row: CoxRow) => row.stop,
    (row: CoxRow) => row.start ?? -Infinity,
    ...Array.from({ length: width }, (_, i) => (row: CoxRow) => row.covariates[i] ?? 0),
  ];
  let codes: ArrayLike<number> = stratum.numbers;
  let codesBelow = Math.max(1, stratum.count);
  for (const valueIn of columns) {
    const values = numberValues(rows, valueIn);
    if (values.count > rows.length / 2)
      return { cellOf: Int32Array.from(rows.keys()), firsts: [...rows.keys()] };
    const joined = new Float64Array(rows.length);
    for (let row = 0; row < rows.length; row++)
      joined[row] = (codes[row] ?? 0) * values.count + (values.numbers[row] ?? 0);
    codes = joined;
    codesBelow *= values.count;
    if (codesBelow <= smallCodes) continue;
    const dense = numberValues(joined, (code) => code);
    codes = dense.numbers;
    codesBelow = dense.count;
  }
  const cellOf = new Int32Array(rows.length);
  const firsts: number[] = [];
  const cellOfCode = new Map<number, number>();
  for (const [row, { event }] of rows.entries()) {
    const code = codes[row] ?? 0;
    const cell = (event ? undefined : cellOfCode.get(code)) ?? firsts.length;
    if (cell === firsts.length) firsts.push(row);
    if (!event) cellOfCode.set(code, cell);
    cellOf[row] = cell;
  }
  return { cellOf, firsts };
}

/** Codes up to here are whole numbers of the quick kind. */
const smallCodes = 2 ** 30;

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
    dead: new Int32Array(sets.cells),
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

/** The linear predictor x · beta of each cell (on centred covariates). */
export function predictor(sets: RiskSets, beta: readonly number[]): Float64Array {
  const eta = new Float64Array(sets.cells);
  for (let row = 0; row < sets.cells; row++) {
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

type Names = { numbers: Int32Array; count: number };

/** Numbers names as they come; a row without one has a number of its own. */
function numberNames(rows: readonly CoxRow[], nameOf: (row: CoxRow) => string | undefined): Names {
  const known = new Map<string, number>();
  const numbers = new Int32Array(rows.length);
  let count = 0;
  for (const [at, row] of rows.entries()) {
    const name = nameOf(row);
    const number = (name === undefined ? undefined : known.get(name)) ?? count++;
    if (name !== undefined) known.set(name, number);
    numbers[at] = number;
  }
  return { numbers, count };
}

function numberValues<T>(list: ArrayLike<T> & Iterable<T>, valueIn: (one: T) => number): Names {
  const known = new Map<number, number>();
  const numbers = new Int32Array(list.length);
  let at = 0;
  for (const one of list) {
    const value = valueIn(one);
    let number = known.get(value);
    if (number === undefined) {
      number = known.size;
      known.set(value, number);
    }
    numbers[at++] = number;
  }
  return { numbers, count: known.size };
}

/** Means and spreads are those of the rows; each cell has the covariates of its first. */
function centre(
  rows: readonly CoxRow[],
  heads: readonly CoxRow[],
  width: number,
): { x: Float64Array; spread: Float64Array } {
  const x = new Float64Array(heads.length * width);
  const spread = new Float64Array(width);
  for (let i = 0; i < width; i++) {
    const mean = rows.reduce((sum, row) => sum + (row.covariates[i] ?? 0), 0) / rows.length;
    const squares = rows.reduce((sum, row) => sum + ((row.covariates[i] ?? 0) - mean) ** 2, 0);
    for (const [cell, { covariates }] of heads.entries()) x[cell * width + i] = (covariates[i] ?? 0) - mean;
    spread[i] = Math.sqrt(squares / rows.length);
  }
  return { x, spread };
}
