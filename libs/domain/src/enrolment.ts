import type { CohortState } from './cohort.ts';
import { move } from './lifecycle.ts';
import type { Transitions } from './lifecycle.ts';

export const enrolmentStates = [
  'draft',
  'awaiting-approval',
  'in-pool',
  'waitlisted',
  'paused',
  'matched',
  'completed',
  'withdrawn',
  'declined',
] as const;
export type EnrolmentState = (typeof enrolmentStates)[number];

/** The states that count as enrolled: sent, and neither taken back nor declined. */
export const enrolledStates: readonly EnrolmentState[] = [
  'awaiting-approval',
  'in-pool',
  'waitlisted',
  'paused',
  'matched',
  'completed',
];

/** The states in which the answers may be edited while the cohort enrols. */
export const editableStates: readonly EnrolmentState[] = [
  'draft',
  'awaiting-approval',
  'in-pool',
  'waitlisted',
  'paused',
];

/** The states from which a person may step aside for a while, and to which they return. */
export const pausableStates = ['in-pool', 'waitlisted'] as const satisfies EnrolmentState[];

/** A withdrawn person may come back while the cohort enrols; a matched one returns to the pool when the pairing falls through. */
export const enrolmentTransitions: Transitions<EnrolmentState> = {
  draft: ['awaiting-approval', 'in-pool', 'waitlisted', 'withdrawn'],
  'awaiting-approval': ['in-pool', 'waitlisted', 'declined', 'withdrawn'],
  'in-pool': ['draft', 'waitlisted', 'paused', 'matched', 'withdrawn'],
  waitlisted: ['in-pool', 'paused', 'matched', 'withdrawn', 'declined'],
  paused: ['in-pool', 'waitlisted', 'withdrawn'],
  matched: ['in-pool', 'completed', 'withdrawn'],
  completed: [],
  withdrawn: ['draft', 'in-pool', 'awaiting-approval', 'waitlisted'],
  declined: [],
};

/** Enrolled, and waiting for a place, a yes or a partner, or stepped aside meanwhile. */
export const waitingStates: readonly EnrolmentState[] = [
  'in-pool',
  'waitlisted',
  'awaiting-approval',
  'paused',
];

/**
 * What becomes of an enrolment when its cohort is over, null when it stays as it is: nobody waits in a pool that is drawn
 * from no more. Whoever has a partner moves with the pairing (`enrolmentAfterPairing`).
 */
export function enrolmentAfterCohort(state: EnrolmentState, cohort: CohortState): EnrolmentState | null {
  const isOver = cohort === 'closed' || cohort === 'archived';
  return isOver && waitingStates.includes(state) ? 'withdrawn' : null;
}

/** Limits of a mentor's places; 0 means "paused". */
export const CAPACITY = { least: 0, most: 8, usual: 1 } as const;

/** The next state of an enrolment, or a refusal `enrolment.wrong-state`. */
export function moveEnrolment(from: EnrolmentState, to: EnrolmentState): EnrolmentState {
  return move(enrolmentTransitions, from, to, 'enrolment.wrong-state');
}
