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

/** Loads and shows a language at once; the browser does it with `setLocale`. */
export function speak(locale: Locale): void {
  i18n.setMessagesCompiler(compileMessage);
  i18n.load(locale, wordsOf(locale));
  assumeWords(readdirSync(join(folder, locale)).map((file) => file.replace('.json', '')));
  i18n.activate(locale);
  document.documentElement.lang = locale;
  document.documentElement.dir = directionOf(locale);
}
