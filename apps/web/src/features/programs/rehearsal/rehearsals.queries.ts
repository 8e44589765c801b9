import { rehearsalRoutes } from '@ithaca/contracts/rehearsals';
import type { RequestOf } from '@ithaca/contracts/route';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';
import { useRequestKey } from '../../../lib/request-key.ts';

const WATCH_MS = 1500;

/** The rehearsals of a cohort, the latest first; asked again while one is being made. */
export const rehearsalsQuery = (cohortId: string) =>
  queryOptions({
    queryKey: ['rehearsals', cohortId],
    queryFn: ({ signal }) => call(rehearsalRoutes.list, { params: { cohortId } }, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.items.some((one) => one.state === 'preparing') ? WATCH_MS : false,
  });

export function useBeginRehearsal(cohortId: string) {
  const queries = useQueryClient();
  const { key, settled } = useRequestKey();
  return useMutation({
    mutationFn: (body: RequestOf<typeof rehearsalRoutes.begin>['body']) =>
      call(rehearsalRoutes.begin, { params: { cohortId }, body }, { key }),
    onSettled: (reply, error) => {
      settled(reply, error);
      return queries.invalidateQueries({ queryKey: ['rehearsals', cohortId] });
    },
    meta: { showsProblem: true },
  });
}

/** Into the room: another organisation, so everything is fetched anew. */
export function useVisitRehearsal() {
  return useMutation({
    mutationFn: (rehearsalId: string) => call(rehearsalRoutes.visit, { params: { rehearsalId } }),
    onSuccess: () => window.location.assign('/rehearsal'),
  });
}

export function useEndRehearsal(cohortId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (rehearsalId: string) => call(rehearsalRoutes.end, { params: { rehearsalId } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['rehearsals', cohortId] }),
    meta: { showsProblem: true },
  });
}
