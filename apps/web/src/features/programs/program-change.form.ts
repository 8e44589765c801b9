import { programRoutes } from '@ithaca/contracts/programs';
import * as z from 'zod/mini';
import { issueWords } from '../../lib/issue-words.ts';
import type { ProgramChange } from './programs.queries.ts';

/** What is wrong with a change of a program, in the reader's words by the path of the field; empty when it may be saved. */
export function faultsOf(change: ProgramChange): ReadonlyMap<string, string> {
  const { error } = z.safeParse(programRoutes.update.body, change);
  return new Map(error?.issues.map((issue) => [issue.path.join('.'), issueWords(issue)]));
}
