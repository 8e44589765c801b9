import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { dayFromNumber, quarterOf } from './days.ts';

describe('the quarter of a day', () => {
  it('begins on the first of January, April, July or October', () => {
    expect(['2026-03-31', '2026-04-01', '2027-12-31'].map(quarterOf)).toEqual([
      { key: '2026-Q1', from: '2026-01-01', to: '2026-04-01' },
      { key: '2026-Q2', from: '2026-04-01', to: '2026-07-01' },
      { key: '2027-Q4', from: '2027-10-01', to: '2028-01-01' },
    ]);
  });

  it('holds the day, and the next begins where it ends', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }).map(dayFromNumber), (day) => {
        const { key, from, to } = quarterOf(day);
        expect(from <= day && day < to).toBe(true);
        expect(quarterOf(from)).toEqual({ key, from, to });
        expect(quarterOf(to).from).toBe(to);
      }),
    );
  });
});
