import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { suggestMeetingTimes, workSpans } from './meeting-times.ts';
import type { Attendee, Span } from './meeting-times.ts';

const office = { from: '09:00', to: '17:00', days: [1, 2, 3, 4, 5] };
const attendee = (
  name: string,
  timeZone: string,
  more: Partial<Attendee['workingHours']> = {},
): Attendee => ({
  name,
  timeZone,
  workingHours: { ...office, ...more },
});
const now = new Date('2026-03-02T09:00:00Z');
const iso = (slots: { startsAt: Date }[]) => slots.map((slot) => slot.startsAt.toISOString());

const walls = new Map<string, Intl.DateTimeFormat>();
const wall = (timeZone: string, at: number) => {
  if (!walls.has(timeZone))
    walls.set(
      timeZone,
      new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }),
    );
  const text = walls.get(timeZone)!.format(at);
  return { day: text.slice(0, 10), time: text.slice(11, 16) };
};
const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

/** Minute by quarter of an hour on the attendee's own wall: does all of the span lie in working hours? */
function worksAllThrough({ timeZone, workingHours }: Attendee, span: Span): boolean {
  for (let at = span.from; at < span.to; at += 15 * 60_000) {
    const { day, time } = wall(timeZone, at);
    if (!workingHours.days.includes(weekday(day))) return false;
    if (time < workingHours.from || time >= workingHours.to) return false;
  }
  return true;
}

const zones = [
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/St_Johns',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'America/Santiago',
];
const anyone = fc.record({
  name: fc.constantFrom('Ada', 'Ben', 'Cem', 'Dia'),
  timeZone: fc.constantFrom(...zones),
  workingHours: fc.record({
    from: fc.constantFrom('06:00', '08:30', '09:00', '10:00'),
    to: fc.constantFrom('15:00', '17:00', '18:30'),
    days: fc.constantFrom([1, 2, 3, 4, 5], [1, 2, 3, 4, 7], [2, 4]),
  }),
});
/** Moments around the clock changes of 2026, and others. */
const anyNow = fc
  .tuple(
    fc.constantFrom(
      '2026-03-08',
      '2026-03-29',
      '2026-04-05',
      '2026-04-24',
      '2026-10-04',
      '2026-10-25',
      '2026-11-01',
      '2026-07-01',
    ),
    fc.integer({ min: -13 * 1440, max: 1440 }),
  )
  .map(([day, minutes]) => new Date(Date.parse(`${day}T00:00:00Z`) + minutes * 60_000));
const minutes = fc.constantFrom(15, 30, 45, 60, 90);
const anyBusy = (from: Date) =>
  fc.array(
    fc.tuple(fc.integer({ min: 0, max: 14 * 96 }), fc.integer({ min: 1, max: 8 })).map(([start, length]) => ({
      from: from.getTime() + start * 900_000,
      to: from.getTime() + (start + length) * 900_000,
    })),
    { maxLength: 8 },
  );
const anyRequest = anyNow.chain((at) =>
  fc.record({
    attendees: fc.array(anyone, { minLength: 1, maxLength: 3 }),
    minutes,
    busy: anyBusy(at),
    now: fc.constant(at),
  }),
);

describe('suggested times', () => {
  it('lie in the working hours of everybody on their own wall, also when clocks change', () => {
    fc.assert(
      fc.property(anyRequest, ({ attendees, ...request }) => {
        for (const { startsAt, outsideHoursOf } of suggestMeetingTimes(attendees, request).slots) {
          const span = { from: startsAt.getTime(), to: startsAt.getTime() + request.minutes * 60_000 };
          const outside = attendees.filter((one) => !worksAllThrough(one, span)).map((one) => one.name);
          expect(outsideHoursOf).toEqual(outside);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are ahead, within two weeks, and clear of what is planned already', () => {
    fc.assert(
      fc.property(anyRequest, ({ attendees, ...request }) => {
        for (const { startsAt } of suggestMeetingTimes(attendees, request).slots) {
          const from = startsAt.getTime();
          const to = from + request.minutes * 60_000;
          expect(from - request.now.getTime()).toBeGreaterThanOrEqual(3_600_000);
          expect(to - request.now.getTime()).toBeLessThanOrEqual(14 * 86_400_000);
          expect(request.busy.filter((busy) => busy.from < to && from < busy.to)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('suit everybody whenever any time does', () => {
    fc.assert(
      fc.property(anyRequest, ({ attendees, ...request }) => {
        const { slots } = suggestMeetingTimes(attendees, request);
        if (slots.every((slot) => slot.outsideHoursOf.length === 0)) return;
        const first = Math.ceil((request.now.getTime() + 3_600_000) / 900_000) * 900_000;
        for (let from = first; from < first + 13 * 86_400_000; from += 900_000) {
          const span = { from, to: from + request.minutes * 60_000 };
          const busy = request.busy.some((one) => one.from < span.to && span.from < one.to);
          expect(!busy && attendees.every((one) => worksAllThrough(one, span))).toBe(false);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('keep the wall-clock hour of each side across a clock change', () => {
    const pair = [attendee('Ada', 'Europe/Berlin'), attendee('Ben', 'America/New_York')];
    const { slots } = suggestMeetingTimes(pair, {
      now: new Date('2026-03-20T06:00:00Z'),
      minutes: 60,
      busy: [],
    });
    const starts = iso(slots);
    // New York is five hours behind until Europe changes on 29 March, then six: the common hours begin at 9:00 there.
    expect(starts.find((start) => start.startsWith('2026-03-27'))).toBe('2026-03-27T13:00:00.000Z');
    expect(starts.find((start) => start.startsWith('2026-03-30'))).toBe('2026-03-30T13:00:00.000Z');
    expect(starts.filter((start) => start.startsWith('2026-03-27')).at(-1)).toBe('2026-03-27T15:00:00.000Z');
    expect(starts.filter((start) => start.startsWith('2026-03-30')).at(-1)).toBe('2026-03-30T14:00:00.000Z');
  });

  it('tell how much of a day is common', () => {
    const together = [attendee('Ada', 'Europe/Berlin'), attendee('Ben', 'Europe/London')];
    expect(suggestMeetingTimes(together, { now, minutes: 45, busy: [] }).overlapMinutesPerDay).toBe(420);
  });

  it('are the least bad where hours never meet, and say for whom', () => {
    const apart = [attendee('Ada', 'Asia/Tokyo'), attendee('Ben', 'Europe/Berlin')];
    const { slots, overlapMinutesPerDay } = suggestMeetingTimes(apart, { now, minutes: 60, busy: [] });
    expect(overlapMinutesPerDay).toBe(0);
    // Ada's day ends in the minute in which Ben's begins: half an hour early for him, half an hour late for her.
    expect(slots[0]).toEqual({
      startsAt: new Date('2026-03-03T07:30:00Z'),
      outsideHoursOf: ['Ada', 'Ben'],
    });
    expect(slots).toHaveLength(6);
  });

  it('are the least bad when every common hour is taken', () => {
    const pair = [attendee('Ada', 'Europe/Berlin'), attendee('Ben', 'Europe/Berlin')];
    const busy = workSpans(attendee('', 'Europe/Berlin'), {
      from: now.getTime(),
      to: now.getTime() + 14 * 86_400_000,
    });
    const { slots } = suggestMeetingTimes(pair, { now, minutes: 30, busy });
    expect(slots.length).toBeGreaterThan(0);
    expect(slots[0]?.outsideHoursOf).toEqual(['Ada', 'Ben']);
    expect(['08:30', '17:00']).toContain(wall('Europe/Berlin', slots[0]!.startsAt.getTime()).time);
  });

  it('are at most three a day, on the full hour where possible', () => {
    const alone = [attendee('Ada', 'Asia/Kathmandu')];
    const { slots } = suggestMeetingTimes(alone, { now, minutes: 45, busy: [] });
    const perDay = Map.groupBy(slots, (slot) => wall('Asia/Kathmandu', slot.startsAt.getTime()).day);
    expect(Math.max(...[...perDay.values()].map((day) => day.length))).toBe(3);
    expect(slots.every((slot) => wall('Asia/Kathmandu', slot.startsAt.getTime()).time.endsWith(':00'))).toBe(
      true,
    );
  });

  it('know hours that go past midnight, and people without any', () => {
    const night = attendee('Noa', 'Europe/Berlin', { from: '22:00', to: '06:00' });
    const first = workSpans(night, { from: now.getTime(), to: now.getTime() })[0];
    expect((first!.to - first!.from) / 3_600_000).toBe(8);
    const never = attendee('Zoe', 'Europe/Berlin', { days: [] });
    const { slots } = suggestMeetingTimes([attendee('Ada', 'Europe/Berlin'), never], {
      now,
      minutes: 45,
      busy: [],
    });
    expect(slots[0]?.outsideHoursOf).toEqual(['Zoe']);
  });
});
