/** Good enough to be worth asking the API about. */
export const looksLikeMail = (words: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(words);
