import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { dayIn } from './clock.ts';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Pacific/Chatham',
  'Pacific/Apia',
];
const told = (at: Date, timeZone: string) =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);

describe('the day of an instant', () => {
  it('is that of its time zone, whatever was asked before', () => {
    const instant = fc.date({
      min: new Date('1975-01-01'),
      max: new Date('2100-01-01'),
      noInvalidDate: true,
    });
    // Also the moments next to one another, before and after midnight.
    const steps = fc.array(fc.integer({ min: -90_000, max: 90_000 }), { maxLength: 8 });
    fc.assert(
      fc.property(instant, steps, fc.boolean(), fc.constantFrom(...ZONES), (at, by, isMidnight, zone) => {
        const from = isMidnight ? Math.round(at.getTime() / 900_000) * 900_000 : at.getTime();
        for (const step of [0, ...by]) {
          const near = new Date(from + step);
          expect(dayIn(near, zone)).toBe(told(near, zone));
        }
      }),
    );
  });
});
