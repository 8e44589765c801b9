import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { snoozeUntil } from './snooze.ts';
import { ZonedTime } from './zoned-time.ts';

const berlin = {
  timeZone: 'Europe/Berlin',
  workingHours: { from: '08:30', to: '17:00', days: [1, 2, 3, 4, 5] },
};
const until = (
  choice: Parameters<typeof snoozeUntil>[0],
  at: string,
  reader: Parameters<typeof snoozeUntil>[1] = berlin,
) => snoozeUntil(choice, reader, new Date(at))?.toISOString() ?? null;

describe('what is snoozed', () => {
  it('comes back in a morning of the reader’s own', () => {
    expect(until('tomorrow', '2026-03-05T22:30:00Z')).toBe('2026-03-06T07:30:00.000Z');
    // Already Friday in Berlin.
    expect(until('tomorrow', '2026-03-05T23:30:00Z')).toBe('2026-03-07T07:30:00.000Z');
    expect(until('next-week', '2026-03-05T12:00:00Z')).toBe('2026-03-09T07:30:00.000Z');
    expect(until('next-week', '2026-03-09T12:00:00Z')).toBe('2026-03-16T07:30:00.000Z');
    // Clocks go forward on 29 March.
    expect(until('next-week', '2026-03-28T12:00:00Z')).toBe('2026-03-30T06:30:00.000Z');
    expect(until({ day: '2026-04-01' }, '2026-03-05T12:00:00Z')).toBe('2026-04-01T06:30:00.000Z');
    const tokyo = { timeZone: 'Asia/Tokyo', workingHours: null };
    expect(until('tomorrow', '2026-03-05T16:00:00Z', tokyo)).toBe('2026-03-07T00:00:00.000Z');
  });

  it('is never put off to today, to the past or for years', () => {
    for (const day of ['2026-03-05', '2025-01-01', '2028-01-01'])
      expect(until({ day }, '2026-03-05T12:00:00Z')).toBeNull();
  });

  it('comes back after now, on the day that was meant, wherever the reader is', () => {
    const zones = [
      'Europe/Berlin',
      'America/St_Johns',
      'Pacific/Kiritimati',
      'Pacific/Pago_Pago',
      'Asia/Kathmandu',
    ];
    const days = fc.date({ min: new Date('2024-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.constantFrom(...zones), (now, timeZone) => {
        const zone = ZonedTime.of(timeZone);
        const back = snoozeUntil('next-week', { timeZone, workingHours: null }, now);
        expect(back && back > now).toBe(true);
        expect(new Date(`${zone.dayOf(back?.getTime() ?? 0)}T00:00:00Z`).getUTCDay()).toBe(1);
        expect(zone.minuteOf(back?.getTime() ?? 0)).toBe(540);
      }),
    );
  });
});
