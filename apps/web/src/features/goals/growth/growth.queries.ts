import type { RequestOf } from '@ithaca/contracts/route';
import { selfAssessmentRoutes, type SelfAssessments } from '@ithaca/contracts/self-assessments';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';

export type SaidOfSkills = RequestOf<(typeof selfAssessmentRoutes)['save']>['body'];
export type OwnAssessment = NonNullable<SelfAssessments['mine']>;

export const growthQuery = (pairingId: string) =>
  queryOptions({
    queryKey: ['pairings', pairingId, 'self-assessment'],
    queryFn: ({ signal }) => call(selfAssessmentRoutes.get, { params: { pairingId } }, { signal }),
  });

export function useAssess(pairingId: string, mine: OwnAssessment) {
  const queries = useQueryClient();
  const { queryKey } = growthQuery(pairingId);
  return useMutation({
    mutationFn: (body: SaidOfSkills) =>
      call(selfAssessmentRoutes.save, {
        params: { pairingId },
        body,
        version: mine[body.phase]?.version ?? 0,
      }),
    onSuccess: (next) => queries.setQueryData(queryKey, next),
    meta: { showsProblem: true },
  });
}

export function useShareAssessment(pairingId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (isShared: boolean) =>
      call(selfAssessmentRoutes.share, { params: { pairingId }, body: { isShared } }),
    onSuccess: (next) => queries.setQueryData(growthQuery(pairingId).queryKey, next),
  });
}
