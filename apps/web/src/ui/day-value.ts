import { parseDate, type CalendarDate } from '@internationalized/date';

/** Days travel as `YYYY-MM-DD`; what is not one is no day. */
export function dayFrom(value: string | null | undefined): CalendarDate | null {
  if (!value) return null;
  try {
    return parseDate(value.slice(0, 10));
  } catch {
    return null;
  }
}
