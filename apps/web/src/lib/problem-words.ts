import type { ProblemCode } from '@ithaca/contracts/problem';
import type { MessageKey } from '../locales/messages.ts';
import { ApiProblem } from './api.ts';
import { formatIn } from './format.ts';
import { currentLocale, hasWords, type Translate, type Values } from './i18n.tsx';

/** A server may be newer than this page. The catalogue, which has every code, tells them without a list of its own. */
const isCode = (code: string): code is ProblemCode => hasWords(`problem.${code}`);

/** The catalogue key of a problem code; the type makes sure that every code has one. */
export function problemKey(code: ProblemCode): MessageKey {
  return `problem.${code}`;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** An instant on the reader's own clock, where the server names its zone. */
const timeOf = (instant: string, { timeZone }: Record<string, unknown>) =>
  formatIn(currentLocale()).instant(instant, typeof timeZone === 'string' ? { zone: timeZone } : {});

/** What went wrong and what to do, in the reader's language. Facts are values of the message. */
export function problemWords(error: unknown, t: Translate): string {
  if (!(error instanceof ApiProblem)) return t('problem.service.failed');
  if (error.code === 'network') return t('problem.network');
  if (!isCode(error.code)) return t('problem.service.failed');
  const values: Values = {};
  for (const [name, fact] of Object.entries(error.facts))
    if (typeof fact === 'number') values[name] = fact;
    else if (typeof fact === 'string') values[name] = INSTANT.test(fact) ? timeOf(fact, error.facts) : fact;
  return t(problemKey(error.code), values);
}
