import { describe, expect, it } from '@jest/globals';

import { compareAssessments, openPhase } from './self-assessment.ts';

describe('a self-assessment', () => {
  const time = { startedOn: '2026-03-02', endsOn: '2026-08-29', isOver: false };

  it('is open at the start, and at the end, with a pause between', () => {
    expect(openPhase(time, false, '2026-03-02')).toBe('start');
    expect(openPhase(time, true, '2026-04-30')).toBe('start');
    expect(openPhase(time, true, '2026-05-15')).toBeNull();
    // Whoever has not begun may still do so.
    expect(openPhase(time, false, '2026-05-15')).toBe('start');
    expect(openPhase(time, true, '2026-06-30')).toBe('end');
    expect(openPhase({ ...time, isOver: true }, true, '2026-04-01')).toBe('end');
    expect(openPhase({ ...time, startedOn: null }, false, '2026-04-01')).toBeNull();
  });

  it('shows the largest growth first and does not compare what was assessed once', () => {
    const start = [
      { skill: 'Coaching', now: 2 },
      { skill: 'Strategy', now: 3 },
      { skill: 'Writing', now: 4 },
    ];
    const end = [
      { skill: 'Strategy', now: 3 },
      { skill: 'Coaching', now: 4 },
      { skill: 'Hiring', now: 5 },
    ];
    expect(compareAssessments(start, end)).toEqual([
      { skill: 'Coaching', start: 2, end: 4, difference: 2 },
      { skill: 'Strategy', start: 3, end: 3, difference: 0 },
      { skill: 'Writing', start: 4, end: null, difference: null },
      { skill: 'Hiring', start: null, end: 5, difference: null },
    ]);
  });
});
