import type { MatchingRun } from '@ithaca/contracts/matching';
import { runRoutes } from '@ithaca/contracts/matching-runs';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addressOf, call } from '../../lib/api.ts';
import { runQuery } from './matching.queries.ts';

const POLL_MS = 1000;

export const replaysQuery = (runId: string) =>
  queryOptions({
    queryKey: ['matching', 'replays', runId],
    queryFn: ({ signal }) => call(runRoutes.listReplays, { params: { runId } }, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.items.some((one) => one.state === 'queued' || one.state === 'running') ? POLL_MS : false,
  });

export function useReplay(runId: string) {
  const queries = useQueryClient();
  const [key, setKey] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: () => call(runRoutes.replay, { params: { runId } }, { key }),
    onSuccess: () => {
      setKey(crypto.randomUUID());
      void queries.invalidateQueries({ queryKey: replaysQuery(runId).queryKey });
    },
    meta: { showsProblem: true },
  });
}

export function useCancelRun(run: Pick<MatchingRun, 'id' | 'cohortId'>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call(runRoutes.cancel, { params: { runId: run.id } }),
    onSuccess: (next) => queries.setQueryData(runQuery(run.id).queryKey, next),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['matching', run.cohortId] });
      void queries.invalidateQueries({ queryKey: runQuery(run.id).queryKey });
    },
    meta: { showsProblem: true },
  });
}

/** The files of a run, to take away and verify. */
export const filesOf = (runId: string) => ({
  problem: addressOf(runRoutes.problemFile.path, { params: { runId } }),
  result: addressOf(runRoutes.resultFile.path, { params: { runId } }),
  certificate: addressOf(runRoutes.certificateFile.path, { params: { runId } }),
});
