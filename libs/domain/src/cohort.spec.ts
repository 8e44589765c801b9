import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  checkCohortDates,
  daysBetween,
  datesFromStart,
  missingBeforeLaunch,
  movableDates,
  moveCohort,
  assertReopenable,
  opensBy,
  stateDueAt,
} from './cohort.ts';
import type { CohortDates, CohortState } from './cohort.ts';
import { ZonedTime } from './zoned-time.ts';

const dates = datesFromStart('2026-05-01', 182);
/** The state due at noon of a day, for a cohort that opens at an hour. */
const stateDueOn = (state: CohortState, of: CohortDates, today: string, opensAtMinute = 0) =>
  stateDueAt(state, { ...of, opensAtMinute }, { today, minute: 12 * 60 });

describe('the calendar of a cohort', () => {
  it('is computed from the start: opens 28 and closes 10 days before', () => {
    expect(dates).toEqual({
      enrolmentOpensOn: '2026-04-03',
      enrolmentClosesOn: '2026-04-21',
      startsOn: '2026-05-01',
      endsOn: '2026-10-30',
    });
    expect(() => checkCohortDates(dates)).not.toThrow();
  });

  it('refuses dates out of order and names the first two', () => {
    expect(() => checkCohortDates({ ...dates, endsOn: dates.startsOn })).toThrow('cohort.dates-out-of-order');
  });

  it('opens enrolment on its day and ends it after the last one', () => {
    expect(stateDueOn('scheduled', dates, '2026-04-02')).toBe('scheduled');
    expect(stateDueOn('scheduled', dates, '2026-04-03')).toBe('enrolling');
    expect(stateDueOn('enrolling', dates, '2026-04-21')).toBe('enrolling');
    expect(stateDueOn('enrolling', dates, '2026-04-22')).toBe('matching');
  });

  it('opens enrolment at its hour, not before', () => {
    expect(stateDueOn('scheduled', dates, '2026-04-03', 12 * 60)).toBe('enrolling');
    expect(stateDueOn('scheduled', dates, '2026-04-03', 12 * 60 + 1)).toBe('scheduled');
    expect(stateDueOn('scheduled', dates, '2026-04-04', 23 * 60)).toBe('enrolling');
  });

  it('has come at the instant of its hour in every zone, and not a day before, whatever the clocks do', () => {
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'America/St_Johns',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'Pacific/Kiritimati',
      'America/Santiago',
      'Africa/Cairo',
    ].map((name) => ZonedTime.of(name));
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date('2024-01-01'), max: new Date('2030-12-31'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 1439 }),
        (zone, date, opensAtMinute) => {
          const enrolmentOpensOn = date.toISOString().slice(0, 10);
          const opening = { enrolmentOpensOn, opensAtMinute };
          const at = zone.instantOf(enrolmentOpensOn, opensAtMinute);
          const wall = (instant: number) => ({ today: zone.dayOf(instant), minute: zone.minuteOf(instant) });
          expect(opensBy(opening, wall(at))).toBe(true);
          expect(opensBy(opening, wall(at - 86_400_000))).toBe(false);
          expect(opensBy(opening, wall(at + 26 * 3_600_000))).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('keeps every computed date in order and at its distance, across clock changes and leap days', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01'), max: new Date('2100-12-31'), noInvalidDate: true }),
        fc.integer({ min: 7, max: 1100 }),
        (date, lengthDays) => {
          const startsOn = date.toISOString().slice(0, 10);
          const computed = datesFromStart(startsOn, lengthDays);
          expect(() => checkCohortDates(computed)).not.toThrow();
          expect(daysBetween(computed.enrolmentOpensOn, startsOn)).toBe(28);
          expect(daysBetween(computed.enrolmentClosesOn, startsOn)).toBe(10);
          expect(daysBetween(startsOn, computed.endsOn)).toBe(lengthDays);
        },
      ),
    );
  });

  it('begins to close the day after its end, and leaves every other step to a person', () => {
    expect(stateDueOn('running', dates, '2026-10-30')).toBe('running');
    expect(stateDueOn('running', dates, '2026-10-31')).toBe('closing');
    for (const state of ['draft', 'matching', 'closing', 'closed', 'archived'] as const)
      expect(stateDueOn(state, dates, '2030-01-01')).toBe(state);
  });

  it('lets only the end move once people are paired', () => {
    expect(movableDates('matching')).toHaveLength(4);
    expect(movableDates('running')).toEqual(['endsOn']);
    expect(movableDates('closed')).toEqual([]);
  });
});

describe('the states of a cohort', () => {
  it('never go back to enrolment once people run', () => {
    expect(() => moveCohort('running', 'enrolling')).toThrow('cohort.wrong-state');
    expect(moveCohort('matching', 'enrolling')).toBe('enrolling');
  });

  it('may be taken up again for 30 days after the close', () => {
    const closedAt = new Date('2026-03-01T10:00:00Z');
    expect(() => assertReopenable(closedAt, new Date('2026-03-31T10:00:00Z'))).not.toThrow();
    expect(() => assertReopenable(closedAt, new Date('2026-03-31T10:00:01Z'))).toThrow(
      'cohort.reopen-expired',
    );
  });

  it('need purpose, form, two eligible people and a closing day ahead before the launch', () => {
    expect(
      missingBeforeLaunch({
        purpose: ' ',
        formQuestions: 0,
        eligiblePeople: 1,
        enrolmentClosesOn: '2026-03-01',
        today: '2026-03-02',
      }),
    ).toEqual(['purpose', 'form', 'eligibility', 'dates']);
  });
});
