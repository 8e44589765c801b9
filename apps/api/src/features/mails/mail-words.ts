import type { Locale } from '@ithaca/domain/vocabulary';

import ar from './locales/ar.json' with { type: 'json' };
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

const catalogues: Record<Locale, Record<keyof typeof en, string>> = { en, de, ar };

/** Who gets a kind of mail, and when, in one language; empty when nobody has written it down. */
export const whenOf = (kind: string, locale: Locale): string =>
  (catalogues[locale] as Record<string, string>)[kind] ?? '';

/** Something invented for a preview. */
export const exampleOf = (
  what: 'job-title' | 'milestone' | 'reason' | 'report' | 'finding' | 'today.names' | 'today.cohort',
  locale: Locale,
): string => catalogues[locale][`example.${what}`];
