import { matchingRoutes, type MatchingRun } from '@ithaca/contracts/matching';
import { solveBudget } from '@ithaca/domain/matching-run';
import { reviewRoutes } from '@ithaca/contracts/review';
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

export const fixesQuery = (cohortId: string) =>
  queryOptions({
    queryKey: ['matching', cohortId, 'fixes'],
    queryFn: ({ signal }) => call(matchingRoutes.fixes, { params: { cohortId } }, { signal }),
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

/** Why has somebody no partner, what would help, and what would each mentor mean? */
export const whyUnmatchedQuery = (runId: string, mentee: string) =>
  queryOptions({
    queryKey: ['matching', 'proposal', 'unmatched', runId, mentee],
    queryFn: ({ signal }) =>
      call(reviewRoutes.whyUnmatched, { params: { runId }, query: { mentee } }, { signal }),
  });

/** What I can undo and do again in a draft. */
export const seriesQuery = (runId: string) =>
  queryOptions({
    queryKey: ['matching', 'series', runId],
    queryFn: ({ signal }) => call(reviewRoutes.series, { params: { runId } }, { signal }),
  });

/** The latest decisions about a draft. */
export const actsQuery = (runId: string) =>
  queryOptions({
    queryKey: ['matching', 'acts', runId],
    queryFn: ({ signal }) => call(reviewRoutes.listActs, { params: { runId } }, { signal }),
  });

/** Gives this draft up for the one before it. */
export function useGoBack(run: MatchingRun) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (to: string) =>
      call(reviewRoutes.goBack, { params: { runId: run.id }, body: { to }, version: run.version }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['matching'] }),
  });
}

/** Adds a note to a pair. */
export function useAddNote(proposalId: string) {
  const queries = useQueryClient();
  const [key] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (body: string) =>
      call(reviewRoutes.addNote, { params: { proposalId }, body: { body } }, { key }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: proposalQuery(proposalId).queryKey });
      void queries.invalidateQueries({ queryKey: ['matching', 'draft'] });
    },
    meta: { showsProblem: true },
  });
}

/** Three times as long, as far as a run may take. */
export const longerThan = (seconds: number) =>
  Math.min(solveBudget.most, Math.max(solveBudget.usual, seconds * 3));

export function useDraftPairings(cohortId: string) {
  const queries = useQueryClient();
  const [key, setKey] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (budgetSeconds: number | undefined) =>
      call(
        matchingRoutes.start,
        { params: { cohortId }, body: budgetSeconds === undefined ? {} : { budgetSeconds } },
        { key },
      ),
    onSuccess: (run) => {
      setKey(crypto.randomUUID());
      queries.setQueryData(runQuery(run.id).queryKey, run);
      void queries.invalidateQueries({ queryKey: ['matching', cohortId] });
    },
    meta: { showsProblem: true },
  });
}
