import { describe, expect, it } from '@jest/globals';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { wordsOf } from '../testing/words.ts';
import { locales } from './catalogues.ts';

const english = wordsOf('en');
const pluralForms: Record<string, string[]> = {
  en: ['one', 'other'],
  de: ['one', 'other'],
  ar: ['zero', 'one', 'two', 'few', 'many', 'other'],
};

type Token = string | [name: string, type?: string, format?: unknown];

/** The variables of a message with their kinds, and the plural forms it writes. */
function anatomyOf(message: string) {
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

it('a name of a message starts with its feature', () => {
  expect(Object.keys(english).filter((key) => !/^[a-z][\w-]*\.\w/.test(key))).toEqual([]);
});
