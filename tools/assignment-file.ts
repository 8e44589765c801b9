import { readFileSync } from 'node:fs';
import { MatchingError } from '@ithaca/matching/errors';
import { MAX_SCORE, toProblem, type Problem } from '@ithaca/matching/problem';

/** A problem file as `assign` and `verify` read it, with the way from scores back to the file's own values. */
export interface AssignmentFile {
  readonly problem: Problem;
  /** The sum of the file's values of `matched` pairs whose scores sum to `total`. */
  readonly toValue: (total: number, matched: number) => number;
}

/** Reads and parses a JSON file. Throws an Error that names the file when it cannot be read or is no JSON object. */
export function readRecord(path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : 'cannot be read'}`, {
      cause: error,
    });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${path}: a JSON object is expected`);
  return value as Record<string, unknown>;
}

/** `{ rows, columns, capacity?, minimise?, dense | edges }` as a problem. Values are whole numbers no further than 2^20 apart. */
export function toAssignmentFile(record: Record<string, unknown>): AssignmentFile {
  const columns = toCount(record['columns'], 'columns');
  const rows = toCount(record['rows'], 'rows');
  const capacity =
    record['capacity'] === undefined
      ? Array.from({ length: columns }, () => 1)
      : toList(record['capacity'], 'capacity').map((places) => Number(places ?? NaN));
  if (capacity.length !== columns)
    throw new MatchingError('SHAPE', `capacity needs ${columns} entries, one per column`);
  const edges =
    record['dense'] === undefined ? toEdges(record['edges']) : toDense(record['dense'], rows, columns);
  let low = Infinity;
  let high = -Infinity;
  for (const [i, j, value] of edges) {
    if (!Number.isFinite(value))
      throw new MatchingError('NOT_FINITE', `value of (${i}, ${j}) is not a number`);
    if (!Number.isSafeInteger(value))
      throw new MatchingError('RANGE', `value of (${i}, ${j}) is not a whole number: ${value}`);
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high - low > MAX_SCORE)
    throw new MatchingError('RANGE', `values lie ${high - low} apart; at most ${MAX_SCORE} is supported`);
  const minimise = record['minimise'] === true;
  const origin = edges.length === 0 ? 0 : minimise ? high : low;
  const scored = edges.map(([i, j, value]) => [i, j, minimise ? origin - value : value - origin] as const);
  return {
    problem: toProblem(rows, capacity, scored),
    // "+ 0" keeps a negative zero out of the answer.
    toValue: (total, matched) => matched * origin + (minimise ? -total : total) + 0,
  };
}

type Edge = readonly [row: number, column: number, value: number];

function toDense(value: unknown, rows: number, columns: number): Edge[] {
  const lines = toList(value, 'dense');
  if (lines.length !== rows)
    throw new MatchingError('SHAPE', `dense needs ${rows} rows, has ${lines.length}`);
  return lines.flatMap((line, i) => {
    const cells = toList(line, `dense[${i}]`);
    if (cells.length !== columns)
      throw new MatchingError('SHAPE', `dense[${i}] needs ${columns} values, has ${cells.length}`);
    return cells.flatMap((cell, j): Edge[] => (cell === null ? [] : [[i, j, toNumber(cell)]]));
  });
}

function toEdges(value: unknown): Edge[] {
  return toList(value, 'edges').map((edge, k) => {
    const parts = toList(edge, `edges[${k}]`);
    if (parts.length !== 3) throw new MatchingError('SHAPE', `edges[${k}] must be [row, column, value]`);
    return [toNumber(parts[0]), toNumber(parts[1]), toNumber(parts[2])];
  });
}

function toList(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new MatchingError('SHAPE', `${name} must be a list`);
  return value;
}

function toCount(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 2 ** 26)
    throw new MatchingError('SHAPE', `${name} must be a whole number from 0 to 2^26`);
  return value;
}

function toNumber(value: unknown): number {
  return typeof value === 'number' ? value : NaN;
}

interface Outcome {
  answer: unknown;
  ok: boolean;
}

/** Runs a command: its answer goes to standard output as JSON; bad input to standard error in one line, with exit code 2. */
export async function runCommand(command: () => Outcome | Promise<Outcome>): Promise<void> {
  try {
    const { answer, ok } = await command();
    process.stdout.write(`${JSON.stringify(answer)}\n`);
    process.exitCode = ok ? 0 : 1;
  } catch (error) {
    const code = error instanceof MatchingError ? `${error.code}: ` : '';
    process.stderr.write(`${code}${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}
