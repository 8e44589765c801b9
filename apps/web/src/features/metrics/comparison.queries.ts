import { comparisonRoutes, type ComparedAge, type Comparison } from '@ithaca/contracts/comparison';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

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
