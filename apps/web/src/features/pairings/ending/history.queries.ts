import { endingRoutes } from '@ithaca/contracts/endings';
import { personalDataRoutes } from '@ithaca/contracts/personal-data';
import { queryOptions, useMutation } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';
import { useRequestKey } from '../../../lib/request-key.ts';

export const historyQuery = queryOptions({
  queryKey: ['pairings', 'history'],
  queryFn: ({ signal }) => call(endingRoutes.listHistory, {}, { signal }),
});

/** Asks for everything of mine as one file; its own page says when it is there. */
export function useTakeData() {
  const { key, settled } = useRequestKey();
  return useMutation({
    mutationFn: () => call(personalDataRoutes.take, {}, { key }),
    onSettled: settled,
  });
}
