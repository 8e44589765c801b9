import { inboxRoutes } from '@ithaca/contracts/organisations';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { pagedQuery } from '../../lib/paging.ts';

export const inboxQuery = (unreadOnly: boolean) =>
  pagedQuery(['inbox', { unreadOnly }], ({ cursor, signal }) =>
    call(inboxRoutes.list, { query: { cursor, ...(unreadOnly && { unread: 'true' }) } }, { signal }),
  );

/** Marks items as read; without ids, all of them. Whatever shows the inbox reads it again. */
export function useMarkRead() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[] | undefined) => call(inboxRoutes.markRead, { body: ids ? { ids } : {} }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['inbox'] }),
  });
}
