import { ZonedTime } from '@ithaca/domain/zoned-time';

import { component } from './icalendar.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
/** How far before the first meeting the description begins, so that its own hour is covered. */
const LEAD_DAYS = 2;

/**
 * The VTIMEZONE of a zone for the time from `from` to `to`: the offset that holds at the beginning, and each change of the
 * clock in between as the runtime knows it. Written out change by change rather than as a rule, because rules end.
 */
export function timeZoneBlock(timeZone: string, from: Date, to: Date): string[] {
  const zone = ZonedTime.of(timeZone);
  const start = Math.floor(from.getTime() / DAY) * DAY - LEAD_DAYS * DAY;
  const changes = changesBetween(zone, start, to.getTime() + LEAD_DAYS * DAY);
  const offsets = [zone.offsetAt(start), ...changes.map((at) => zone.offsetAt(at))];
  const standard = Math.min(...offsets);
  return component('VTIMEZONE', [
    `TZID:${timeZone}`,
    ...[start, ...changes].flatMap((at, k) => {
      const after = offsets[k] ?? 0;
      const before = offsets[k - 1] ?? after;
      return component(after === standard ? 'STANDARD' : 'DAYLIGHT', [
        `DTSTART:${writeWall(at + before)}`,
        `TZOFFSETFROM:${writeOffset(before)}`,
        `TZOFFSETTO:${writeOffset(after)}`,
      ]);
    }),
  ]);
}

/** The first instant of each new offset, found day by day and then to the minute. */
function changesBetween(zone: ZonedTime, from: number, to: number): number[] {
  const changes: number[] = [];
  for (let day = from; day < to; day += DAY) {
    if (zone.offsetAt(day) === zone.offsetAt(day + DAY)) continue;
    let low = day;
    let high = day + DAY;
    while (high - low > MINUTE) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
      if (zone.offsetAt(middle) === zone.offsetAt(day)) low = middle;
      else high = middle;
    }
    changes.push(high);
  }
  return changes;
}

/** A time on the wall, in milliseconds as if it were UTC: `20260302T140000`. */
export function writeWall(shifted: number): string {
  return new Date(shifted).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
}

function writeOffset(offset: number): string {
  const minutes = Math.abs(Math.round(offset / MINUTE));
  const two = (value: number) => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}
