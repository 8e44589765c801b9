import { timeZone } from '@ithaca/contracts/text';
import { searchTokens } from '@ithaca/domain/search-tokens';
import type { Locale } from '@ithaca/domain/vocabulary';
import { locales } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

/** Words that people type into cells, read as values. Pure. */

/** Blanks within squeezed to one, blanks around taken off. */
export const tidy = (text: string): string =>
  /^\s|\s$|\s\s|[^\S ]/.test(text) ? text.replaceAll(/\s+/g, ' ').trim() : text;

const NOTHING = new Set([
  '',
  '-',
  '–',
  '—',
  '?',
  '.',
  'n/a',
  '#n/a',
  'na',
  'null',
  'none',
  'nan',
  'k.a.',
  'keine',
  'aucun',
]);

/** Is this one of the many ways to write nothing? Not to be asked about names: Null and Na are surnames. */
export const isNothing = (text: string): boolean => NOTHING.has(text.toLowerCase());

export interface WrittenName {
  displayName: string;
  givenName: string;
  familyName: string;
}

/** `Jenna Dietrich` or `Dietrich, Jenna`: the second is turned round. The last word counts as the family name. */
export function splitName(text: string): WrittenName {
  const name = tidy(text);
  const [family = '', given = '', ...more] = name.split(',').map((part) => part.trim());
  if (family !== '' && given !== '' && more.length === 0 && !/^(jr|sr|ii|iii|iv|phd|md|mba)\.?$/i.test(given))
    return { displayName: `${given} ${family}`, givenName: given, familyName: family };
  const words = name.split(' ');
  return words.length < 2
    ? { displayName: name, givenName: name, familyName: '' }
    : { displayName: name, givenName: words.slice(0, -1).join(' '), familyName: words.at(-1) ?? '' };
}

/** What two spellings of one name share: words in order, case and accents folded, single initials left out. */
export function nameKey(text: string): string {
  const words = searchTokens([splitName(text).displayName]);
  const long = words.filter((word) => word.length > 1);
  return (long.length >= 2 ? long : words).join(' ');
}

/** `7`, `G7`, `Level 5`: the one number of 0 to 99 in the text, else undefined. */
export function readGrade(text: string): number | undefined {
  const match = /^[\p{L}\s.-]*?(\d{1,2})(?:\.0+)?$/u.exec(text);
  return match ? Number(match[1]) : undefined;
}

const LANGUAGES =
  'ar bg bn ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu id is it ja ka kk ko lt lv mk ms mt nl no nb nn pl pt ro ru sk sl sq sr sv sw ta te th tl tr uk ur vi zh'.split(
    ' ',
  );
let languageNames: Map<string, string> | undefined;

/** The ISO code of a language written as a code, a locale (`de-AT`) or a name in English, German, French, Arabic or itself. */
export function readLanguage(text: string): string | undefined {
  languageNames ??= new Map(
    LANGUAGES.flatMap((code) =>
      ['en', 'de', 'fr', 'ar', code].map((in_) => {
        const name = new Intl.DisplayNames([in_], { type: 'language' }).of(code) ?? code;
        return [name.toLowerCase(), code] as const;
      }),
    ),
  );
  const written = text.trim().toLowerCase();
  const code = /^([a-z]{2,3})([-_][a-z0-9]+)*$/.exec(written)?.[1];
  if (code !== undefined && LANGUAGES.includes(code)) return code;
  return languageNames.get(written);
}

/** A language of the interface, from a code or a name. */
export function readLocale(text: string): Locale | undefined {
  const language = readLanguage(text);
  return locales.find((locale) => locale === language);
}

/** The IANA zone that this runtime and the database know under the name, else undefined. */
export function readTimeZone(text: string): string | undefined {
  const zone = text.replaceAll(' ', '_');
  return z.safeParse(timeZone, zone).success ? zone : undefined;
}

const END_REASONS: readonly (readonly [RegExp, string])[] = [
  [/retir|pension|ruhestand|rente\b|retraite/, 'retirement'],
  [
    /involunt|cause|dismiss|lay ?-?off|laid|redundan|fired|misconduct|performance|attendance|no-?call|gekündigt|entlass|betriebsbedingt|licenci/,
    'involuntary',
  ],
  [
    /volunt|resign|quit|eigen|kündigung durch|démission|demission|career|money|another position|unhappy|school|relocat|umzug|hours/,
    'voluntary',
  ],
];

/** Why somebody left, sorted into the four reasons the statistics know. */
export function readEndReason(text: string): string {
  const written = text.toLowerCase();
  return END_REASONS.find(([pattern]) => pattern.test(written))?.[1] ?? 'other';
}
