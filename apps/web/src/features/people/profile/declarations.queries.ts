import { declarationRoutes } from '@ithaca/contracts/declarations';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';

/** What the organisation asks, with the sums that may be shown. */
export const attributesQuery = queryOptions({
  queryKey: ['declarations', 'attributes'],
  queryFn: ({ signal }) => call(declarationRoutes.list, {}, { signal }),
});

/** What I am asked and what I have said. */
export const myDeclarationsQuery = queryOptions({
  queryKey: ['declarations', 'mine'],
  queryFn: ({ signal }) => call(declarationRoutes.mine, {}, { signal }),
});
