import { peopleRoutes } from '@ithaca/contracts/people';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Colleagues whose name begins so. */
export const colleaguesQuery = (words: string) =>
  queryOptions({
    queryKey: ['people', 'search', words],
    queryFn: ({ signal }) => call(peopleRoutes.find, { query: { q: words } }, { signal }),
    enabled: words.length >= 2,
    placeholderData: keepPreviousData,
  });
