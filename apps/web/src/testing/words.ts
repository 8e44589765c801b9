import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { i18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { assumeWords, directionOf } from '../lib/i18n.tsx';
import type { Locale } from '../locales/catalogues.ts';

const folder = join(import.meta.dirname, '../locales');

/** All words of a language as they are written, by key. */
export function wordsOf(locale: Locale): Record<string, string> {
  const files = readdirSync(join(folder, locale)).filter((file) => file.endsWith('.json'));
  const all = files.map((file) => JSON.parse(readFileSync(join(folder, locale, file), 'utf8')) as object);
  return Object.assign({}, ...all) as Record<string, string>;
}

type Token = string | [name: string, type?: string, format?: unknown];

/** The variables of a message with their kinds, and the plural forms it writes. */
export function anatomyOf(message: string) {
  const variables = new Set<string>();
  const plurals: string[][] = [];
  const tags = [...message.matchAll(/<\/?([a-zA-Z0-9]+)\/?>/g)].map(([tag]) => tag).sort();
  const walk = (tokens: Token[]) => {
    for (const token of tokens) {
      if (typeof token === 'string') continue;
      const [name, type, format] = token;
      if (name !== '#') variables.add(name);
      if (typeof format !== 'object' || format === null) continue;
      const { offset: _, ...choices } = format as Record<string, Token[]>;
      if (type === 'plural') plurals.push(Object.keys(choices).filter((form) => !/^\d+$/.test(form)));
      for (const choice of Object.values(choices)) walk(choice);
    }
  };
  walk(compileMessage(message) as Token[]);
  return { variables: [...variables].sort(), plurals, tags };
}

/** Loads and shows a language at once; the browser does it with `setLocale`. */
export function speak(locale: Locale): void {
  i18n.setMessagesCompiler(compileMessage);
  i18n.load(locale, wordsOf(locale));
  assumeWords(readdirSync(join(folder, locale)).map((file) => file.replace('.json', '')));
  i18n.activate(locale);
  document.documentElement.lang = locale;
  document.documentElement.dir = directionOf(locale);
}
