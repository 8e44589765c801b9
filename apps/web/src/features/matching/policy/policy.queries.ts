import { matchingPolicyRoutes as routes, type PolicyState } from '@ithaca/contracts/matching-policy';
import type { MatchingPolicy } from '@ithaca/contracts/programs';
import type { RequestOf } from '@ithaca/contracts/route';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';
import { useRequestKey } from '../../../lib/request-key.ts';

/** The policy in force, its versions and its scenarios. */
export const policyQuery = (programId: string) =>
  queryOptions({
    queryKey: ['matching-policy', programId],
    queryFn: ({ signal }) => call(routes.get, { params: { programId } }, { signal }),
  });

export type PreviewWanted = RequestOf<typeof routes.preview>['body'];

/** What an edit would do. The answer to the edit before stays until the next one is there; an edit overtaken is cancelled. */
export const previewQuery = (cohortId: string, version: number, wanted: PreviewWanted) =>
  queryOptions({
    queryKey: ['matching-policy', 'preview', cohortId, version, wanted],
    queryFn: ({ signal }) => call(routes.preview, { params: { cohortId }, body: wanted }, { signal }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });

export const comparisonQuery = (cohortId: string, policies: readonly MatchingPolicy[]) =>
  queryOptions({
    queryKey: ['matching-policy', 'comparison', cohortId, policies],
    queryFn: ({ signal }) =>
      call(routes.compare, { params: { cohortId }, body: { policies: [...policies] } }, { signal }),
    placeholderData: keepPreviousData,
    enabled: policies.length >= 2,
  });

/** What else shows a policy is read again: the program, its setup, the matching page. */
function usePutPolicy(): (state: PolicyState) => void {
  const queries = useQueryClient();
  return (state) => {
    queries.setQueryData(policyQuery(state.programId).queryKey, state);
    void queries.invalidateQueries({ queryKey: ['programs'] });
    void queries.invalidateQueries({ queryKey: ['matching'] });
  };
}

export function useSavePolicy(programId: string) {
  const put = usePutPolicy();
  return useMutation({
    mutationFn: ({ version, ...body }: RequestOf<typeof routes.save>['body'] & { version: number }) =>
      call(routes.save, { params: { programId }, body, version }),
    onSuccess: put,
    meta: { showsProblem: true },
  });
}

export function useReturnTo(programId: string) {
  const put = usePutPolicy();
  return useMutation({
    mutationFn: ({ version, number }: { version: number; number: number }) =>
      call(routes.returnTo, { params: { programId }, body: { number }, version }),
    onSuccess: put,
  });
}

export function useKeepScenario(programId: string) {
  const queries = useQueryClient();
  const { key, settled } = useRequestKey();
  return useMutation({
    mutationFn: (body: RequestOf<typeof routes.keepScenario>['body']) =>
      call(routes.keepScenario, { params: { programId }, body }, { key }),
    onSuccess: (scenario) => {
      queries.setQueryData(
        policyQuery(programId).queryKey,
        (state) => state && { ...state, scenarios: [...state.scenarios, scenario] },
      );
    },
    onSettled: settled,
    meta: { showsProblem: true },
  });
}

export function useDropScenario(programId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (scenarioId: string) => call(routes.dropScenario, { params: { programId, scenarioId } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: policyQuery(programId).queryKey }),
  });
}
