import { readFileSync } from 'node:fs';
import { solve } from './assignment.ts';
import { verify } from './certificate.ts';
import { measure, peakMb } from './measure.bench.ts';

/** What one process says about one problem. `ms`: the second of two solves. */
export interface Measured {
  readonly ms: number;
  readonly matched: number;
  readonly total: number;
  readonly peakMb: number;
  readonly verifyMs: number;
}

// Entry of the process that `sparseRows` starts: node … solve-process.bench.ts FILE
const { buffer, byteOffset } = readFileSync(process.argv[2] ?? '');
const words = new Int32Array(buffer, byteOffset);
const [mentees = 0, mentors = 0, pairs = 0] = words;
let at = 3;
const take = (count: number): Int32Array => words.subarray(at, (at += count));
const problem = {
  mentees,
  mentors,
  capacity: take(mentors),
  ptr: take(mentees + 1),
  mentor: take(pairs),
  score: take(pairs),
};
let solution = solve(problem);
// Before the second solve, which would count the first one's result as well.
const peak = peakMb();
const { ms } = measure(() => {
  solution = solve(problem);
  return solution.matched;
}, 1);
const verified = measure(() => Number(verify(problem, solution).valid), 3);
if (verified.value !== 1) throw new Error('the proof does not hold');
const { matched, total } = solution;
const measured: Measured = { ms, matched, total, peakMb: peak, verifyMs: verified.ms };
process.stdout.write(JSON.stringify(measured));
