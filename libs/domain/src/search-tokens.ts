/** The words a person is found by: lower case, accents folded, split at anything that is no letter or digit; each once. */
export function searchTokens(texts: readonly string[]): string[] {
  const words = texts.flatMap((text) =>
    text
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u),
  );
  return [...new Set(words)].filter((word) => word.length > 0);
}

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
  const inName = new Set(searchTokens([person.displayName]));
  return searchTokens([
    person.displayName,
    person.email ?? '',
    person.jobTitle,
    person.employeeNumber ?? '',
  ]).map((token) => ({ token, inName: inName.has(token) }));
}
