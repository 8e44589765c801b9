import { metricRoutes } from '@ithaca/contracts/metrics';
import { pairingRoutes, type PairingItem, type PairingSort } from '@ithaca/contracts/pairings';
import { programRoutes } from '@ithaca/contracts/programs';
import type { Side } from '@ithaca/domain/vocabulary';
import type { EndReason, PairingState } from '@ithaca/domain/pairing';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { pagedQuery } from '../../lib/paging.ts';

export const todayQuery = queryOptions({
  queryKey: ['today'],
  queryFn: ({ signal }) => call(metricRoutes.today, {}, { signal }),
});

export const overviewQuery = (cohortId: string) =>
  queryOptions({
    queryKey: ['cohorts', cohortId, 'overview'],
    queryFn: ({ signal }) => call(metricRoutes.cohortOverview, { params: { cohortId } }, { signal }),
  });

/** What is read over everybody in the directory: the overview does not wait for it. */
export const workforceQuery = (cohortId: string) =>
  queryOptions({
    queryKey: ['cohorts', cohortId, 'workforce'],
    queryFn: ({ signal }) => call(metricRoutes.cohortWorkforce, { params: { cohortId } }, { signal }),
  });

export const accessQuery = (cohortId: string, by: string, role: Side | undefined) =>
  queryOptions({
    queryKey: ['cohorts', cohortId, 'access', by, role ?? ''],
    queryFn: ({ signal }) =>
      call(metricRoutes.access, { params: { cohortId }, query: { by, ...(role && { role }) } }, { signal }),
  });

/** The programs with their cohorts, as the list of programs reads them. */
export const programsQuery = queryOptions({
  queryKey: ['programs', 'list'],
  queryFn: ({ signal }) => call(programRoutes.list, {}, { signal }),
});

export interface PairingFilters {
  state: PairingState | undefined;
  health: PairingItem['health'] | undefined;
  /** Only those worth a look. */
  attention: boolean;
  sort: PairingSort;
  direction: 'asc' | 'desc';
}

export const cohortPairingsQuery = (cohortId: string, filters: PairingFilters) =>
  pagedQuery(['cohorts', cohortId, 'pairings', filters], ({ cursor, signal }) =>
    call(
      pairingRoutes.list,
      {
        params: { cohortId },
        query: {
          sort: filters.sort,
          direction: filters.direction,
          ...(cursor && { cursor }),
          ...(filters.state && { state: filters.state }),
          ...(filters.health && { health: filters.health }),
          ...(filters.attention && { attention: 'true' }),
        },
      },
      { signal },
    ),
  );

/** What an act of the coordinator on a pairing changes: its lists and numbers, and who waits for a partner. */
const touched = ['today', 'cohorts', 'pairings', 'programs', 'home', 'waiting'];

export function useTakeOut(pairingId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { personId: string; reason: EndReason }) =>
      call(pairingRoutes.takeOut, { params: { pairingId }, body }),
    onSuccess: () => {
      for (const key of touched) void queries.invalidateQueries({ queryKey: [key] });
    },
    meta: { showsProblem: true },
  });
}

/** Begins a circle with those who have said yes. */
export function useBeginForCoordinator(pairingId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call(pairingRoutes.beginForCoordinator, { params: { pairingId } }),
    onSuccess: () => {
      for (const key of touched) void queries.invalidateQueries({ queryKey: [key] });
    },
    meta: { showsProblem: true },
  });
}

/** Ends a pairing as its coordinator: every list and number that it stands in is read again. */
export function useEndForCoordinator(pairingId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (reason: EndReason) =>
      call(pairingRoutes.endForCoordinator, { params: { pairingId }, body: { reason } }),
    // Not waited for: what the form still has to say must be said before its line leaves the list.
    onSuccess: () => {
      for (const key of touched) void queries.invalidateQueries({ queryKey: [key] });
    },
    meta: { showsProblem: true },
  });
}
