import type { RequestOf } from '@ithaca/contracts/route';
import { checkInRoutes, type CheckIn } from '@ithaca/contracts/surveys';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type CheckInAnswer = RequestOf<(typeof checkInRoutes)['answer']>['body'];

export const checkInQuery = (checkInId: string) =>
  queryOptions({
    queryKey: ['check-ins', checkInId],
    queryFn: ({ signal }) => call(checkInRoutes.get, { params: { checkInId } }, { signal }),
  });

export function useAnswerCheckIn({ id, version }: CheckIn) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: CheckInAnswer) =>
      call(checkInRoutes.answer, { params: { checkInId: id }, body, version }),
    onSuccess: (next) => {
      queries.setQueryData(checkInQuery(id).queryKey, next);
      void queries.invalidateQueries({ queryKey: ['home'] });
    },
    // Closed or answered in another window meanwhile: what stands there now is shown.
    onError: () => queries.invalidateQueries({ queryKey: ['check-ins', id] }),
    meta: { showsProblem: true },
  });
}
