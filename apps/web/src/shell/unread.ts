import { inboxRoutes } from '@ithaca/contracts/organisations';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
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

/** Keeps whatever shows the inbox up to date, once the page has time for it. */
export function useLiveInbox(isReady: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!isReady) return undefined;
    let stop: (() => void) | undefined;
    let isOver = false;
    void import('../lib/live-inbox.ts').then(({ watchInbox }) => {
      if (!isOver) stop = watchInbox(() => void queries.invalidateQueries({ queryKey: ['inbox'] }));
    });
    return () => {
      isOver = true;
      stop?.();
    };
  }, [isReady, queries]);
}
