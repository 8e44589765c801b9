import { cohortLinkRoutes } from '@ithaca/contracts/cohort-links';
import type { RequestOf } from '@ithaca/contracts/route';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';

export const linksQuery = (cohortId: string) =>
  queryOptions({
    queryKey: ['enrolments', 'links', cohortId],
    queryFn: ({ signal }) => call(cohortLinkRoutes.list, { params: { cohortId } }, { signal }),
  });

export function useMakeLink(cohortId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: RequestOf<typeof cohortLinkRoutes.create>['body']) =>
      call(cohortLinkRoutes.create, { params: { cohortId }, body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: linksQuery(cohortId).queryKey }),
    meta: { showsProblem: true },
  });
}

export function useRemoveLink(cohortId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (linkId: string) => call(cohortLinkRoutes.revoke, { params: { cohortId, linkId } }),
    onSettled: () => queries.invalidateQueries({ queryKey: linksQuery(cohortId).queryKey }),
  });
}
