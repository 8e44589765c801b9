import { peopleRoutes } from '@ithaca/contracts/people';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';

/** Departments and sites of the directory, to choose from. */
export const facetsQuery = queryOptions({
  queryKey: ['people', 'facets'],
  queryFn: ({ signal }) => call(peopleRoutes.facets, {}, { signal }),
});
