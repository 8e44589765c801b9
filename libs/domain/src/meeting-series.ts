import { addDays } from './cohort.ts';
import { ZonedTime } from './zoned-time.ts';

/** How often a meeting may repeat, and how many times in all. */
export const REPEAT = { everyWeeks: [1, 2, 3, 4], leastTimes: 2, mostTimes: 26 } as const;

/** Every so many weeks, `times` meetings in all, the first included. */
export interface Repeat {
  everyWeeks: number;
  times: number;
}

const DAY = 86_400_000;

/**
 * The time on the wall that the rule gives the meeting which takes place at `at`, in milliseconds as if it were UTC: by
 * this a calendar names it. It differs from what the wall shows then only where the day skips it.
 */
export function ruleTimeOf(first: Date, timeZone: string, everyWeeks: number, at: Date): number {
  const zone = ZonedTime.of(timeZone);
  const start = zone.wallAt(first.getTime());
  const gap = everyWeeks * 7 * DAY;
  return start + Math.round((zone.wallAt(at.getTime()) - start) / gap) * gap;
}

/**
 * When a repeated meeting takes place: the same time on the wall of `timeZone`, whatever the clocks do in between. A
 * time that a day skips is as much later as its clock was put forward; one that it shows twice is the earlier.
 */
export function occurrencesOf(first: Date, timeZone: string, { everyWeeks, times }: Repeat): Date[] {
  const zone = ZonedTime.of(timeZone);
  const day = zone.dayOf(first.getTime());
  const minute = zone.minuteOf(first.getTime());
  return Array.from({ length: times }, (_, k) =>
    k === 0 ? first : new Date(zone.instantOf(addDays(day, k * everyWeeks * 7), minute)),
  );
}
