import { benchmarkRoutes } from '@ithaca/contracts/benchmarks';
import { comparisonRoutes, type ComparedAge, type Comparison } from '@ithaca/contracts/comparison';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';

export type Among = Comparison['among'];

export const comparisonQuery = (programId: string, among: Among, age: ComparedAge | undefined) =>
  queryOptions({
    queryKey: ['programs', programId, 'comparison', among, age ?? ''],
    queryFn: ({ signal }) =>
      call(
        comparisonRoutes.get,
        { params: { programId }, query: { among, ...(age && { age }) } },
        { signal },
      ),
  });

export const benchmarksQuery = (programId: string) =>
  queryOptions({
    queryKey: ['programs', programId, 'benchmarks'],
    queryFn: ({ signal }) => call(benchmarkRoutes.get, { params: { programId } }, { signal }),
  });

/** Takes part in the comparison of organisations, or withdraws. */
export function useTakePart() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (takesPart: boolean) => call(benchmarkRoutes.share, { body: { takesPart } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['programs'] }),
  });
}
