import { describe, expect, it } from '@jest/globals';

import {
  checkCohortDates,
  datesFromStart,
  missingBeforeLaunch,
  movableDates,
  moveCohort,
  stateDueOn,
} from './cohort.ts';

const dates = datesFromStart('2026-05-01', 182);

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
