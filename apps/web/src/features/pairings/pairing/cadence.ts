import type { Translate } from '../../../lib/i18n.tsx';

/** The rhythms people choose; any other number of days is said as such. */
export const usualCadences = [7, 14, 21, 28] as const;

export function cadenceWords(days: number, t: Translate): string {
  return days % 7 === 0
    ? t('pairings.cadence.weeks', { count: days / 7 })
    : t('pairings.cadence.days', { count: days });
}
