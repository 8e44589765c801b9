/**
 * Small symmetric positive definite systems, as the estimating equations of a few covariates need them. Matrices are
 * arrays of rows. A pivot that has lost all but 1e-12 of its diagonal counts as zero: the columns are collinear.
 */
export type Matrix = readonly (readonly number[])[];

const singular = 1e-12;

/** The inverse of a symmetric positive definite matrix by Cholesky, or null when it is singular. */
export function invert(matrix: Matrix): number[][] | null {
  const factor = cholesky(matrix);
  if (!factor) return null;
  const size = matrix.length;
  const inverse = zeros(size);
  for (let column = 0; column < size; column++) {
    const unit = Array.from({ length: size }, (_, row) => (row === column ? 1 : 0));
    const solution = substitute(factor, unit);
    for (let row = 0; row < size; row++) at(inverse, row)[column] = solution[row] ?? 0;
  }
  return inverse;
}

/** Solves matrix · x = right for a symmetric positive definite matrix, or null when it is singular. */
export function solve(matrix: Matrix, right: readonly number[]): number[] | null {
  const factor = cholesky(matrix);
  return factor && substitute(factor, right);
}

/** left' · matrix · left: the size of a vector in the metric of a matrix. */
export function quadraticForm(matrix: Matrix, left: readonly number[]): number {
  let sum = 0;
  for (const [i, row] of matrix.entries()) {
    for (const [j, value] of row.entries()) sum += (left[i] ?? 0) * value * (left[j] ?? 0);
  }
  return sum;
}

/** A vector of zeros. */
export function zeroVector(size: number): number[] {
  return Array.from({ length: size }, () => 0);
}

/** A square matrix of zeros. */
export function zeros(size: number): number[][] {
  return Array.from({ length: size }, () => zeroVector(size));
}

function cholesky(matrix: Matrix): number[][] | null {
  const size = matrix.length;
  const lower = zeros(size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]?.[j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (lower[i]?.[k] ?? 0) * (lower[j]?.[k] ?? 0);
      if (i !== j) at(lower, i)[j] = sum / (lower[j]?.[j] ?? 1);
      else if (sum > singular * (matrix[i]?.[i] ?? 0)) at(lower, i)[i] = Math.sqrt(sum);
      else return null;
    }
  }
  return lower;
}

function substitute(lower: Matrix, right: readonly number[]): number[] {
  const size = lower.length;
  const x = [...right];
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] ?? 0) - (lower[i]?.[k] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (lower[i]?.[i] ?? 1);
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] = (x[i] ?? 0) - (lower[k]?.[i] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (lower[i]?.[i] ?? 1);
  }
  return x;
}

function at(rows: number[][], i: number): number[] {
  const row = rows[i];
  if (!row) throw new RangeError(`row ${i} of ${rows.length}`);
  return row;
}
