import type { Locale } from '@ithaca/domain/vocabulary';

import { speakersOf } from '../../../platform/speaker.ts';
import { regions } from './regions.ts';
import ar from './ar.json' with { type: 'json' };
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };

export type ReportWord = keyof typeof en;

const catalogues: Record<Locale, Record<ReportWord, string>> = { en, de, ar };
const speakerOf = speakersOf(catalogues, regions);

/** The words of reports on paper and in files. They are those of the screen, key by key (`tools/architecture/words.spec.ts`). */
export function reportWords(locale: Locale): (word: ReportWord, values?: Record<string, unknown>) => string {
  const speaker = speakerOf(locale);
  return (word, values) => speaker._(word, values);
}

/** Whether a name that comes from a record is one of the words. */
export const isReportWord = (word: string): word is ReportWord => Object.hasOwn(en, word);
