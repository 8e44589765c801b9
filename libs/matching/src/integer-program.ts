import type { Highs } from 'highs';
import { MatchingError } from './errors.ts';

/** `low <= sum of value·x <= high`; either bound may be infinite. */
export interface ProgramRow {
  readonly low: number;
  readonly high: number;
  readonly columns: readonly number[];
  readonly values: readonly number[];
}

/** Yes-or-no decisions to make for the largest `gain`; `fixed[x]` is 1 for decisions that are taken already. */
export interface YesNoProgram {
  readonly gain: ArrayLike<number>;
  readonly fixed: ArrayLike<number>;
  readonly rows: readonly ProgramRow[];
}

/** `bound`: no decisions gain more (whole numbers). `isOptimal` is false when the time was up first. */
export interface ProgramResult {
  readonly chosen: Uint8Array;
  readonly isOptimal: boolean;
  readonly bound: number;
}

/**
 * Solves a yes-or-no program with HiGHS (WebAssembly, loaded on first use only; Huangfu & Hall 2018). Gains must be whole. Throws
 * MatchingError INFEASIBLE when the rows contradict one another, TIME_LIMIT when nothing was found in time. Deterministic unless cut short.
 */
export async function solveYesNo(program: YesNoProgram, seconds: number): Promise<ProgramResult> {
  if (program.gain.length === 0) {
    if (!keepsRows(program, new Float64Array(0)))
      throw new MatchingError('INFEASIBLE', 'the rules cannot all be kept');
    return { chosen: new Uint8Array(0), isOptimal: true, bound: 0 };
  }
  const highs = await (loading ??= loadHighs());
  const n = program.gain.length;
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const row of program.rows) {
    indices.push(...row.columns);
    values.push(...row.values);
    starts.push(indices.length);
  }
  const finite = (bound: number): number =>
    bound === Infinity ? highs.infinity : bound === -Infinity ? -highs.infinity : bound;
  const { modelStatus, variableType } = highs.constants;
  const model = highs.createModel({
    numCols: n,
    numRows: program.rows.length,
    sense: highs.constants.objectiveSense.maximize,
    colCost: Float64Array.from(program.gain),
    colLower: Float64Array.from(program.fixed),
    colUpper: new Float64Array(n).fill(1),
    rowLower: program.rows.map(({ low }) => finite(low)),
    rowUpper: program.rows.map(({ high }) => finite(high)),
    matrix: { format: 'csr', numRows: program.rows.length, numCols: n, starts, indices, values },
    integrality: new Int32Array(n).fill(variableType.integer),
  });
  try {
    model.options.set({ output_flag: false, time_limit: seconds, mip_rel_gap: 0, mip_abs_gap: 0.5 });
    const status = model.run().modelStatus;
    if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible)
      throw new MatchingError('INFEASIBLE', 'the rules cannot all be kept');
    const isOptimal = status === modelStatus.optimal || status === modelStatus.empty;
    const { colValue } = model.getSolution();
    if (!isOptimal && !keepsRows(program, colValue))
      throw new MatchingError('TIME_LIMIT', 'nothing was found in the time given', { seconds });
    const chosen = Uint8Array.from({ length: n }, (_, x) => Number((colValue[x] ?? 0) > 0.5));
    let gain = 0;
    for (let x = 0; x < n; x++) gain += chosen[x]! * program.gain[x]!;
    // Gains are whole, so a bound of 10.3 is one of 10.
    const bound = isOptimal ? gain : Math.floor(Number(model.info.get('mip_dual_bound')) + 1e-6);
    return { chosen, isOptimal, bound };
  } finally {
    model.dispose();
  }
}

let loading: Promise<Highs> | undefined;

/** Some megabytes of WebAssembly, compiled once and only when a program needs it. */
async function loadHighs(): Promise<Highs> {
  const { default: load } = await import('highs');
  // The typings describe the CommonJS build; as an ES module the default export is the loader itself.
  return (load as unknown as () => Promise<Highs>)();
}

function keepsRows({ rows, gain }: YesNoProgram, x: Float64Array): boolean {
  if (x.length !== gain.length) return false;
  return rows.every(({ low, high, columns, values }) => {
    const sum = columns.reduce((total, column, k) => total + values[k]! * Math.round(x[column]!), 0);
    return sum >= low - 1e-9 && sum <= high + 1e-9;
  });
}
