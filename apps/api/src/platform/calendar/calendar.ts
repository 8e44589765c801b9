import type { Repeat } from '@ithaca/domain/meeting-series';
import { ZonedTime } from '@ithaca/domain/zoned-time';

import { component, fold, parameter, text, utc } from './icalendar.ts';
import { timeZoneBlock, writeWall } from './time-zone.ts';

/** What a calendar needs to know of one meeting, or of one series. The same `uid` and a higher `sequence` replace what was sent before. */
export interface CalendarEvent {
  uid: string;
  sequence: number;
  stampedAt: Date;
  startsAt: Date;
  durationMinutes: number;
  timeZone: string;
  title: string;
  description: string;
  /** Where they meet: the video link, or nothing. */
  link: string;
  /** The meeting's own page. */
  url: string;
  cancelled: boolean;
  organiser?: { name: string; address: string };
  attendees?: readonly { name: string; address: string; reply: 'coming' | 'maybe' | 'not-coming' | null }[];
  /** Whether the organiser takes replies by mail. */
  takesReplies?: boolean;
  repeat?: Repeat;
  /** Of a series: the time that this one had by the rule, which names it: milliseconds on the wall of the series' own zone, as if it were UTC. */
  occursAt?: { wall: number; timeZone: string };
  /** Of a series: the times by the rule that no longer take place. */
  except?: readonly number[];
}

/** An invitation (REQUEST), its withdrawal (CANCEL), or entries to keep (PUBLISH). */
export type CalendarMethod = 'REQUEST' | 'CANCEL' | 'PUBLISH';

const PRODUCT = '-//Ithaca//Mentoring//EN';
const DAY = 86_400_000;

/**
 * The calendar object (RFC 5545, RFC 5546) of some events, with the description of every zone that they name. `name`
 * and `refreshHours` belong to feeds. UTF-8 with CR LF.
 */
export function writeCalendar(
  method: CalendarMethod,
  events: readonly CalendarEvent[],
  feed: { name?: string; refreshHours?: number } = {},
): string {
  const zones = new Map<string, { from: Date; to: Date }>();
  const cover = (timeZone: string, from: Date, to: Date) => {
    const known = zones.get(timeZone);
    zones.set(timeZone, {
      from: known && known.from < from ? known.from : from,
      to: known && known.to > to ? known.to : to,
    });
  };
  for (const event of events) {
    cover(event.timeZone, event.startsAt, lastOf(event));
    const { occursAt } = event;
    if (occursAt) cover(occursAt.timeZone, new Date(occursAt.wall - DAY), new Date(occursAt.wall + DAY));
  }
  return fold(
    component('VCALENDAR', [
      'VERSION:2.0',
      `PRODID:${PRODUCT}`,
      'CALSCALE:GREGORIAN',
      `METHOD:${method}`,
      ...(feed.name === undefined ? [] : [`NAME:${text(feed.name)}`, `X-WR-CALNAME:${text(feed.name)}`]),
      ...(feed.refreshHours === undefined
        ? []
        : [
            `REFRESH-INTERVAL;VALUE=DURATION:PT${feed.refreshHours}H`,
            `X-PUBLISHED-TTL:PT${feed.refreshHours}H`,
          ]),
      ...[...zones].flatMap(([zone, { from, to }]) => timeZoneBlock(zone, from, to)),
      ...events.flatMap(writeEvent),
    ]),
  );
}

function writeEvent(event: CalendarEvent): string[] {
  const zone = ZonedTime.of(event.timeZone);
  const wall = (time: number, timeZone = event.timeZone) => `;TZID=${timeZone}:${writeWall(time)}`;
  const startsAt = event.startsAt.getTime();
  const { organiser, repeat, occursAt, attendees = [], except = [] } = event;
  return component('VEVENT', [
    `UID:${event.uid}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTAMP:${utc(event.stampedAt)}`,
    // Of an hour that the clock shows twice the wall cannot tell which is meant, and readers differ.
    event.repeat || !zone.isDoubled(startsAt)
      ? `DTSTART${wall(zone.wallAt(startsAt))}`
      : `DTSTART:${utc(event.startsAt)}`,
    `DURATION:PT${event.durationMinutes}M`,
    ...(repeat ? [`RRULE:FREQ=WEEKLY;INTERVAL=${repeat.everyWeeks};COUNT=${repeat.times}`] : []),
    ...except.map((at) => `EXDATE${wall(at)}`),
    ...(occursAt ? [`RECURRENCE-ID${wall(occursAt.wall, occursAt.timeZone)}`] : []),
    `SUMMARY:${text(event.title)}`,
    ...(event.description === '' ? [] : [`DESCRIPTION:${text(event.description)}`]),
    ...(event.link === '' ? [] : [`LOCATION:${text(event.link)}`]),
    `URL:${event.url}`,
    `STATUS:${event.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    ...(organiser ? [`ORGANIZER;CN=${parameter(organiser.name)}:mailto:${organiser.address}`] : []),
    ...attendees.map(
      ({ name, address, reply }) =>
        `ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=${reply === null ? 'NEEDS-ACTION' : STATUS[reply]};RSVP=${event.takesReplies ? 'TRUE' : 'FALSE'};CN=${parameter(name)}:mailto:${address}`,
    ),
  ]);
}

const STATUS = { coming: 'ACCEPTED', maybe: 'TENTATIVE', 'not-coming': 'DECLINED' } as const;

function lastOf({ startsAt, repeat }: CalendarEvent): Date {
  return new Date(startsAt.getTime() + (repeat ? (repeat.times - 1) * repeat.everyWeeks * 7 * DAY : 0) + DAY);
}
