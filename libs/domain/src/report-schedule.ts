import { ZonedTime } from './zoned-time.ts';

/** How often a report goes out by mail. */
export const reportRhythms = ['weekly', 'monthly', 'quarterly'] as const;
export type ReportRhythm = (typeof reportRhythms)[number];

/** So many people may be on one schedule, so many schedules may one report have, and so many of its mails are shown. */
export const reportScheduleLimits = { readers: 20, perReport: 5, runs: 5 } as const;

/** Why a schedule came to its end by itself. */
export const scheduleEnds = ['cohorts-closed', 'period-over', 'nobody-left'] as const;
export type ScheduleEnd = (typeof scheduleEnds)[number];

/** It goes out at eight on the organisation's wall, on the first day of its period, whatever the clocks do that night. */
const MINUTE_OF_DAY = 8 * 60;
const DAY_MS = 86_400_000;

const written = (at: Date): string => at.toISOString().slice(0, 10);
const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);

/** The first day of the period that a day ('2026-03-04') is in: its Monday, the first of its month, the first of its quarter. */
export function periodBegin(rhythm: ReportRhythm, day: string): string {
  const at = noon(day);
  if (rhythm === 'weekly') return written(new Date(at.getTime() - ((at.getUTCDay() + 6) % 7) * DAY_MS));
  const month = rhythm === 'monthly' ? at.getUTCMonth() : Math.floor(at.getUTCMonth() / 3) * 3;
  return written(new Date(Date.UTC(at.getUTCFullYear(), month, 1, 12)));
}

/** The first day of the period after the one that a day is in. */
export function nextPeriod(rhythm: ReportRhythm, day: string): string {
  const begin = noon(periodBegin(rhythm, day));
  if (rhythm === 'weekly') return written(new Date(begin.getTime() + 7 * DAY_MS));
  const months = rhythm === 'monthly' ? 1 : 3;
  return written(new Date(Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() + months, 1, 12)));
}

/** When the report of a period goes out: the instant at which the wall of the zone shows eight on its first day. */
export const goesOutAt = (periodOn: string, timeZone: string): Date =>
  new Date(ZonedTime.of(timeZone).instantOf(periodOn, MINUTE_OF_DAY));

/**
 * The period whose report is due at `now`; null when it is not yet eight on its first day, or it went out. `lastPeriodOn`:
 * the period that went out last, or in which the schedule was made. Periods that passed while nothing ran are left out.
 */
export function periodDue(
  { rhythm, lastPeriodOn }: { rhythm: ReportRhythm; lastPeriodOn: string },
  timeZone: string,
  now: Date,
): string | null {
  const periodOn = periodBegin(rhythm, ZonedTime.of(timeZone).dayOf(now.getTime()));
  return periodOn > lastPeriodOn && goesOutAt(periodOn, timeZone) <= now ? periodOn : null;
}
