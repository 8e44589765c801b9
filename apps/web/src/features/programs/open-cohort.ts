import type { OpenCohort } from '@ithaca/contracts/programs';
import { enrolmentStates, type EnrolmentState } from '@ithaca/domain/enrolment';

export type Mine = OpenCohort['mine'][number] & { state: Exclude<EnrolmentState, 'withdrawn'> };

/** My enrolments of a cohort that count: those taken back do not. */
export function myEnrolments(cohort: Pick<OpenCohort, 'mine'>): Mine[] {
  return cohort.mine.flatMap((one) => {
    const state = enrolmentStates.find((known) => known === one.state);
    return state && state !== 'withdrawn' ? [{ ...one, state }] : [];
  });
}

/** Where somebody enrols or goes on with an enrolment. */
export const enrolPath = (cohortId: string, role: string) => `/programs/${cohortId}/enrol?role=${role}`;
