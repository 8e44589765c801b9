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

/**
 * All tokens of a person as one text, each after a blank, those of the name before the bar: ` ada fox | b12 engineer`. A word begins one
 * of them where the text holds it after a blank.
 */
export function writtenTokens(tokens: readonly PersonToken[]): string {
  const words = (inName: boolean) =>
    tokens
      .filter((one) => one.inName === inName)
      .map(({ token }) => ` ${token}`)
      .join('');
  return `${words(true)} |${words(false)}`;
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
