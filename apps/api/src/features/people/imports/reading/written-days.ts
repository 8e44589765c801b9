import type { dateOrders } from '@ithaca/contracts/imports';

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
  // A year of four digits in front is never anything else, whatever the others of the column are.
  if (order === 'year-month-day' || first.length === 4)
    return first.length === 4 && third.length <= 2 ? dayOf(first, second, third) : null;
  if (first.length > 2 || (third.length !== 4 && third.length !== 2)) return null;
  if (order === 'month-day-year' && separator === '.') return null;
  const [day, month] = order === 'day-month-year' ? [first, second] : [second, first];
  if (third.length === 4) return dayOf(third, month, day);
  const recent = dayOf(`20${third}`, month, day);
  return recent !== null && recent <= today ? recent : (dayOf(`19${third}`, month, day) ?? recent);
}

const ORDERS = ['year-month-day', 'day-month-year', 'month-day-year'] as const;
const TWO_DIGITS = /^\d{1,2}[./\-\s]\s?\d{1,2}[./\-\s]\s?\d{2}(?!\d)/;

/** What the days of a column, taken one by one, say about the order they are written in. */
export class DayTally {
  readonly #today: string;
  readonly #fitting = new Map<DateOrder, number>(ORDERS.map((order) => [order, 0]));
  #onlyDayFirst = 0;
  #onlyMonthFirst = 0;
  #differ = 0;
  days = 0;
  /** A day that each order reads as another one. */
  telling: string | null = null;
  /** Days whose year has two digits only. */
  twoDigits = 0;

  constructor(today: string) {
    this.#today = today;
  }

  add(text: string): void {
    if (!looksLikeDay(text)) return;
    this.days += 1;
    if (TWO_DIGITS.test(text)) this.twoDigits += 1;
    const [, dayFirst, monthFirst] = ORDERS.map((order) => {
      const day = readDay(text, order, this.#today);
      if (day !== null) this.#fitting.set(order, (this.#fitting.get(order) ?? 0) + 1);
      return day;
    });
    if (dayFirst === monthFirst) return;
    if (monthFirst === null) this.#onlyDayFirst += 1;
    else if (dayFirst === null) this.#onlyMonthFirst += 1;
    else {
      this.#differ += 1;
      this.telling ??= text;
    }
  }

  /** Some days can only be read day first, others only month first: whoever wrote the column has to be asked. */
  get mixed(): boolean {
    return this.#onlyDayFirst > 0 && this.#onlyMonthFirst > 0;
  }

  /** The orders a person may mean, the sensible first: one where there is nothing to choose. */
  get orders(): DateOrder[] {
    if (this.mixed) return ['day-month-year', 'month-day-year'];
    const whole = ORDERS.filter((order) => this.days > 0 && this.#fitting.get(order) === this.days);
    if (whole.length > 1) return this.#differ > 0 ? whole : whole.slice(0, 1);
    if (whole.length === 1) return whole;
    // A few broken cells do not hide how the others are written; where two orders do equally well, they do.
    const [best, next] = ORDERS.map((order) => ({ order, fit: this.#fitting.get(order) ?? 0 })).toSorted(
      (a, b) => b.fit - a.fit,
    );
    if (!best || best.fit === 0) return [];
    return best.fit > (next?.fit ?? 0) || this.#differ === 0
      ? [best.order]
      : ['day-month-year', 'month-day-year'];
  }
}

function dayOf(year: string, month: string, day: string): string | null {
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null;
  return date.toISOString().slice(0, 10);
}
