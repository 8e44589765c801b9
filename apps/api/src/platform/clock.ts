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

/** Making one takes longer than a hundred uses. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of an instant in a time zone. */
export function dayIn(at: Date, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format.format(at);
}
