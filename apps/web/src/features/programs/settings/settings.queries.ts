import { accessRoutes } from '@ithaca/contracts/identity';
import { programSettingRoutes } from '@ithaca/contracts/program-settings';
import type { RequestOf } from '@ithaca/contracts/route';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';
import { pagedQuery } from '../../../lib/paging.ts';
import { useRequestKey } from '../../../lib/request-key.ts';

export const coordinatorsQuery = (programId: string) =>
  queryOptions({
    queryKey: ['programs', programId, 'coordinators'],
    queryFn: ({ signal }) =>
      call(programSettingRoutes.listCoordinators, { params: { programId } }, { signal }),
  });

/** Whom a change would reach: asked when it is about to be saved. */
export const touchedQuery = (programId: string, about: { cohortId?: string; endsOn?: string }) =>
  queryOptions({
    queryKey: ['programs', programId, 'touched', about],
    queryFn: ({ signal }) =>
      call(programSettingRoutes.touched, { params: { programId }, query: about }, { signal }),
    staleTime: 0,
  });

export type ActivityFilters = Omit<
  NonNullable<RequestOf<typeof programSettingRoutes.listActivity>['query']>,
  'cursor' | 'limit'
>;

export const activityQuery = (programId: string, filters: ActivityFilters) =>
  pagedQuery(['programs', programId, 'activity', filters], ({ cursor, signal }) =>
    call(
      programSettingRoutes.listActivity,
      { params: { programId }, query: { ...filters, ...(cursor && { cursor }) } },
      { signal },
    ),
  );

export function useGrantCoordinator(programId: string) {
  const queries = useQueryClient();
  const { key, settled } = useRequestKey();
  return useMutation({
    mutationFn: (wanted: { personId: string; lastsUntil?: string }) =>
      call(accessRoutes.grant, { body: { ...wanted, role: 'coordinator', programId } }, { key }),
    onSuccess: () => queries.invalidateQueries({ queryKey: coordinatorsQuery(programId).queryKey }),
    onSettled: settled,
    meta: { showsProblem: true },
  });
}

export function useRevokeCoordinator(programId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (grantId: string) => call(accessRoutes.revoke, { params: { grantId } }),
    onSettled: () => queries.invalidateQueries({ queryKey: coordinatorsQuery(programId).queryKey }),
  });
}
