import { dayFromNumber, dayNumber } from '@ithaca/metrics/days';
import type { Day } from '@ithaca/metrics/days';

/**
 * A column of very many rows in one text with commas, nothing where there is none: 100,000 rows one by one are sent and read four times
 * as slowly. For what never holds a comma: ids, numbers, days as numbers. Columns of one statement have the same order.
 */
export const listed = (column: string): string => `string_agg(coalesce((${column})::text, ''), ',')`;

/** As `listed`, of days; `dayListIn` reads it. */
export const listedDays = (column: string): string => listed(`${column} - date '1970-01-01'`);

/** What `listed` has written. */
export const listIn = (text: string | null): string[] => (text === null ? [] : text.split(','));

export const idListIn = (text: string | null): (string | null)[] =>
  listIn(text).map((id) => (id === '' ? null : id));

export const numberListIn = (text: string | null): (number | null)[] =>
  listIn(text).map((number) => (number === '' ? null : Number(number)));

export const dayListIn = (text: string | null): (Day | null)[] =>
  listIn(text).map((written) => (written === '' ? null : dayOf(Number(written))));

/** An array of days as PostgreSQL keeps it, without writing each of them out; `sentDaysIn` reads it. */
export const sentDays = (column: string): string => `array_send(${column})`;

/** Days follow a head of 20 bytes, each as its length and as a number from 1 January 2000 on; of none there is no such head. */
export function sentDaysIn(sent: Buffer | null): Day[] {
  const found: Day[] = [];
  if (sent === null) return found;
  for (let at = HEAD_BYTES; at < sent.length; at += DAY_BYTES)
    found.push(dayOf(sent.readInt32BE(at + DAY_BYTES / 2) + FIRST_DAY));
  return found;
}

const HEAD_BYTES = 20;
const DAY_BYTES = 8;
const FIRST_DAY = dayNumber('2000-01-01');

/** The same day is the same text everywhere, so that what is asked of it is found at once. */
function dayOf(number: number): Day {
  let day = days.get(number);
  if (day === undefined) {
    day = dayFromNumber(number);
    if (days.size >= MOST_DAYS) days.clear();
    days.set(number, day);
  }
  return day;
}

/** A working life of them. */
const MOST_DAYS = 20_000;
const days = new Map<number, Day>();

/** Answers the first of equal texts for each of them: one in memory instead of many, and compared at once. */
export function sharer(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const first = known.get(text);
    if (first !== undefined) return first;
    known.set(text, text);
    return text;
  };
}
