/** `assign FILE.json`: an optimal assignment (as many rows as possible, then the best sum) with its proven bound. */
import { solve } from '@ithaca/matching/assignment';
import { verify } from '@ithaca/matching/certificate';
import { readRecord, runCommand, toAssignmentFile } from './assignment-file.ts';

await runCommand(() => {
  const [path] = process.argv.slice(2);
  if (!path) throw new Error('usage: assign FILE.json');
  const { problem, toValue } = toAssignmentFile(readRecord(path));
  const solution = solve(problem);
  const { valid, bound, gap } = verify(problem, solution);
  const answer = {
    columnOf: Array.from(solution.mentorOf, (j) => (j < 0 ? null : j)),
    value: toValue(solution.total, solution.matched),
    dualBound: toValue(bound, solution.matched),
    gap,
  };
  return { answer, ok: valid };
});
