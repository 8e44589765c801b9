import { chiSquareUpperTail, twoSidedZ } from './distributions.ts';
import { notEstimable, type NotEstimable } from './estimates.ts';
import { invert, solve, zeros, zeroVector } from './linear-algebra.ts';

/** One person: whether it happened, the covariates, and a weight above 0 (1 when left out). `offset` is a known part of the log odds. */
export type LogisticRow = {
  outcome: boolean;
  covariates: readonly number[];
  weight?: number;
  offset?: number;
};

export type LogisticCoefficient = {
  estimate: number;
  standardError: number;
  pValue: number;
  lower: number;
  upper: number;
};

/** Coefficients on the log odds, the intercept first; `fitted` holds each row's probability in the order given. */
export type LogisticModel = {
  status: 'estimated';
  coefficients: LogisticCoefficient[];
  fitted: number[];
  logLikelihood: number;
  n: number;
  iterations: number;
};

const maxSteps = 60;
const tolerance = 1e-11;
// Beyond this many log odds per standard deviation of a covariate the outcome is separated by it.
const runaway = 25;

/**
 * Logistic regression with an intercept by Newton–Raphson. One outcome only, collinear covariates or a separated
 * outcome are not estimable. Source: McCullagh & Nelder, Generalized Linear Models, 4.4.
 */
export function logisticRegression(rows: readonly LogisticRow[], level = 0.95): LogisticModel | NotEstimable {
  const width = (rows[0]?.covariates.length ?? 0) + 1;
  if (rows.length === 0) return notEstimable('no-observations');
  if (!rows.every((row) => isFiniteRow(row, width - 1))) return notEstimable('not-finite');
  if (rows.every((row) => row.outcome) || !rows.some((row) => row.outcome)) return notEstimable('one-group');
  const scales = scalesOf(rows, width - 1);
  if (scales.some(({ spread }) => !(spread > 0))) return notEstimable('no-variation');
  // Centred and scaled covariates keep the steps even; the answer is turned back at the end.
  const design = rows.map((row) => [
    1,
    ...row.covariates.map((value, i) => (value - (scales[i]?.mean ?? 0)) / (scales[i]?.spread ?? 1)),
  ]);
  let beta = zeroVector(width);
  for (let iterations = 1; iterations <= maxSteps; iterations++) {
    const here = derivatives(rows, design, beta);
    const step = solve(here.information, here.gradient);
    if (!step) return notEstimable(iterations === 1 ? 'collinear' : 'separation');
    // A step of more than 5 log odds overshoots; cut, it still goes uphill.
    const cut = Math.min(1, 5 / Math.max(...step.map(Math.abs)));
    beta = beta.map((b, i) => b + cut * (step[i] ?? 0));
    if (beta.some((b, i) => i > 0 && Math.abs(b) > runaway)) return notEstimable('separation');
    if (cut === 1 && step.every((move) => Math.abs(move) < tolerance)) {
      const there = derivatives(rows, design, beta);
      const inverse = invert(there.information);
      if (!inverse) return notEstimable('separation');
      return {
        status: 'estimated',
        coefficients: unscale(beta, inverse, scales, level),
        fitted: there.fitted,
        logLikelihood: there.logLikelihood,
        n: rows.length,
        iterations,
      };
    }
  }
  return notEstimable('no-convergence');
}

/** The probability of log odds. */
export function inverseLogit(logOdds: number): number {
  return logOdds >= 0 ? 1 / (1 + Math.exp(-logOdds)) : Math.exp(logOdds) / (1 + Math.exp(logOdds));
}

type Derivatives = { gradient: number[]; information: number[][]; fitted: number[]; logLikelihood: number };

function derivatives(
  rows: readonly LogisticRow[],
  design: readonly (readonly number[])[],
  beta: readonly number[],
): Derivatives {
  const width = beta.length;
  const total: Derivatives = {
    gradient: zeroVector(width),
    information: zeros(width),
    fitted: [],
    logLikelihood: 0,
  };
  for (const [r, { outcome, weight = 1, offset = 0 }] of rows.entries()) {
    const x = design[r] ?? [];
    const logOdds = x.reduce((sum, value, i) => sum + value * (beta[i] ?? 0), offset);
    const p = inverseLogit(logOdds);
    total.fitted.push(p);
    total.logLikelihood -= weight * Math.log1p(Math.exp(outcome ? -logOdds : logOdds));
    const spread = weight * p * (1 - p);
    for (let i = 0; i < width; i++) {
      total.gradient[i] = (total.gradient[i] ?? 0) + weight * ((outcome ? 1 : 0) - p) * (x[i] ?? 0);
      const line = total.information[i] ?? [];
      for (let j = 0; j < width; j++) line[j] = (line[j] ?? 0) + spread * (x[i] ?? 0) * (x[j] ?? 0);
    }
  }
  return total;
}

type Scale = { mean: number; spread: number };

function scalesOf(rows: readonly LogisticRow[], width: number): Scale[] {
  return Array.from({ length: width }, (_, i) => {
    const mean = rows.reduce((sum, row) => sum + (row.covariates[i] ?? 0), 0) / rows.length;
    const squares = rows.reduce((sum, row) => sum + ((row.covariates[i] ?? 0) - mean) ** 2, 0);
    return { mean, spread: Math.sqrt(squares / rows.length) };
  });
}

/** Back to the covariates as given: slopes by their spread, the intercept less what the centring took. */
function unscale(
  beta: readonly number[],
  inverse: readonly (readonly number[])[],
  scales: readonly Scale[],
  level: number,
): LogisticCoefficient[] {
  const z = twoSidedZ(level);
  return beta.map((b, i) => {
    const turn = beta.map((_, j) => {
      if (i === 0) return j === 0 ? 1 : -(scales[j - 1]?.mean ?? 0) / (scales[j - 1]?.spread ?? 1);
      return i === j ? 1 / (scales[i - 1]?.spread ?? 1) : 0;
    });
    const estimate =
      i === 0 ? beta.reduce((sum, one, j) => sum + one * (turn[j] ?? 0), 0) : b * (turn[i] ?? 1);
    let variance = 0;
    for (const [j, row] of inverse.entries()) {
      for (const [k, value] of row.entries()) variance += (turn[j] ?? 0) * value * (turn[k] ?? 0);
    }
    const standardError = Math.sqrt(variance);
    return {
      estimate,
      standardError,
      pValue: chiSquareUpperTail((estimate / standardError) ** 2, 1),
      lower: estimate - z * standardError,
      upper: estimate + z * standardError,
    };
  });
}

function isFiniteRow(row: LogisticRow, width: number): boolean {
  return (
    row.covariates.length === width &&
    row.covariates.every(Number.isFinite) &&
    (row.offset === undefined || Number.isFinite(row.offset)) &&
    (row.weight === undefined || (Number.isFinite(row.weight) && row.weight > 0))
  );
}
