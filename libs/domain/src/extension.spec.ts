import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { addDays } from './cohort.ts';
import { assertExtendable, endOf, extensionRange, goesOn, recommendedBy } from './extension.ts';
import type { Extendable } from './extension.ts';

const pairing: Extendable = {
  state: 'active',
  format: 'one-to-one',
  cohortEndsOn: '2026-06-30',
  extendedTo: null,
  weeks: 2,
  today: '2026-06-01',
};

describe('going on after the end', () => {
  it('is possible from the day after the end to as many weeks later as the program says', () => {
    expect(extensionRange(pairing)).toEqual({ from: '2026-07-01', to: '2026-07-14' });
    expect(extensionRange({ ...pairing, extendedTo: '2026-07-10' })).toEqual({
      from: '2026-07-11',
      to: '2026-07-14',
    });
    expect(extensionRange({ ...pairing, today: '2026-07-05' })?.from).toBe('2026-07-06');
  });

  it('is not possible for one conversation, after the end, or where the program allows no week', () => {
    const none: Partial<Extendable>[] = [
      { format: 'flash' },
      { state: 'completed' },
      { weeks: 0 },
      { today: '2026-07-14' },
    ];
    for (const more of none) expect(extensionRange({ ...pairing, ...more })).toBeNull();
    expect(() => assertExtendable({ ...pairing, weeks: 0 }, '2026-07-02')).toThrow('extension.not-possible');
  });

  it('never ends a pairing earlier, nor later than its program allows', () => {
    const day = fc.integer({ min: -400, max: 400 }).map((count) => addDays('2026-06-30', count));
    fc.assert(
      fc.property(
        day,
        day,
        fc.option(day),
        fc.integer({ min: 0, max: 52 }),
        (today, until, extendedTo, weeks) => {
          const asked = { ...pairing, today, extendedTo, weeks };
          try {
            assertExtendable(asked, until);
          } catch {
            return;
          }
          expect(until > endOf(asked) && until > today).toBe(true);
          expect(until <= addDays(pairing.cohortEndsOn, weeks * 7)).toBe(true);
          expect(goesOn(until, today)).toBe(true);
        },
      ),
    );
  });

  it('tells how many recommend it only where that tells nobody’s own answer', () => {
    expect(recommendedBy({ yes: 3, perhaps: 1, no: 0 })).toBeNull();
    expect(recommendedBy({ yes: 5, perhaps: 0, no: 0 })).toBeNull();
    expect(recommendedBy({ yes: 0, perhaps: 4, no: 3 })).toBeNull();
    expect(recommendedBy({ yes: 4, perhaps: 1, no: 0 })).toEqual({ yes: 4, answers: 5 });
  });
});
