import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { addDays } from './cohort.ts';
import { ZonedTime } from './zoned-time.ts';

/** Zones whose clocks change at different moments, by different amounts, or never. */
const zones = [
  'UTC',
  'Europe/Berlin',
  'Europe/London',
  'Europe/Dublin',
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Santiago',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Asia/Tehran',
  'Asia/Beirut',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Pacific/Kiritimati',
];

/** What the wall shows, by another road than the one under test. */
const walls = new Map(
  zones.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }),
  ]),
);
const wallOf = (zone: string, instant: number) => walls.get(zone)!.format(instant);
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const anyDay = fc.integer({ min: 0, max: 7 * 365 }).map((days) => addDays('2024-01-01', days));

describe('the wall clock of a zone', () => {
  it('shows the time that was asked for, in every zone, unless that time is skipped', () => {
    const clocks = new Map(zones.map((zone) => [zone, ZonedTime.of(zone)]));
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        anyDay,
        fc.integer({ min: 0, max: 1439 }),
        (zone, day, minutes) => {
          const instant = clocks.get(zone)!.instantOf(day, minutes);
          const shown = wallOf(zone, instant);
          if (shown === `${day} ${clock(minutes)}`) return;
          // A skipped time: the minute before the jump is shown before it, and nothing between.
          expect(shown > `${day} ${clock(minutes)}`).toBe(true);
          const jump = Date.parse(`${shown.replace(' ', 'T')}Z`) - Date.parse(`${day}T${clock(minutes)}Z`);
          expect([30, 60, 120]).toContain(jump / 60_000);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('takes the earlier of two equal times when clocks go back', () => {
    expect(new Date(ZonedTime.of('Europe/Berlin').instantOf('2026-10-25', 150)).toISOString()).toBe(
      '2026-10-25T00:30:00.000Z',
    );
    expect(new Date(ZonedTime.of('America/New_York').instantOf('2026-11-01', 90)).toISOString()).toBe(
      '2026-11-01T05:30:00.000Z',
    );
  });

  it('goes on by the length of the jump when clocks go forward', () => {
    expect(new Date(ZonedTime.of('Europe/Berlin').instantOf('2026-03-29', 150)).toISOString()).toBe(
      '2026-03-29T01:30:00.000Z',
    );
    expect(
      wallOf('Australia/Lord_Howe', ZonedTime.of('Australia/Lord_Howe').instantOf('2026-10-04', 135)),
    ).toBe('2026-10-04 02:45');
  });

  it('knows the day and the minute on the wall', () => {
    const auckland = ZonedTime.of('Pacific/Auckland');
    const instant = Date.parse('2026-03-02T12:30:00Z');
    expect([auckland.dayOf(instant), auckland.minuteOf(instant)]).toEqual(['2026-03-03', 90]);
  });
});
