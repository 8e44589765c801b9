import { cohortRoutes, programRoutes, type Cohort, type Program } from '@ithaca/contracts/programs';
import { peopleRoutes } from '@ithaca/contracts/people';
import type { BodyOf } from '@ithaca/contracts/route';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { programQuery, usePutCohort } from '../../shell/cohort.ts';

/** Cohorts I could enrol in, or where I am already. */
export const openCohortsQuery = queryOptions({
  queryKey: ['programs', 'open'],
  queryFn: ({ signal }) => call(cohortRoutes.listOpen, {}, { signal }),
});

export const openCohortQuery = (cohortId: string) =>
  queryOptions({
    queryKey: ['programs', 'open', cohortId],
    queryFn: ({ signal }) => call(cohortRoutes.getOpen, { params: { cohortId } }, { signal }),
  });

/** Programs I may run or audit. */
export const programsQuery = queryOptions({
  queryKey: ['programs', 'list'],
  queryFn: ({ signal }) => call(programRoutes.list, {}, { signal }),
});
