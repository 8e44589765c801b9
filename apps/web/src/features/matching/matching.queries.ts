import { matchingRoutes, type MatchingRun } from '@ithaca/contracts/matching';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';

const POLL_MS = 700;
/** How often a draft is read again while it is open, for what others decide meanwhile. */
const OTHERS_MS = 30_000;

export const isUnderWay = (run: Pick<MatchingRun, 'state'>) =>
  run.state === 'queued' || run.state === 'running';

export const overviewQuery = (cohortId: string) =>
  queryOptions({
    queryKey: ['matching', cohortId],
    queryFn: ({ signal }) => call(matchingRoutes.overview, { params: { cohortId } }, { signal }),
    refetchInterval: ({ state }) => (state.data?.runs.some(isUnderWay) ? POLL_MS : false),
  });

export const runQuery = (runId: string) =>
  queryOptions({
    queryKey: ['matching', 'run', runId],
    queryFn: ({ signal }) => call(matchingRoutes.getRun, { params: { runId } }, { signal }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? POLL_MS : false),
  });

/** The whole draft. Asked for once the run is ready. */
export const draftQuery = (runId: string) =>
  queryOptions({
    queryKey: ['matching', 'draft', runId],
    queryFn: ({ signal }) => call(matchingRoutes.listProposals, { params: { runId } }, { signal }),
    refetchInterval: ({ state }) => (state.data?.run.state === 'ready' ? OTHERS_MS : false),
  });

export const proposalQuery = (proposalId: string) =>
  queryOptions({
    queryKey: ['matching', 'proposal', proposalId],
    queryFn: ({ signal }) => call(matchingRoutes.getProposal, { params: { proposalId } }, { signal }),
  });

/** Why not this mentor? Both by their enrolment. */
export const whyNotQuery = (runId: string, mentee: string, mentor: string) =>
  queryOptions({
    queryKey: ['matching', 'proposal', 'why-not', runId, mentee, mentor],
    queryFn: ({ signal }) =>
      call(matchingRoutes.whyNot, { params: { runId }, query: { mentee, mentor } }, { signal }),
  });

export const publicationQuery = (runId: string) =>
  queryOptions({
    queryKey: ['matching', 'publication', runId],
    queryFn: ({ signal }) => call(matchingRoutes.publishPreview, { params: { runId } }, { signal }),
    staleTime: 0,
  });

export function useDraftPairings(cohortId: string) {
  const queries = useQueryClient();
  const [key, setKey] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: () => call(matchingRoutes.start, { params: { cohortId } }, { key }),
    onSuccess: (run) => {
      setKey(crypto.randomUUID());
      queries.setQueryData(runQuery(run.id).queryKey, run);
      void queries.invalidateQueries({ queryKey: ['matching', cohortId] });
    },
    meta: { showsProblem: true },
  });
}

export function usePublish(run: MatchingRun) {
  const queries = useQueryClient();
  const [key] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: () =>
      call(
        matchingRoutes.publish,
        { params: { runId: run.id }, version: run.version },
        // Another version of the draft is another request.
        { key: `${key}-${run.version}` },
      ),
    onSuccess: () => {
      for (const first of ['programs', 'cohorts', 'pairings', 'people', 'home', 'today', 'metrics'])
        void queries.invalidateQueries({ queryKey: [first] });
      void queries.invalidateQueries({ queryKey: ['matching', run.cohortId] });
      void queries.invalidateQueries({ queryKey: ['matching', 'run', run.id] });
      void queries.invalidateQueries({ queryKey: ['matching', 'draft', run.id] });
    },
    meta: { showsProblem: true },
  });
}
