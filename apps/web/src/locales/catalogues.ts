import type { Messages } from '@lingui/core';

export const locales = ['en', 'de', 'ar'] as const;
export type Locale = (typeof locales)[number];

/** How each language calls itself, for the language menu. */
export const localeNames: Record<Locale, string> = { en: 'English', de: 'Deutsch', ar: 'العربية' };

/** The words every screen needs, one chunk a language: nobody loads words they cannot read. */
const starts: Record<Locale, () => Promise<{ messages: Messages }>> = {
  en: () => import('./en.ts'),
  de: () => import('./de.ts'),
  ar: () => import('./ar.ts'),
};

export async function loadCatalogue(locale: Locale): Promise<Messages> {
  return (await starts[locale]()).messages;
}

/** The words of one feature, `src/locales/<locale>/<feature>.json`, a chunk of their own. */
export async function loadFeature(locale: Locale, feature: string): Promise<Messages> {
  const files = import.meta.glob<Messages>(['./*/*.json', '!./*/{ui,common,shell,problem}.json'], {
    import: 'default',
  });
  const file = files[`./${locale}/${feature}.json`];
  if (!file) throw new Error(`There are no words for ${feature} in ${locale}`);
  return file();
}
