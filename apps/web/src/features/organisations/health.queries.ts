import { exportRoutes } from '@ithaca/contracts/exports';
import { healthRoutes } from '@ithaca/contracts/health';
import { searchRoutes } from '@ithaca/contracts/search';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export const healthQuery = queryOptions({
  queryKey: ['admin', 'health'],
  queryFn: ({ signal }) => call(healthRoutes.get, {}, { signal }),
});

export const conflictsQuery = queryOptions({
  queryKey: ['admin', 'conflicts'],
  queryFn: ({ signal }) => call(healthRoutes.conflicts, {}, { signal }),
});

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => call(searchRoutes.search, { query: { q } }, { signal }),
    enabled: q.length >= 2,
    placeholderData: keepPreviousData,
  });

/** Asked again every two seconds until the file is written. */
export const exportQuery = (exportId: string) =>
  queryOptions({
    queryKey: ['exports', exportId],
    queryFn: ({ signal }) => call(exportRoutes.get, { params: { exportId } }, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'queued' ? 2_000 : false),
  });
