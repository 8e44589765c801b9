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

/** What went wrong and what to do, in the reader's language. Facts are values of the message. */
export function problemWords(error: unknown, t: Translate): string {
  if (!(error instanceof ApiProblem)) return t('problem.service.failed');
  if (error.code === 'network') return t('problem.network');
  if (!isCode(error.code)) return t('problem.service.failed');
  const values: Values = {};
  // A time is told on the clock that the server names: the reader's own.
  const { timeZone: zone } = error.facts;
  for (const [name, fact] of Object.entries(error.facts))
    if (typeof fact === 'string' || typeof fact === 'number')
      values[name] =
        typeof zone === 'string' && name === 'startsAt'
          ? formatIn(currentLocale()).instant(String(fact), { zone })
          : fact;
  return t(problemKey(error.code), values);
}
