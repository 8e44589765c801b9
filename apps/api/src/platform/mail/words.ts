import type { Locale } from '@ithaca/domain/vocabulary';

import { speakersOf } from '../speaker.ts';
import ar from './locales/ar.json' with { type: 'json' };
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

export type MailWord = keyof typeof en;

const catalogues: Record<Locale, Record<MailWord, string>> = { en, de, ar };
const speakerOf = speakersOf(catalogues);

/** The words of mails in one language: `words('de')('pairing-published.subject', { … })`, ICU MessageFormat. */
export function words(locale: Locale): (word: MailWord, values?: Record<string, unknown>) => string {
  const speaker = speakerOf(locale);
  return (word, values) => speaker._(word, values);
}

/** A day in words; it names no instant, so no time zone may shift it. */
export const dayInWords = (day: string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );

/** A text that is in no catalogue, said in a language with these values. */
export const say = (locale: Locale, text: string, values: Record<string, unknown>): string =>
  speakerOf(locale)._(text, values, { message: text });

/** A text of the catalogues as it is written, before any value is in it; undefined when there is none by this name. */
export const writtenWord = (locale: Locale, word: string): string | undefined =>
  (catalogues[locale] as Record<string, string>)[word];
