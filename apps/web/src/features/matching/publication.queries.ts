import type { MatchingRun } from '@ithaca/contracts/matching';
import { publicationRoutes } from '@ithaca/contracts/publication';
import type { RequestOf } from '@ithaca/contracts/route';
import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useRequestKey } from '../../lib/request-key.ts';

/** How often a planned publication, or mails on their way, are looked at again. */
const WATCH_MS = 5000;

export type Plan = NonNullable<RequestOf<typeof publicationRoutes.publish>['body']>;

export const publicationQuery = (runId: string) =>
  queryOptions({
    queryKey: ['matching', 'publication', runId],
    queryFn: ({ signal }) => call(publicationRoutes.preview, { params: { runId } }, { signal }),
    staleTime: 0,
  });

/** What became of the publication of a draft: planned, carried out with its pairs, called off. */
export const outcomeQuery = (runId: string) =>
  queryOptions({
    queryKey: ['matching', 'outcome', runId],
    queryFn: ({ signal }) => call(publicationRoutes.outcome, { params: { runId } }, { signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => {
      const { publication, pairs = [] } = state.data ?? {};
      const isMoving =
        publication?.state === 'scheduled' ||
        pairs.some(({ state: pairing, mailsWaiting }) => pairing === 'offered' && mailsWaiting > 0);
      return isMoving ? WATCH_MS : false;
    },
  });

/** What a publication, or taking one back, changes elsewhere. */
function refresh(queries: QueryClient, run: Pick<MatchingRun, 'id' | 'cohortId'>): void {
  for (const first of ['programs', 'cohorts', 'pairings', 'people', 'home', 'today', 'metrics'])
    void queries.invalidateQueries({ queryKey: [first] });
  void queries.invalidateQueries({ queryKey: ['matching', run.cohortId] });
  for (const part of ['run', 'draft', 'outcome', 'publication'])
    void queries.invalidateQueries({ queryKey: ['matching', part, run.id] });
}

export function usePublish(run: MatchingRun) {
  const queries = useQueryClient();
  const { key, settled } = useRequestKey();
  return useMutation({
    mutationFn: (body: Plan) =>
      call(publicationRoutes.publish, { params: { runId: run.id }, body, version: run.version }, { key }),
    onSettled: settled,
    onSuccess: () => refresh(queries, run),
    onError: () => void queries.invalidateQueries({ queryKey: ['matching'] }),
    meta: { showsProblem: true },
  });
}

export function useCallOff(run: MatchingRun) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call(publicationRoutes.cancel, { params: { runId: run.id } }),
    onSettled: () => refresh(queries, run),
    meta: { showsProblem: true },
  });
}

export function useTakeBack(run: MatchingRun) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (pairingId: string) => call(publicationRoutes.undo, { params: { pairingId } }),
    onSettled: () => refresh(queries, run),
    meta: { showsProblem: true },
  });
}
