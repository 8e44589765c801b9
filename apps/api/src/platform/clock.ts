/** The only source of "now" in the API, so that a test can say what time it is. */
export class Clock {
  now(): Date {
    return new Date();
  }

  /** Today as a calendar day in a time zone: `2026-03-01`. */
  today(timeZone: string): string {
    return dayIn(this.now(), timeZone);
  }
}

/** Making a format takes longer than a hundred uses, and a use as long as many a statement: the day of the minute that was asked for last is known. */
const formats = new Map<string, { format: Intl.DateTimeFormat; minute: number; day: string }>();

/** The calendar day of an instant in a time zone. Days begin with a minute everywhere. */
export function dayIn(at: Date, timeZone: string): string {
  let known = formats.get(timeZone);
  if (!known) {
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    known = { format, minute: NaN, day: '' };
    formats.set(timeZone, known);
  }
  const minute = Math.floor(at.getTime() / 60_000);
  if (known.minute !== minute) {
    known.day = known.format.format(at);
    known.minute = minute;
  }
  return known.day;
}
