import { i18n } from '@lingui/core';
import { I18nProvider as LinguiProvider, Trans, useLingui } from '@lingui/react';
import { useCallback, useSyncExternalStore, type ReactElement, type ReactNode } from 'react';
import { I18nProvider as AriaProvider } from 'react-aria-components/I18nProvider';
import { loadCatalogue, loadFeature, locales, type Locale } from '../locales/catalogues.ts';
import type { MessageKey } from '../locales/messages.ts';
import { rememberDisplay } from './display.ts';
import { currentTheme } from './theme.ts';

export type Values = Record<string, string | number>;
export type Translate = (key: MessageKey, values?: Values) => string;
export type Direction = 'ltr' | 'rtl';

const storageKey = 'ithaca.locale';

export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value);
}

export function directionOf(locale: Locale): Direction {
  return locale === 'ar' ? 'rtl' : 'ltr';
}

/** The stored choice, else the first language of the browser we have, else English. */
export function detectLocale(): Locale {
  const stored = localStorage.getItem(storageKey);
  if (isLocale(stored)) return stored;
  const wished = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLocale);
  return wished ?? 'en';
}

/** The tag dates and numbers are written by: the reader's own region when it is of the chosen language. */
export function formatTagOf(locale: Locale): string {
  // A browser of a bare system says "en-US@posix", which no format knows.
  const regional = navigator.languages.find((tag) => tag.startsWith(`${locale}-`) && !tag.includes('@'));
  return regional ?? { en: 'en-GB', de: 'de-DE', ar: 'ar-EG' }[locale];
}

/** Features whose words are loaded, beside those every screen needs. */
const loaded = new Set<string>();

/** Loads the language and shows it. Resolves when the words are there; call before the first render. */
export async function setLocale(locale: Locale, { remember = false } = {}): Promise<void> {
  const catalogues = await Promise.all([
    loadCatalogue(locale),
    ...[...loaded].map((feature) => loadFeature(locale, feature)),
  ]);
  for (const messages of catalogues) i18n.load(locale, messages);
  if (remember) localStorage.setItem(storageKey, locale);
  document.documentElement.lang = locale;
  document.documentElement.dir = directionOf(locale);
  // Numbers in plurals are written as all others are: with the digits of the region.
  i18n.activate(locale, formatTagOf(locale));
  rememberDisplay(currentTheme());
}

/** Whether the language shown has words under a key that comes from outside. */
export function hasWords(key: string): key is MessageKey {
  return Object.hasOwn(i18n.messages, key);
}

/** Whether the person has chosen a language on this device; if not, the account's own one is shown. */
export function hasChosenLocale(): boolean {
  return isLocale(localStorage.getItem(storageKey));
}

/** Loads the words of features in the current language; the router calls it before it shows a page. */
export async function loadWords(features: readonly string[]): Promise<void> {
  const missing = features.filter((feature) => !loaded.has(feature));
  const locale = currentLocale();
  const catalogues = await Promise.all(missing.map((feature) => loadFeature(locale, feature)));
  for (const messages of catalogues) i18n.load(locale, messages);
  for (const feature of missing) loaded.add(feature);
}

/** Says that the words of these features are loaded already, as in tests. */
export function assumeWords(features: readonly string[]): void {
  for (const feature of features) loaded.add(feature);
}

export function currentLocale(): Locale {
  return isLocale(i18n.locale) ? i18n.locale : 'en';
}

const LEFT_TO_RIGHT = /[A-Za-z\u00C0-\u024F\u0370-\u052F]/;
/** What a message chooses by: it has to arrive as it is. */
const CODE = /^[a-z][a-z0-9-]*$/;

/** A name in Latin letters set apart (U+2068, U+2069) from words that run from the right: the signs beside it would change sides. */
export const setApart = (name: string): string => (LEFT_TO_RIGHT.test(name) ? `\u2068${name}\u2069` : name);

/** The values of a message in a language that runs from right to left, each set apart. */
function isolated(values: Values | undefined): Values | undefined {
  if (values === undefined || directionOf(currentLocale()) === 'ltr') return values;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' && !CODE.test(value) ? setApart(value) : value,
    ]),
  );
}

/** The words outside React: toasts, document titles. Inside components use `useText`. */
export const text: Translate = (key, values) => i18n._(key, isolated(values));

/** `t(key, values)` in the reader's language; the component renders anew when the language changes. */
export function useText(): Translate {
  const { i18n: active } = useLingui();
  const { locale } = active;
  // The locale is a dependency so that memoised readers of `t` see a new function in a new language.
  return useCallback((key, values) => (locale ? active._(key, isolated(values)) : key), [active, locale]);
}

export function useLocale(): { locale: Locale; direction: Direction; formatTag: string } {
  const locale = useSyncExternalStore((changed) => i18n.on('change', changed), currentLocale);
  return { locale, direction: directionOf(locale), formatTag: formatTagOf(locale) };
}

type TextProps = {
  id: MessageKey;
  values?: Record<string, ReactNode>;
  components?: Record<string, ReactElement>;
};

/** Words with markup: `<Text id="people.help" components={{ link: <Link href="/help" /> }} />` for "… <link>here</link>". */
export function Text({ id, values = {}, components = {} }: TextProps) {
  return <Trans id={id} values={values} components={components} />;
}

/** Gives words, formats and direction to Lingui and React Aria below. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const { formatTag } = useLocale();
  return (
    <LinguiProvider i18n={i18n}>
      <AriaProvider locale={formatTag}>{children}</AriaProvider>
    </LinguiProvider>
  );
}
