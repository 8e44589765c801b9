import { closingRoutes } from '@ithaca/contracts/closing';
import { cohortRoutes, type Cohort } from '@ithaca/contracts/programs';
import type { ClosingItem } from '@ithaca/domain/cohort';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';
import { usePutCohort } from '../../../shell/cohort.ts';

export const useRemind = (cohortId: string) =>
  useMutation({
    mutationFn: (item: ClosingItem) => call(closingRoutes.remind, { params: { cohortId }, body: { item } }),
    meta: { showsProblem: true },
  });

export function useCallOff(cohortId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call(closingRoutes.callOff, { params: { cohortId } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['cohorts', cohortId] }),
    meta: { showsProblem: true },
  });
}

export function useKeepContent({ id, version }: Cohort) {
  const queries = useQueryClient();
  const put = usePutCohort();
  return useMutation({
    mutationFn: (untilOn: string) =>
      call(cohortRoutes.keepContent, { params: { cohortId: id }, body: { untilOn }, version }),
    onSuccess: (cohort) => {
      put(cohort);
      return queries.invalidateQueries({ queryKey: ['cohorts', id] });
    },
    meta: { showsProblem: true },
  });
}
