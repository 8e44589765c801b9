import { metricRoutes } from '@ithaca/contracts/metrics';
import { queryOptions } from '@tanstack/react-query';
import { call } from './api.ts';

/** The catalogue of all metrics; it changes with a release only. */
export const dictionaryQuery = queryOptions({
  queryKey: ['metrics', 'dictionary'],
  queryFn: ({ signal }) => call(metricRoutes.dictionary, {}, { signal }),
  staleTime: Infinity,
});
