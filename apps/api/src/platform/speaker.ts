import { setupI18n } from '@lingui/core';
import type { I18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { Locale } from '@ithaca/domain/vocabulary';

/**
 * One speaker a language for a set of catalogues (ICU MessageFormat), made when it is first asked for. `tags` name the regions
 * by which numbers in plurals are written.
 */
export function speakersOf(
  catalogues: Record<Locale, Record<string, string>>,
  tags?: Record<Locale, string>,
): (locale: Locale) => I18n {
  const ready = new Map<Locale, I18n>();
  return (locale) => {
    let i18n = ready.get(locale);
    if (!i18n) {
      i18n = setupI18n({
        locale,
        ...(tags && { locales: tags[locale] }),
        messages: { [locale]: catalogues[locale] },
      }).setMessagesCompiler(compileMessage);
      ready.set(locale, i18n);
    }
    return i18n;
  };
}
