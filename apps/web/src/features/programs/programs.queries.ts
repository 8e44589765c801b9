import { programSettingRoutes } from '@ithaca/contracts/program-settings';
import { cohortRoutes, programRoutes, type Cohort, type Program } from '@ithaca/contracts/programs';
import type { RequestOf } from '@ithaca/contracts/route';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useRequestKey } from '../../lib/request-key.ts';
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

/** Whom a rule lets in, before it is saved. */
export const eligibilityQuery = (programId: string, rule: Program['eligibility']) =>
  queryOptions({
    queryKey: ['programs', programId, 'eligibility', rule],
    queryFn: ({ signal }) =>
      call(programRoutes.previewEligibility, { params: { programId }, body: rule }, { signal }),
    placeholderData: keepPreviousData,
  });

/** Job titles and imported attributes, to choose from. */
export const ruleFactsQuery = (programId: string) =>
  queryOptions({
    queryKey: ['programs', programId, 'eligibility-facts'],
    queryFn: ({ signal }) => call(programRoutes.listEligibilityFacts, { params: { programId } }, { signal }),
    staleTime: 60_000,
  });

/** The eligibility rule as it was. */
export const ruleVersionsQuery = (programId: string) =>
  queryOptions({
    queryKey: ['programs', programId, 'eligibility-versions'],
    queryFn: ({ signal }) =>
      call(programRoutes.listEligibilityVersions, { params: { programId } }, { signal }),
  });

/** The goals to start from as they were; none while they never changed. */
export const goalPlansVersionsQuery = (programId: string) =>
  queryOptions({
    queryKey: ['programs', programId, 'goal-plans-versions'],
    queryFn: ({ signal }) => call(programRoutes.listGoalPlansVersions, { params: { programId } }, { signal }),
  });

/** What each role will see of whom. */
export const roleViewsQuery = (programId: string) =>
  queryOptions({
    queryKey: ['programs', programId, 'role-views'],
    queryFn: ({ signal }) => call(programSettingRoutes.listRoleViews, { params: { programId } }, { signal }),
    staleTime: Infinity,
  });

/** What is still open in a cohort that comes to its end. */
export const closingQuery = (cohortId: string) =>
  queryOptions({
    queryKey: ['cohorts', cohortId, 'closing'],
    queryFn: ({ signal }) => call(cohortRoutes.closing, { params: { cohortId } }, { signal }),
  });

export type ProgramChange = RequestOf<typeof programRoutes.update>['body'];
export type CohortChange = RequestOf<typeof cohortRoutes.update>['body'];

export function useCreateProgram() {
  const queries = useQueryClient();
  const { key, settled } = useRequestKey();
  return useMutation({
    mutationFn: (body: RequestOf<typeof programRoutes.create>['body']) =>
      call(programRoutes.create, { body }, { key }),
    onSuccess: (program) => {
      queries.setQueryData(programQuery(program.id).queryKey, program);
      void queries.invalidateQueries({ queryKey: programsQuery.queryKey });
      void queries.invalidateQueries({ queryKey: ['templates'] });
    },
    onSettled: settled,
    meta: { showsProblem: true },
  });
}

/** Saves a part of a program on top of the version that is known here. */
export function useSaveProgram(programId: string): (change: ProgramChange) => Promise<Program> {
  const queries = useQueryClient();
  return async (body) => {
    const known = queries.getQueryData(programQuery(programId).queryKey);
    const program = await call(programRoutes.update, {
      params: { programId },
      body,
      version: known?.version ?? 0,
    });
    // A read that began before the save would bring the older version back.
    await queries.cancelQueries({ queryKey: programQuery(programId).queryKey, exact: true });
    queries.setQueryData(programQuery(programId).queryKey, program);
    void queries.invalidateQueries({ queryKey: programsQuery.queryKey });
    void queries.invalidateQueries({ queryKey: ['programs', 'open'] });
    return program;
  };
}

export function useSaveCohort(cohort: Cohort | undefined): (change: CohortChange) => Promise<Cohort> {
  const queries = useQueryClient();
  const put = usePutCohort();
  return async (body) => {
    if (!cohort) throw new Error('There is no cohort to save');
    const known = queries
      .getQueryData(programQuery(cohort.programId).queryKey)
      ?.cohorts.find(({ id }) => id === cohort.id);
    const saved = await call(cohortRoutes.update, {
      params: { cohortId: cohort.id },
      body,
      version: (known ?? cohort).version,
    });
    put(saved);
    return saved;
  };
}

export function usePlanCohort(programId: string) {
  const put = usePutCohort();
  const { key, settled } = useRequestKey();
  return useMutation({
    mutationFn: (body: RequestOf<typeof cohortRoutes.create>['body']) =>
      call(cohortRoutes.create, { params: { programId }, body }, { key }),
    onSuccess: (cohort) => {
      put(cohort);
    },
    onSettled: settled,
    meta: { showsProblem: true },
  });
}
