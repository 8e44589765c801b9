import type { dateOrders } from '@ithaca/contracts/people';

/** Days as people write them. Pure. */

export type DateOrder = (typeof dateOrders)[number];

export const EARLIEST = '1900-01-01';
export const LATEST = '2200-12-31';

const WRITTEN =
  /^(\d{1,4})([./\-\s])\s?(\d{1,2})\2\s?(\d{1,4})(?:[T\s]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[ap]m)?Z?)?$/i;

/** Could this be a day at all? */
export const looksLikeDay = (text: string): boolean => WRITTEN.test(text);

/**
 * The day a text means when read in an order, as `2026-03-01`; null when it does not fit. Two-digit years fall in this
 * century unless that lies in the future, then in the last one. Dots are only ever written day first or year first.
 */
export function readDay(text: string, order: DateOrder, today: string): string | null {
  const match = WRITTEN.exec(text);
  if (!match) return null;
  const [, first = '', separator, second = '', third = ''] = match;
  if (order === 'year-month-day') return first.length === 4 ? dayOf(first, second, third) : null;
  if (first.length > 2 || (third.length !== 4 && third.length !== 2)) return null;
  if (order === 'month-day-year' && separator === '.') return null;
  const [day, month] = order === 'day-month-year' ? [first, second] : [second, first];
  if (third.length === 4) return dayOf(third, month, day);
  const recent = dayOf(`20${third}`, month, day);
  return recent !== null && recent <= today ? recent : (dayOf(`19${third}`, month, day) ?? recent);
}

/** The orders in which every one of these texts is a day, the sensible first; one of several that all mean the same days. */
export function fittingOrders(texts: readonly string[], today: string): DateOrder[] {
  if (texts.length === 0) return [];
  let fitting = (['year-month-day', 'day-month-year', 'month-day-year'] as const).map((order) => ({
    order,
    days: [] as string[],
  }));
  for (const text of texts) {
    fitting = fitting.filter(({ order, days }) => {
      const day = readDay(text, order, today);
      if (day !== null) days.push(day);
      return day !== null;
    });
    if (fitting.length === 0) return [];
  }
  const meanings = new Set(fitting.map(({ days }) => days.join()));
  return (meanings.size === 1 ? fitting.slice(0, 1) : fitting).map(({ order }) => order);
}

/** The order in which most of the texts are days: for a column with a few broken cells; null when two do equally well. */
export function mostFittingOrder(texts: readonly string[], today: string): DateOrder | null {
  const counted = (['year-month-day', 'day-month-year', 'month-day-year'] as const)
    .map((order) => ({ order, days: texts.filter((text) => readDay(text, order, today) !== null).length }))
    .toSorted((a, b) => b.days - a.days);
  const [best, next] = counted;
  return best && best.days > 0 && best.days > (next?.days ?? 0) ? best.order : null;
}

function dayOf(year: string, month: string, day: string): string | null {
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null;
  return date.toISOString().slice(0, 10);
}
