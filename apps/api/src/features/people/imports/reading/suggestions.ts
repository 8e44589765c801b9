import type { DateOrder } from './written-days.ts';
import { readDay } from './written-days.ts';

/** What a cell that cannot be read most likely means. Shown, and only written when somebody says so. Pure. */

/** A mail address with its usual slips mended: blanks, brackets, a sign at the end, `(at)`; null where that is none either. */
export function suggestMail(text: string, isMail: (text: string) => boolean): string | null {
  const mended = text
    .replace(/^.*<(.+@.+)>.*$/, '$1')
    .replace(/\s*[([{]\s*at\s*[)\]}]\s*| at /i, '@')
    .replaceAll(/\s*[([{]\s*dot\s*[)\]}]\s*/gi, '.')
    .replaceAll(/\s/g, '')
    .replace(/^["'<([]+/, '')
    .replace(/["'>)\].,;:]+$/, '')
    .replace(/,(?=[a-z]{2,}$)/i, '.')
    .replace('@@', '@');
  return mended !== text && isMail(mended) ? mended : null;
}

const MONTHS: readonly string[] = [
  'jan janv januar january janvier jän jänner',
  'feb februar february fév févr février fevrier',
  'mar mär märz march mars maerz',
  'apr april avr avril',
  'may mai',
  'jun june juni juin',
  'jul july juli juil juillet',
  'aug august aoû août aout',
  'sep sept september septembre',
  'oct okt oktober october octobre',
  'nov november novembre',
  'dec dez dezember december déc décembre decembre',
];

/** The day a text can only mean, as `2026-03-01`: with the month as a word, or in the one order in which it is a day. */
export function suggestDay(text: string, order: DateOrder | null, today: string): string | null {
  const worded = readWorded(text);
  if (worded) return worded;
  const readings = new Set(
    (['year-month-day', 'day-month-year', 'month-day-year'] as const)
      .filter((other) => other !== order)
      .flatMap((other) => readDay(text, other, today) ?? []),
  );
  const [only] = readings;
  return readings.size === 1 ? (only ?? null) : null;
}

function readWorded(text: string): string | null {
  const words = text
    .toLowerCase()
    .split(/[\s.,/-]+/)
    .filter(Boolean);
  const month = words
    .map((word) => MONTHS.findIndex((names) => names.split(' ').includes(word)))
    .find((at) => at >= 0);
  const numbers = words
    .map((word) => /^(\d{1,4})(st|nd|rd|th|er)?$/.exec(word)?.[1])
    .filter((one) => one !== undefined);
  const year = numbers.find((one) => one.length === 4);
  const day = numbers.find((one) => one.length <= 2);
  if (month === undefined || year === undefined || day === undefined || numbers.length !== 2) return null;
  return readDay(`${year}-${month + 1}-${day}`, 'year-month-day', '9999-12-31');
}
