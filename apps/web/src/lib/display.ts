const name = 'ithaca-display';
const { lang, dataset } = document.documentElement;
/** What the server sent the page in; read before anything here changes it. */
const served = `${lang}.${dataset['theme'] ?? 'system'}`;

/**
 * Tells the server the language and theme shown here, so that the next page is in them before any script has run.
 * Nothing about a person is in the cookie, and there is none where the server's guess is right.
 */
export function rememberDisplay(theme: string): void {
  const shown = `${document.documentElement.lang}.${theme}`;
  if (shown === served && !document.cookie.includes(`${name}=`)) return;
  document.cookie = `${name}=${shown}; path=/; max-age=31536000; samesite=lax`;
}
