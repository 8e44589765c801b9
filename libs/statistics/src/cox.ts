import {
  efron,
  layOut,
  predictor,
  sweep,
  type CoxRow,
  type LaidOut,
  type RiskSets,
} from './cox-risk-sets.ts';
import { robustCovariance } from './cox-robust.ts';
import { chiSquareUpperTail, twoSidedZ } from './distributions.ts';
import { notEstimable, type NotEstimable } from './estimates.ts';
import { invert, solve, zeros, zeroVector, type Matrix } from './linear-algebra.ts';

/** The change of log hazard per unit of a covariate; standard error, z, p and limits are the robust ones where those were asked for. */
export type CoxCoefficient = {
  estimate: number;
  standardError: number;
  z: number;
  pValue: number;
  hazardRatio: number;
  lower: number;
  upper: number;
};

export type ChiSquareTest = { chiSquare: number; degreesOfFreedom: number; pValue: number };

/** A fitted model; `naiveStandardErrors` are the model-based ones, equal to those of the coefficients unless robust. */
export type CoxModel = {
  status: 'estimated';
  coefficients: CoxCoefficient[];
  covariance: number[][];
  naiveStandardErrors: number[];
  robust: boolean;
  logLikelihood: number;
  nullLogLikelihood: number;
  likelihoodRatio: ChiSquareTest;
  score: ChiSquareTest;
  wald: ChiSquareTest;
  n: number;
  events: number;
  excluded: number;
  iterations: number;
};

const maxSteps = 40;
const tolerance = 1e-10;
// A coefficient of this many log hazards per standard deviation is running away: the events are separated.
const runaway = 15;

/**
 * Cox's proportional hazards model with Efron's treatment of ties, start–stop rows, strata and case weights.
 * Newton–Raphson from 0 with step halving. Rows that are never at risk or hold a number that is not finite are left
 * out and counted; `laidOut`: the same rows, laid out already. With clusters or weights the sandwich covariance of Lin & Wei
 * is used (grouped by cluster, by row without one). No row, no event, no covariate that differs, collinear covariates,
 * separated events or no more clusters than covariates are not estimable.
 * Source: Cox 1972; Efron 1977; Therneau & Grambsch, Modeling Survival Data, 3.1 and 8.2.
 */
export function cox(
  rows: readonly CoxRow[],
  { level = 0.95, laidOut = layOut(rows) }: { level?: number; laidOut?: LaidOut } = {},
): CoxModel | NotEstimable {
  const { sets, kept, excluded, areGrouped: robust } = laidOut;
  const { width } = sets;
  if (kept === 0 || width === 0) return notEstimable('no-observations');
  if (sets.events === 0) return notEstimable('no-events');
  if (sets.spread.some((spread) => !(spread > 0)) || !hasSurvivors(sets)) return notEstimable('no-variation');
  const fit = maximise(sets);
  if ('reason' in fit) return fit;
  const covariance = robust ? robustCovariance(sets, fit.beta, fit.inverse) : fit.inverse;
  const z = twoSidedZ(level);
  const errors = covariance.map((row, i) => Math.sqrt(row[i] ?? 0));
  const wald = hasWidth(covariance, fit.inverse) ? solve(covariance, fit.beta) : null;
  if (!wald) return notEstimable(robust ? 'too-few-observations' : 'collinear');
  return {
    status: 'estimated',
    coefficients: fit.beta.map((estimate, i) => coefficientOf(estimate, errors[i] ?? 0, z)),
    covariance,
    naiveStandardErrors: fit.inverse.map((row, i) => Math.sqrt(row[i] ?? 0)),
    robust,
    logLikelihood: fit.logLikelihood,
    nullLogLikelihood: fit.start.logLikelihood,
    likelihoodRatio: testOf(2 * (fit.logLikelihood - fit.start.logLikelihood), width),
    score: testOf(fit.score, width),
    wald: testOf(
      fit.beta.reduce((sum, b, i) => sum + b * (wald[i] ?? 0), 0),
      width,
    ),
    n: sets.n,
    events: sets.events,
    excluded,
    iterations: fit.iterations,
  };
}

/** Whether at some event anybody at risk stayed: where all go at once no covariate can tell them apart. */
function hasSurvivors(sets: RiskSets): boolean {
  let found = false;
  sweep(sets, sets.weight, (at) => (found ||= at.count < at.atRisk));
  return found;
}

/** The scores of clusters add up to 0: one cluster alone, or all of one mind, have a sandwich of no width but rounding. */
function hasWidth(covariance: Matrix, naive: Matrix): boolean {
  return covariance.every((row, i) => (row[i] ?? 0) > 1e-12 * (naive[i]?.[i] ?? 0));
}

/** Chi-square with its p value. */
export function testOf(chiSquare: number, degreesOfFreedom: number): ChiSquareTest {
  return { chiSquare, degreesOfFreedom, pValue: chiSquareUpperTail(chiSquare, degreesOfFreedom) };
}

/** Log partial likelihood with its first derivative and information at `beta`. */
export type Likelihood = { logLikelihood: number; gradient: number[]; information: number[][] };

/** Efron's partial likelihood: the k-th of D tied events sees those tied with it at 1 - k/D of their risk. */
export function likelihoodAt(sets: RiskSets, beta: readonly number[]): Likelihood {
  const { width, weight, x } = sets;
  const eta = predictor(sets, beta);
  const risk = eta.map((value, row) => Math.exp(value) * (weight[row] ?? 1));
  const total: Likelihood = {
    logLikelihood: 0,
    gradient: zeroVector(width),
    information: zeros(width),
  };
  const mean = new Float64Array(width);
  sweep(sets, risk, (at) => {
    for (let k = 0; k < at.count; k++) {
      const row = at.dead[k] ?? 0;
      const w = weight[row] ?? 1;
      total.logLikelihood += w * (eta[row] ?? 0);
      for (let i = 0; i < width; i++)
        total.gradient[i] = (total.gradient[i] ?? 0) + w * (x[row * width + i] ?? 0);
    }
    const share = at.deadWeight / at.count;
    for (let k = 0; k < at.count; k++) {
      const s0 = efron(at, k, width, mean);
      total.logLikelihood -= share * Math.log(s0);
      const tie = k / at.count;
      for (let i = 0; i < width; i++) {
        total.gradient[i] = (total.gradient[i] ?? 0) - share * (mean[i] ?? 0);
        const line = total.information[i] ?? [];
        for (let j = i; j < width; j++) {
          const s2 = (at.risk.s2[i * width + j] ?? 0) - tie * (at.tied.s2[i * width + j] ?? 0);
          line[j] = (line[j] ?? 0) + share * (s2 / s0 - (mean[i] ?? 0) * (mean[j] ?? 0));
        }
      }
    }
  });
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < i; j++) (total.information[i] ?? [])[j] = total.information[j]?.[i] ?? 0;
  }
  return total;
}

type Fit = {
  beta: number[];
  inverse: number[][];
  logLikelihood: number;
  start: Likelihood;
  score: number;
  iterations: number;
};

function maximise(sets: RiskSets): Fit | NotEstimable {
  const start = likelihoodAt(sets, zeroVector(sets.width));
  const first = solve(start.information, start.gradient);
  if (!first) return notEstimable('collinear');
  const score = first.reduce((sum, step, i) => sum + step * (start.gradient[i] ?? 0), 0);
  let beta = zeroVector(sets.width);
  let here = start;
  for (let iterations = 1; iterations <= maxSteps; iterations++) {
    const step = solve(here.information, here.gradient);
    if (!step) return notEstimable(iterations === 1 ? 'collinear' : 'separation');
    let half = 1;
    let next = beta.map((b, i) => b + (step[i] ?? 0));
    let there = likelihoodAt(sets, next);
    while (
      !(there.logLikelihood >= here.logLikelihood - 1e-12 * Math.abs(here.logLikelihood)) &&
      half > 1e-6
    ) {
      half /= 2;
      const shorter = half;
      next = beta.map((b, i) => b + shorter * (step[i] ?? 0));
      there = likelihoodAt(sets, next);
    }
    if (next.some((b, i) => !(Math.abs(b) * (sets.spread[i] ?? 1) < runaway)))
      return notEstimable('separation');
    beta = next;
    here = there;
    if (step.every((move, i) => Math.abs(move) * (sets.spread[i] ?? 1) < tolerance)) {
      const inverse = invert(here.information);
      return inverse?.every((row, i) => Math.sqrt(row[i] ?? 0) * (sets.spread[i] ?? 1) < runaway)
        ? { beta, inverse, logLikelihood: here.logLikelihood, start, score, iterations }
        : notEstimable('separation');
    }
  }
  return notEstimable('no-convergence');
}

function coefficientOf(estimate: number, standardError: number, z: number): CoxCoefficient {
  const ratio = estimate / standardError;
  return {
    estimate,
    standardError,
    z: ratio,
    pValue: chiSquareUpperTail(ratio * ratio, 1),
    hazardRatio: Math.exp(estimate),
    lower: Math.exp(estimate - z * standardError),
    upper: Math.exp(estimate + z * standardError),
  };
}
