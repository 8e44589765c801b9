import { describe, expect, it } from '@jest/globals';

import { cohortStates } from './cohort.ts';
import { enrolmentAfterCohort, enrolmentStates, moveEnrolment } from './enrolment.ts';

describe('an enrolment whose cohort is over', () => {
  it('waits no longer, and nothing else changes', () => {
    for (const cohort of cohortStates)
      for (const state of enrolmentStates) {
        const next = enrolmentAfterCohort(state, cohort);
        const waits = ['in-pool', 'waitlisted', 'awaiting-approval', 'paused'].includes(state);
        const isOver = cohort === 'closed' || cohort === 'archived';
        expect(next).toBe(waits && isOver ? 'withdrawn' : null);
        if (next) expect(moveEnrolment(state, next)).toBe(next);
      }
  });
});
