import { numberFormats } from '@ithaca/metrics/number-formats';
import { useMemo } from 'react';
import { directionOf, formatTagOf, isLocale, setApart, useLocale } from './i18n.tsx';
import { useReadersZone } from './today.ts';
import type { Locale } from '../locales/catalogues.ts';

export type DayStyle = 'short' | 'medium' | 'long' | 'month';
export type Format = ReturnType<typeof formatsFor>;

const dayStyles: Record<DayStyle, Intl.DateTimeFormatOptions> = {
  short: { day: 'numeric', month: 'short' },
  medium: { day: 'numeric', month: 'short', year: 'numeric' },
  long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
};

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const halfYear = 183 * day;

const isDay = (value: string) => value.length === 'YYYY-MM-DD'.length;

/**
 * Days are `YYYY-MM-DD` and stay what they are in every zone; instants are ISO strings or dates and are told in the
 * reader's zone, which is the browser's where none is given.
 */
export function formatsFor(tag: string, readersZone?: string) {
  const { number, percent } = numberFormats(tag);
  const inZone = (zone: string | undefined) => (zone === undefined ? {} : { timeZone: zone });

  const instant = (
    value: string | Date,
    {
      zone = readersZone,
      withDay = true,
      now = new Date(),
    }: { zone?: string | undefined; withDay?: boolean; now?: Date } = {},
  ) =>
    new Intl.DateTimeFormat(tag, {
      ...(withDay && { weekday: 'short', day: 'numeric', month: 'short' }),
      // Far off, a day and a month alone would be taken for those of this year.
      ...(withDay && Math.abs(new Date(value).getTime() - now.getTime()) > halfYear && { year: 'numeric' }),
      hour: 'numeric',
      minute: '2-digit',
      ...inZone(zone),
    }).format(new Date(value));

  const dayOf = (value: string, style: DayStyle = 'medium') =>
    new Intl.DateTimeFormat(tag, {
      ...dayStyles[style],
      ...inZone(isDay(value) ? 'UTC' : readersZone),
    }).format(new Date(value));

  return {
    number,
    instant,
    day: dayOf,

    /** "3 hours ago", "in 2 days"; from seven days on the date itself. */
    relative(value: string | Date, now: Date = new Date()) {
      const at = new Date(value);
      const distance = at.getTime() - now.getTime();
      const size = Math.abs(distance);
      const words = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
      if (size < hour) return words.format(Math.round(distance / minute), 'minute');
      if (size < day) return words.format(Math.round(distance / hour), 'hour');
      if (size < 7 * day) return words.format(Math.round(distance / day), 'day');
      return dayOf(at.toISOString());
    },

    /** How far off, for a place beside the date itself: null from seven days on, where it would be that date again. */
    distance(value: string | Date, now: Date = new Date()): string | null {
      const at = new Date(value);
      return Math.abs(at.getTime() - now.getTime()) < 7 * day ? this.relative(at, now) : null;
    },

    /** A share as 0..1: "83 %" as the language writes it. */
    percent,

    list(items: readonly string[], type: 'conjunction' | 'disjunction' = 'conjunction') {
      const language = tag.slice(0, 2);
      const isFromRight = isLocale(language) && directionOf(language) === 'rtl';
      return new Intl.ListFormat(tag, { type }).format(isFromRight ? items.map(setApart) : items);
    },

    /** "Tue 14:00" beside the zone's short name: "Tue 14:00 CET". */
    instantWithZone(value: string | Date, zone: string) {
      return new Intl.DateTimeFormat(tag, {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        hour: 'numeric',
        minute: '2-digit',
        timeZone: zone,
        timeZoneName: 'short',
      }).format(new Date(value));
    },

    /** "3 to 9 May 2026", sharing what both days share; of days, not of instants. */
    dayRange(from: string, to: string) {
      return new Intl.DateTimeFormat(tag, { ...dayStyles.medium, timeZone: 'UTC' }).formatRange(
        new Date(from),
        new Date(to),
      );
    },

    language(code: string) {
      return new Intl.DisplayNames(tag, { type: 'language' }).of(code) ?? code;
    },
  };
}

const known = new Map<string, Format>();

/** The same object for the same tag and zone, so that memoised readers keep their memory. */
export function formatIn(locale: Locale, readersZone?: string): Format {
  const tag = formatTagOf(locale);
  const key = `${tag} ${readersZone ?? ''}`;
  const found = known.get(key) ?? formatsFor(tag, readersZone);
  known.set(key, found);
  return found;
}

export function useFormat(): Format {
  const { locale } = useLocale();
  const zone = useReadersZone();
  return useMemo(() => formatIn(locale, zone), [locale, zone]);
}
