import { checkBy } from '../../../lib/check.ts';
import { issueWords } from '../../../lib/issue-words.ts';
import type { ProgramChange } from '../programs.queries.ts';

export type Faults = ReadonlyMap<string, string>;
export const noFaults: Faults = new Map();

/**
 * What is wrong with a change of a program, in the reader's words by the path of the field; empty when it may be saved.
 * The schema comes with the first change.
 */
export async function faultsOf(change: ProgramChange): Promise<Faults> {
  if (Object.keys(change).length === 0) return noFaults;
  const { issues } = await checkBy(
    async () => (await import('@ithaca/contracts/programs')).programRoutes.update.body,
    change,
  );
  return new Map(issues.map((issue) => [issue.path.join('.'), issueWords(issue)]));
}
