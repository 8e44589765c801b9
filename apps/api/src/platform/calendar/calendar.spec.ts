import { describe, expect, it } from '@jest/globals';
import { occurrencesOf } from '@ithaca/domain/meeting-series';
import { ZonedTime } from '@ithaca/domain/zoned-time';
import fc from 'fast-check';
import ICAL from 'ical.js';

import { writeCalendar } from './calendar.ts';
import type { CalendarEvent } from './calendar.ts';

// What is written here is read by ical.js, which shares no code with it and takes the zones from the file alone.

const zones = Intl.supportedValuesOf('timeZone')
  .filter((_, i) => i % 7 === 0)
  .slice(0, 60);
const instants = fc
  .integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 11, 31) })
  .map((at) => new Date(Math.floor(at / 900_000) * 900_000));

const event = (more: Partial<CalendarEvent> = {}): CalendarEvent => ({
  uid: 'one@mentoring.example.com',
  sequence: 0,
  stampedAt: new Date('2026-03-01T10:00:00Z'),
  startsAt: new Date('2026-03-10T09:00:00Z'),
  durationMinutes: 45,
  timeZone: 'Europe/Berlin',
  title: 'First meeting',
  description: '',
  link: '',
  url: 'https://mentoring.example.com/pairings/1/meetings/2',
  cancelled: false,
  ...more,
});

function read(file: string) {
  const calendar = new ICAL.Component(ICAL.parse(file));
  const zoneOf = new Map(
    calendar.getAllSubcomponents('vtimezone').map((block) => {
      const zone = new ICAL.Timezone(block);
      return [zone.tzid, zone];
    }),
  );
  const instantOf = (time: ICAL.Time, tzid: string | undefined) => {
    if (tzid === undefined) return time.toJSDate();
    const zone = zoneOf.get(tzid ?? '');
    if (!zone) throw new Error(`no description of ${tzid}`);
    time.zone = zone;
    return new Date(time.toUnixTime() * 1000);
  };
  return { calendar, events: calendar.getAllSubcomponents('vevent'), instantOf };
}

const tzidOf = (component: ICAL.Component, name: string) =>
  component.getFirstProperty(name)?.getParameter('tzid') as string | undefined;

describe('a calendar file', () => {
  it(`names the same instant in every one of ${zones.length} zones from 2024 to 2030`, () => {
    inEveryZone((timeZone) =>
      fc.property(instants, (startsAt) => {
        const { events, instantOf } = read(writeCalendar('REQUEST', [event({ timeZone, startsAt })]));
        const start = events[0]?.getFirstPropertyValue('dtstart') as ICAL.Time;
        expect(instantOf(start, tzidOf(events[0] as ICAL.Component, 'dtstart'))).toEqual(startsAt);
      }),
    );
  });

  it('brings a series back whole: what was moved, and what was called off', () => {
    const startsAt = new Date('2026-03-10T09:00:00Z');
    const repeat = { everyWeeks: 2, times: 6 };
    const times = occurrencesOf(startsAt, 'Europe/Berlin', repeat);
    const [, moved, , dropped] = times;
    if (!moved || !dropped) throw new Error('six');
    const wallOf = (at: Date) => ZonedTime.of('Europe/Berlin').wallAt(at.getTime());
    const movedTo = new Date('2026-03-26T13:30:00Z');
    const file = writeCalendar('PUBLISH', [
      event({ repeat, except: [wallOf(dropped)] }),
      event({ occursAt: { wall: wallOf(moved), timeZone: 'Europe/Berlin' }, startsAt: movedTo, sequence: 1 }),
    ]);
    const { events, instantOf } = read(file);
    const [master, exception] = events;
    if (!master || !exception) throw new Error('two');
    const series = new ICAL.Event(master, { exceptions: [new ICAL.Event(exception)] });
    const iterator = series.iterator();
    const found: Date[] = [];
    for (let next = iterator.next(); next; next = iterator.next())
      found.push(instantOf(series.getOccurrenceDetails(next).startDate, 'Europe/Berlin'));
    expect(found).toEqual([times[0], movedTo, times[2], times[4], times[5]]);
  });

  it('keeps whatever words a title holds, in lines that every reader takes', () => {
    const words = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
      .filter((w) => !/\p{Cc}/u.test(w));
    fc.assert(
      fc.property(words, words, (title, description) => {
        const file = writeCalendar('REQUEST', [event({ title, description: `${description}\n; ,\\` })]);
        for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        const { events } = read(file);
        expect(events[0]?.getFirstPropertyValue('summary')).toBe(title);
        expect(events[0]?.getFirstPropertyValue('description')).toBe(`${description}\n; ,\\`);
      }),
      { numRuns: 60 },
    );
  });

  it('cannot be made to say more by a name', () => {
    const name = 'Eve" \r\nATTENDEE:mailto:other@example.com';
    const file = writeCalendar('REQUEST', [
      event({
        organiser: { name, address: 'mentoring@example.com' },
        attendees: [{ name, address: 'eve@example.com', reply: null }],
      }),
    ]);
    const { events } = read(file);
    expect(events[0]?.getAllProperties('attendee')).toHaveLength(1);
    expect(events[0]?.getFirstPropertyValue('attendee')).toBe('mailto:eve@example.com');
  });
});

function inEveryZone<T>(claim: (timeZone: string) => fc.IPropertyWithHooks<T>): void {
  for (const timeZone of zones) fc.assert(claim(timeZone), { numRuns: 2 });
}
