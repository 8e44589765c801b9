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
