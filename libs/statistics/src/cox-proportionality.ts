import { testOf, type ChiSquareTest, type CoxModel } from './cox.ts';
import {
  efron,
  layOut,
  predictor,
  sweep,
  type CoxRow,
  type LaidOut,
  type RiskSets,
} from './cox-risk-sets.ts';
import { notEstimable, type NotEstimable } from './estimates.ts';
import { solve, zeros, zeroVector } from './linear-algebra.ts';

/** One test per covariate and one of all together; a small p says that the hazard ratio changes with time. */
export type Proportionality = { status: 'estimated'; covariates: ChiSquareTest[]; overall: ChiSquareTest };

/**
 * Tests a fitted model's proportional hazards: the score test of adding x · g(t), g being 1 - Kaplan–Meier just before
 * t over all rows. Pass the rows that the model was fitted on, laid out as then where they are. Source: Grambsch & Therneau, Biometrika 81 (1994) 515;
 * the exact score form as in R survival 3, `cox.zph(transform = 'km')`.
 */
export function testProportionality(
  rows: readonly CoxRow[],
  model: CoxModel,
  { sets, kept }: LaidOut = layOut(rows),
): Proportionality | NotEstimable {
  const { width } = sets;
  if (kept === 0) return notEstimable('no-observations');
  const timeScale = failureBefore(sets);
  if (!timeScale) return notEstimable('no-events');
  const eta = predictor(
    sets,
    model.coefficients.map((coefficient) => coefficient.estimate),
  );
  const risk = eta.map((value, row) => Math.exp(value) * (sets.weight[row] ?? 1));
  const gradient = zeroVector(width);
  const information = zeros(2 * width);
  const mean = new Float64Array(width);
  sweep(sets, risk, (at) => {
    const g = timeScale(at.time);
    for (let k = 0; k < at.count; k++) {
      const row = at.dead[k] ?? 0;
      const w = sets.weight[row] ?? 1;
      for (let i = 0; i < width; i++)
        gradient[i] = (gradient[i] ?? 0) + g * w * (sets.x[row * width + i] ?? 0);
    }
    const share = at.deadWeight / at.count;
    for (let k = 0; k < at.count; k++) {
      const s0 = efron(at, k, width, mean);
      for (let i = 0; i < width; i++) {
        gradient[i] = (gradient[i] ?? 0) - g * share * (mean[i] ?? 0);
        for (let j = 0; j < width; j++) {
          const upper = Math.min(i, j) * width + Math.max(i, j);
          const s2 = (at.risk.s2[upper] ?? 0) - (k / at.count) * (at.tied.s2[upper] ?? 0);
          const v = share * (s2 / s0 - (mean[i] ?? 0) * (mean[j] ?? 0));
          addTo(information, i, j, v);
          addTo(information, i, width + j, g * v);
          addTo(information, width + i, j, g * v);
          addTo(information, width + i, width + j, g * g * v);
        }
      }
    }
  });
  const test = (added: readonly number[]): ChiSquareTest | null => {
    const places = [...Array(width).keys(), ...added.map((i) => width + i)];
    const score = places.map((place) => (place < width ? 0 : (gradient[place - width] ?? 0)));
    const change = solve(
      places.map((i) => places.map((j) => information[i]?.[j] ?? 0)),
      score,
    );
    return (
      change &&
      testOf(
        change.reduce((sum, c, i) => sum + c * (score[i] ?? 0), 0),
        added.length,
      )
    );
  };
  const all = [...Array(width).keys()];
  const covariates = all.map((i) => test([i]));
  const overall = test(all);
  // One event time only: there is no time along which a ratio could change.
  if (!overall || covariates.some((one) => one === null)) return notEstimable('no-variation');
  return { status: 'estimated', covariates: covariates.filter((one) => one !== null), overall };
}

/** 1 - Kaplan–Meier just before a time, over all rows whatever they weigh; null without an event. */
function failureBefore(sets: RiskSets): ((time: number) => number) | null {
  if (sets.events === 0) return null;
  const exits = new Map<number, { left: number; died: number }>();
  const entries = new Map<number, number>();
  let atRisk = sets.n;
  for (let cell = 0; cell < sets.cells; cell++) {
    const stop = sets.stop[cell] ?? 0;
    const start = sets.start[cell] ?? -Infinity;
    const people = sets.rowsIn[cell] ?? 0;
    const exit = exits.get(stop) ?? { left: 0, died: 0 };
    exit.left += people;
    if (sets.event[cell]) exit.died += people;
    exits.set(stop, exit);
    if (start === -Infinity) continue;
    entries.set(start, (entries.get(start) ?? 0) + people);
    atRisk -= people;
  }
  const late = [...entries].sort(([a], [b]) => a - b);
  const before = new Map<number, number>();
  let entered = 0;
  let survival = 1;
  for (const [time, { left, died }] of [...exits].sort(([a], [b]) => a - b)) {
    for (; (late[entered]?.[0] ?? Infinity) < time; entered++) atRisk += late[entered]?.[1] ?? 0;
    before.set(time, 1 - survival);
    survival *= 1 - died / atRisk;
    atRisk -= left;
  }
  return (time) => before.get(time) ?? 0;
}

function addTo(matrix: number[][], i: number, j: number, value: number): void {
  const row = matrix[i] ?? [];
  row[j] = (row[j] ?? 0) + value;
}
