import type { WorkingHours } from './meeting-times.ts';
import type { SnoozeChoice } from './snooze-choice.ts';
import { ZonedTime } from './zoned-time.ts';

/** Nothing is put off for longer. */
export const SNOOZE_DAYS = 366;
const MORNING = '09:00';

/**
 * When a snoozed item comes back: at the beginning of the reader's working hours (nine without any) on the wall of their
 * zone: tomorrow, next Monday, or on a chosen day. Null for a day that is not after today, or too far away.
 */
export function snoozeUntil(
  choice: SnoozeChoice | { day: string },
  reader: { timeZone: string; workingHours: WorkingHours | null },
  now: Date,
): Date | null {
  const zone = ZonedTime.of(reader.timeZone);
  const today = zone.dayOf(now.getTime());
  const day =
    typeof choice === 'object'
      ? choice.day
      : choice === 'tomorrow'
        ? plusDays(today, 1)
        : plusDays(today, 8 - weekdayOf(today));
  if (day <= today || day > plusDays(today, SNOOZE_DAYS)) return null;
  const [hours = 9, minutes = 0] = (reader.workingHours?.from ?? MORNING).split(':').map(Number);
  return new Date(zone.instantOf(day, hours * 60 + minutes));
}

const plusDays = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
/** Monday is 1, Sunday 7. */
const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
