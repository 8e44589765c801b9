/**
 * A calendar day 'YYYY-MM-DD' in the organisation's time zone. Turning an instant into a day is the caller's; here
 * a day has no zone, spans are half-open [from, to), and days compare as strings.
 */
export type Day = string;

// Whole-number calendar arithmetic (proleptic Gregorian, years from 1 March): no Date, so no time zone can leak in.
const daysPerEra = 146_097;
const epochShift = 719_468;

/** The day as a count of days since 1970-01-01. Throws RangeError on anything that is no day of the calendar. */
export function dayNumber(day: Day): number {
  let number = numbers.get(day);
  if (number === undefined) {
    number = readDay(day);
    if (numbers.size >= MOST_NUMBERS) numbers.clear();
    numbers.set(day, number);
  }
  return number;
}

// A report asks for the same few thousand days a hundred thousand times; a working life of them stays read.
const MOST_NUMBERS = 20_000;
const numbers = new Map<Day, number>();

function readDay(day: Day): number {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  const number = countDays(Number(year), Number(month), Number(date));
  if (dayFromNumber(number) !== day) throw new RangeError(`not a day: ${day}`);
  return number;
}

function countDays(year: number, month: number, date: number): number {
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1;
  return (
    era * daysPerEra +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    epochShift
  );
}

/** The inverse of `dayNumber`. */
export function dayFromNumber(number: number): Day {
  const shifted = number + epochShift;
  const era = Math.floor(shifted / daysPerEra);
  const dayOfEra = shifted - era * daysPerEra;
  const leapless =
    dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor(leapless / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return writeDay(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, date);
}

function writeDay(year: number, month: number, date: number): Day {
  const twoDigits = (value: number) => (value < 10 ? `0${value}` : `${value}`);
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(date)}`;
}

/** The day `days` later (earlier when negative). */
export function addDays(day: Day, days: number): Day {
  return dayFromNumber(dayNumber(day) + days);
}

/** The same date `months` later, or the last day of that month when it is shorter (31 January + 1 = 28 February). */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const target = year * 12 + month - 1 + months;
  const inMonth = (count: number) => countDays(Math.floor(count / 12), (count % 12) + 1, 1);
  const last = inMonth(target + 1) - inMonth(target);
  return writeDay(Math.floor(target / 12), (target % 12) + 1, Math.min(date, last));
}

/** A quarter of a calendar year: '2026-Q3', its first day, and the first day after it. */
export interface Quarter {
  key: string;
  from: Day;
  to: Day;
}

/** The quarter that a day lies in. */
export function quarterOf(day: Day): Quarter {
  const month = Number(day.slice(5, 7));
  const from = addMonths(`${day.slice(0, 7)}-01`, -((month - 1) % 3));
  return { key: `${day.slice(0, 4)}-Q${Math.ceil(month / 3)}`, from, to: addMonths(from, 3) };
}

/** Days from the first to the second; negative when the second is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return dayNumber(to) - dayNumber(from);
}

/** The earliest of the days given, ignoring null; null when there is none. */
export function earliest(days: Iterable<Day | null>): Day | null {
  let first: Day | null = null;
  for (const day of days) if (day !== null && (first === null || day < first)) first = day;
  return first;
}

/** Whether something dated `day` has happened by the end of `asOf`. */
export function hasHappened(day: Day | null, asOf: Day): day is Day {
  return day !== null && day <= asOf;
}
