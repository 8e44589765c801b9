import { useCallback } from 'react';
import { useLocale } from '../../lib/i18n.tsx';

/** The short name of an ISO weekday: 1 is Monday. 5 January 2026 was one. */
export function useWeekday(style: 'short' | 'long' = 'short'): (day: number) => string {
  const { formatTag } = useLocale();
  return useCallback(
    (day) =>
      new Intl.DateTimeFormat(formatTag, { weekday: style, timeZone: 'UTC' }).format(
        Date.UTC(2026, 0, 4 + day),
      ),
    [formatTag, style],
  );
}
