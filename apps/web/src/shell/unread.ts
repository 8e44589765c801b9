import { inboxRoutes } from '@ithaca/contracts/organisations';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '../lib/api.ts';

/** The key starts as every inbox query does: reading an item brings the number up to date. */
export const unreadQuery = queryOptions({
  queryKey: ['inbox', 'unread-count'],
  queryFn: ({ signal }) => call(inboxRoutes.list, { query: { unread: 'true', limit: 1 } }, { signal }),
  staleTime: 60_000,
  refetchInterval: 120_000,
});

/** How many items of the inbox are unread; 0 while nobody knows. */
export function useUnread(): number {
  return useQuery(unreadQuery).data?.unreadCount ?? 0;
}
