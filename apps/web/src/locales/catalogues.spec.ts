import { describe, expect, it } from '@jest/globals';
import { anatomyOf, wordsOf } from '../testing/words.ts';
import { locales } from './catalogues.ts';

const english = wordsOf('en');
const pluralForms: Record<string, string[]> = {
  en: ['one', 'other'],
  de: ['one', 'other'],
  ar: ['zero', 'one', 'two', 'few', 'many', 'other'],
};

describe.each(locales.filter((locale) => locale !== 'en'))('the words in %s', (locale) => {
  const words = wordsOf(locale);

  it('have the same keys as the English ones', () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(english).sort());
  });

  it('use the same variables and the same markup as the English ones', () => {
    const differing = Object.keys(english).filter((key) => {
      const [ours, theirs] = [anatomyOf(english[key] ?? ''), anatomyOf(words[key] ?? '')];
      return `${ours.variables}|${ours.tags}` !== `${theirs.variables}|${theirs.tags}`;
    });
    expect(differing).toEqual([]);
  });
});

describe.each(locales)('the plurals in %s', (locale) => {
  it('have every form the language needs, and no other', () => {
    const needed = pluralForms[locale] ?? [];
    const wrong = Object.entries(wordsOf(locale)).filter(([, message]) =>
      anatomyOf(message).plurals.some((forms) => [...forms].sort().join() !== [...needed].sort().join()),
    );
    expect(wrong.map(([key]) => key)).toEqual([]);
  });
});

it('the words in Arabic write numbers as the numbers among them are written', () => {
  // What stays: the selectors of plurals, and codes in Latin letters ("UTF-8", "ISO 8859-1").
  const prose = (message: string) =>
    message.replaceAll(/=\d+(?=\s*\{)|\{\w+\}|[A-Za-z][\w.+-]*( [\d-]+)?/g, '');
  const wrong = Object.entries(wordsOf('ar')).filter(([, message]) => /[0-9]/.test(prose(message)));
  expect(wrong.map(([key]) => key)).toEqual([]);
});

it('a name of a message starts with its feature', () => {
  expect(Object.keys(english).filter((key) => !/^[a-z][\w-]*\.\w/.test(key))).toEqual([]);
});
