import type { Locale } from '@ithaca/domain/vocabulary';
import { numberFormats } from '@ithaca/metrics/number-formats';

import { regions } from '../words/regions.ts';

/** Numbers and days as the screens write them. */
export function formatsOf(locale: Locale, timeZone: string) {
  const tag = regions[locale];
  const midnight = (value: string) => new Date(`${value.slice(0, 10)}T00:00:00Z`);
  const medium = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
  const short = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  return {
    ...numberFormats(tag),
    day: (value: string, style: 'short' | 'medium' = 'medium') =>
      new Intl.DateTimeFormat(tag, style === 'medium' ? medium : short).format(midnight(value)),
    dayRange: (from: string, to: string) =>
      new Intl.DateTimeFormat(tag, medium).formatRange(midnight(from), midnight(to)),
    instant: (value: string) =>
      new Intl.DateTimeFormat(tag, {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        hour: 'numeric',
        minute: '2-digit',
        timeZone,
      }).format(new Date(value)),
    list: (items: readonly string[]) => new Intl.ListFormat(tag, { type: 'conjunction' }).format(items),
  };
}
export type Formats = ReturnType<typeof formatsOf>;
