import { describe, expect, it } from '@jest/globals';

import { goesOutAt, nextPeriod, periodBegin, periodDue } from './report-schedule.ts';

describe('a report that goes out by mail', () => {
  it('has the Monday, the first of the month or of the quarter as its day', () => {
    expect(periodBegin('weekly', '2026-03-01')).toBe('2026-02-23');
    expect(periodBegin('weekly', '2026-03-02')).toBe('2026-03-02');
    expect(periodBegin('monthly', '2026-03-31')).toBe('2026-03-01');
    expect(periodBegin('quarterly', '2026-03-31')).toBe('2026-01-01');
    expect(nextPeriod('weekly', '2026-12-30')).toBe('2027-01-04');
    expect(nextPeriod('monthly', '2026-12-31')).toBe('2027-01-01');
    expect(nextPeriod('quarterly', '2026-11-22')).toBe('2027-01-01');
  });

  it('goes out at eight on the wall before and after the clocks change', () => {
    expect(goesOutAt('2026-03-23', 'Europe/Berlin').toISOString()).toBe('2026-03-23T07:00:00.000Z');
    expect(goesOutAt('2026-03-30', 'Europe/Berlin').toISOString()).toBe('2026-03-30T06:00:00.000Z');
  });

  it('is due from that hour on, once, and not again for what was missed', () => {
    const due = (lastPeriodOn: string, now: string) =>
      periodDue({ rhythm: 'weekly', lastPeriodOn }, 'America/New_York', new Date(now));
    expect(due('2026-03-02', '2026-03-09T11:59:00Z')).toBeNull();
    expect(due('2026-03-02', '2026-03-09T12:00:00Z')).toBe('2026-03-09');
    expect(due('2026-03-09', '2026-03-09T12:00:00Z')).toBeNull();
    expect(due('2026-03-02', '2026-03-25T12:00:00Z')).toBe('2026-03-23');
  });
});
