import { inboxRoutes } from '@ithaca/contracts/organisations';
import type { RequestOf } from '@ithaca/contracts/route';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { pagedQuery } from '../../lib/paging.ts';

export type Show = 'all' | 'unread' | 'snoozed';

const filters = { all: {}, unread: { unread: 'true' }, snoozed: { snoozed: 'true' } } as const;

export const inboxQuery = (show: Show) =>
  pagedQuery(['inbox', { show }], ({ cursor, signal }) =>
    call(inboxRoutes.list, { query: { cursor, ...filters[show] } }, { signal }),
  );

/** Marks items as read or unread; without ids, all as read. Whatever shows the inbox reads it again. */
export function useMarkRead() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: RequestOf<(typeof inboxRoutes)['markRead']>['body']) =>
      call(inboxRoutes.markRead, { body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['inbox'] }),
  });
}

export type Until = RequestOf<(typeof inboxRoutes)['snooze']>['body']['until'];

/** Puts items off until a morning, or brings them back. */
export function useSnooze() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { ids: string[]; until: Until }) => call(inboxRoutes.snooze, { body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['inbox'] }),
  });
}
