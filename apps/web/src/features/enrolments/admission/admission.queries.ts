import { admissionRoutes, type AdmissionRules } from '@ithaca/contracts/admission';
import type { RequestOf } from '@ithaca/contracts/route';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';
import { pagedQuery } from '../../../lib/paging.ts';

export const admissionQuery = (cohortId: string) =>
  queryOptions({
    queryKey: ['admission', cohortId],
    queryFn: ({ signal }) => call(admissionRoutes.get, { params: { cohortId } }, { signal }),
  });

export const waitingListQuery = (cohortId: string) =>
  pagedQuery(['admission', cohortId, 'waiting'], ({ cursor, signal }) =>
    call(
      admissionRoutes.listWaiting,
      { params: { cohortId }, query: { limit: 50, ...(cursor && { cursor }) } },
      { signal },
    ),
  );

export const approvalsQuery = (cohortId: string, onlyOpen: boolean) =>
  pagedQuery(['admission', cohortId, 'approvals', onlyOpen], ({ cursor, signal }) =>
    call(
      admissionRoutes.listApprovals,
      {
        params: { cohortId },
        query: { limit: 50, ...(cursor && { cursor }), ...(onlyOpen && { state: 'asked' }) },
      },
      { signal },
    ),
  );

export const lotteryQuery = (cohortId: string) =>
  queryOptions({
    queryKey: ['admission', cohortId, 'lottery'],
    queryFn: ({ signal }) => call(admissionRoutes.getLottery, { params: { cohortId } }, { signal }),
  });

export const teamQuery = queryOptions({
  queryKey: ['team'],
  queryFn: ({ signal }) => call(admissionRoutes.readTeam, {}, { signal }),
});

/** Whatever changes who is in shows on the cohort's pages as well. */
function useTellCohort(cohortId: string): () => void {
  const queries = useQueryClient();
  return () => {
    for (const queryKey of [['admission', cohortId], ['enrolments', 'list'], ['programs'], ['home']])
      void queries.invalidateQueries({ queryKey });
  };
}

export function useSetAdmission(cohortId: string) {
  const tell = useTellCohort(cohortId);
  return useMutation({
    mutationFn: ({ version, ...body }: AdmissionRules & { version: number }) =>
      call(admissionRoutes.set, { params: { cohortId }, body, version }),
    onSettled: tell,
    meta: { showsProblem: true },
  });
}

export function useDraw(cohortId: string) {
  const tell = useTellCohort(cohortId);
  return useMutation({
    mutationFn: () => call(admissionRoutes.draw, { params: { cohortId } }),
    onSettled: tell,
  });
}

export function useDecideMany(cohortId: string) {
  const tell = useTellCohort(cohortId);
  return useMutation({
    mutationFn: (body: RequestOf<typeof admissionRoutes.decideMany>['body']) =>
      call(admissionRoutes.decideMany, { params: { cohortId }, body }),
    onSettled: tell,
    meta: { showsProblem: true },
  });
}

export function useDecide() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({
      approvalId,
      ...body
    }: { approvalId: string } & RequestOf<typeof admissionRoutes.decide>['body']) =>
      call(admissionRoutes.decide, { params: { approvalId }, body }),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['team'] });
      void queries.invalidateQueries({ queryKey: ['home'] });
    },
    meta: { showsProblem: true },
  });
}
