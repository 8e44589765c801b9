import type { Messages } from '@lingui/core';

export const locales = ['en', 'de', 'ar'] as const;
export type Locale = (typeof locales)[number];

/** How each language calls itself, for the language menu. */
export const localeNames: Record<Locale, string> = { en: 'English', de: 'Deutsch', ar: 'العربية' };

/** One chunk a language: nobody loads words they cannot read. */
const loaders: Record<Locale, () => Promise<{ messages: Messages }>> = {
  en: () => import('./en.ts'),
  de: () => import('./de.ts'),
  ar: () => import('./ar.ts'),
};

export async function loadCatalogue(locale: Locale): Promise<Messages> {
  return (await loaders[locale]()).messages;
}
