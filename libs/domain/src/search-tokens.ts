/** The words a person is found by: lower case, accents folded, split at anything that is no letter or digit; each once. */
export function searchTokens(texts: readonly string[]): string[] {
  const words = new Set<string>();
  for (const text of texts) for (const word of wordsOf(text)) if (word !== '') words.add(word);
  return [...words];
}

/** Most words are plain: these need not be taken to pieces and put together again. */
function wordsOf(text: string): string[] {
  if (PLAIN.test(text)) return text.toLowerCase().split(/[^a-z0-9]+/);
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
}

const PLAIN = /^[ -~]*$/;

export interface PersonToken {
  token: string;
  /** Part of the name; other tokens are for those who manage the directory. */
  inName: boolean;
}

/** The tokens a person is found by: the words of name, mail, title and number; each once, a word of the name as such. */
export function personTokens(person: {
  displayName: string;
  email: string | null;
  jobTitle: string;
  employeeNumber: string | null;
}): PersonToken[] {
  const inName = searchTokens([person.displayName]);
  const names = new Set(inName);
  const others = searchTokens([person.email ?? '', person.jobTitle, person.employeeNumber ?? '']);
  return [
    ...inName.map((token) => ({ token, inName: true })),
    ...others.filter((token) => !names.has(token)).map((token) => ({ token, inName: false })),
  ];
}
