import { describe, expect, it } from '@jest/globals';

import { afterQuietHours, nextMorning } from './delivery.ts';

const at = (
  timeZone: string,
  now: string,
  workingHours: Parameters<typeof nextMorning>[0]['workingHours'] = null,
) => nextMorning({ timeZone, workingHours }, new Date(now)).toISOString();

describe('the next morning of a reader', () => {
  it('is now during the first hours of their working day', () => {
    expect(at('Europe/Berlin', '2026-03-02T08:30:00Z')).toBe('2026-03-02T08:30:00.000Z');
  });

  it('is the start of the day for those who still sleep, and the next day for those who have had lunch', () => {
    expect(at('America/New_York', '2026-03-02T09:00:00Z')).toBe('2026-03-02T14:00:00.000Z');
    expect(at('Asia/Tokyo', '2026-03-02T09:00:00Z')).toBe('2026-03-03T00:00:00.000Z');
  });

  it('leaves out the weekend, or the days on which the reader does not work', () => {
    expect(at('Europe/Berlin', '2026-03-06T15:00:00Z')).toBe('2026-03-09T08:00:00.000Z');
    expect(
      at('Africa/Cairo', '2026-03-05T15:00:00Z', { from: '08:00', to: '16:00', days: [7, 1, 2, 3, 4] }),
    ).toBe('2026-03-08T06:00:00.000Z');
  });

  it('keeps nine o’clock on the wall when clocks change', () => {
    expect(at('Europe/Berlin', '2026-03-27T18:00:00Z')).toBe('2026-03-30T07:00:00.000Z');
  });

  it('is now for somebody who works on no day', () => {
    expect(at('UTC', '2026-03-02T20:00:00Z', { from: '09:00', to: '17:00', days: [] })).toBe(
      '2026-03-02T20:00:00.000Z',
    );
  });
});

describe('quiet hours', () => {
  const night = { from: '20:00', to: '08:00' };
  const after = (timeZone: string, at: string, quietHours: typeof night | null = night) =>
    afterQuietHours({ timeZone, quietHours }, new Date(at)).toISOString();

  it('end in the morning of the reader’s own zone, whenever in the night something happens', () => {
    expect(after('Europe/Berlin', '2026-03-02T22:30:00Z')).toBe('2026-03-03T07:00:00.000Z');
    expect(after('Europe/Berlin', '2026-03-03T03:00:00Z')).toBe('2026-03-03T07:00:00.000Z');
    expect(after('America/New_York', '2026-03-02T09:00:00Z')).toBe('2026-03-02T13:00:00.000Z');
  });

  it('let the day through, and everything where there are none', () => {
    expect(after('Europe/Berlin', '2026-03-02T07:00:00Z')).toBe('2026-03-02T07:00:00.000Z');
    expect(after('Europe/Berlin', '2026-03-02T23:00:00Z', null)).toBe('2026-03-02T23:00:00.000Z');
    expect(after('Europe/Berlin', '2026-03-02T23:00:00Z', { from: '08:00', to: '08:00' })).toBe(
      '2026-03-02T23:00:00.000Z',
    );
  });

  it('end at eight on the wall in the night in which clocks change', () => {
    expect(after('Europe/Berlin', '2026-03-28T22:00:00Z')).toBe('2026-03-29T06:00:00.000Z');
  });
});
