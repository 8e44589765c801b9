/**
 * `verify PROBLEM.json RESULT.json`: checks a result of `assign` (or of anybody). The prices that prove the bound may come from anywhere, so
 * they are found anew by the engine; the check of the result against them is the independent one. The files of a matching run bring
 * their own prices, and nothing is solved.
 */
import { solve } from '@ithaca/matching/assignment';
import { verify } from '@ithaca/matching/certificate';
import { findPair } from '@ithaca/matching/problem';
import { readRecord, runCommand, toAssignmentFile } from './assignment-file.ts';
import { isRunProblem, verifyRun } from './run-files.ts';

await runCommand(() => {
  const [problemPath, resultPath] = process.argv.slice(2);
  if (!problemPath || !resultPath) throw new Error('usage: verify PROBLEM.json RESULT.json');
  const file = readRecord(problemPath);
  const result = readRecord(resultPath);
  if (isRunProblem(file)) return verifyRun(file, result);
  const { problem, toValue } = toAssignmentFile(file);
  const columnOf = result['columnOf'];
  if (!Array.isArray(columnOf) || columnOf.length !== problem.mentees)
    throw new Error(`${resultPath}: columnOf needs ${problem.mentees} entries`);
  const isColumn = (entry: unknown): boolean =>
    entry === null || (Number.isInteger(entry) && Number(entry) >= 0 && Number(entry) < problem.mentors);
  const strange = columnOf.findIndex((entry) => !isColumn(entry));
  if (strange >= 0) throw new Error(`${resultPath}: columnOf[${strange}] is neither a column nor null`);
  const mentorOf = Int32Array.from(columnOf, (entry: number | null) => entry ?? -1);
  const scores = [...mentorOf].flatMap((j, i) => {
    const e = j < 0 ? -1 : findPair(problem, i, j);
    return e < 0 ? [] : [problem.score[e]!];
  });
  const total = scores.reduce((sum, score) => sum + score, 0);
  const best = solve(problem);
  const report = verify(problem, {
    ...best,
    mentorOf,
    matched: scores.length,
    total,
    minScore: scores.length > 0 ? scores.reduce((a, b) => Math.min(a, b)) : 0,
  });
  const value = toValue(total, scores.length);
  const dualBound = toValue(best.total, best.matched);
  const faults: string[] = [...new Set(report.faults.map(({ code }) => code))];
  if (result['value'] !== value) faults.push('value-wrong');
  if (result['dualBound'] !== undefined && result['dualBound'] !== dualBound) faults.push('bound-wrong');
  if (result['gap'] !== undefined && result['gap'] !== Math.abs(dualBound - value)) faults.push('gap-wrong');
  const valid = faults.length === 0;
  const answer = { valid, faults, matched: scores.length, matchedBound: best.matched, value, dualBound };
  return { answer, ok: valid };
});
