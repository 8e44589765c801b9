import { protocolProblems, type ProblemCode } from '@ithaca/contracts/problem';
import { refusals } from '@ithaca/domain/refusal';
import type { MessageKey } from '../locales/messages.ts';
import { ApiProblem } from './api.ts';
import type { Translate, Values } from './i18n.tsx';

const isCode = (code: string): code is ProblemCode => code in refusals || code in protocolProblems;

/** The catalogue key of a problem code; the type makes sure that every code has one. */
export function problemKey(code: ProblemCode): MessageKey {
  return `problem.${code}`;
}

/** What went wrong and what to do, in the reader's language. Facts are values of the message. */
export function problemWords(error: unknown, t: Translate): string {
  if (!(error instanceof ApiProblem)) return t('problem.service.failed');
  if (error.code === 'network') return t('problem.network');
  if (!isCode(error.code)) return t('problem.service.failed');
  const values: Values = {};
  for (const [name, fact] of Object.entries(error.facts))
    if (typeof fact === 'string' || typeof fact === 'number') values[name] = fact;
  return t(problemKey(error.code), values);
}
