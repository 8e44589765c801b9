import { rehearsalRoomRoutes } from '@ithaca/contracts/rehearsals';
import type { Locale } from '@ithaca/domain/vocabulary';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { pagedQuery } from '../../lib/paging.ts';

const WATCH_MS = 1000;

/** The room I am in; asked again while days pass. */
export const roomQuery = queryOptions({
  queryKey: ['rehearsal', 'room'],
  queryFn: ({ signal }) => call(rehearsalRoomRoutes.get, {}, { signal }),
  refetchInterval: ({ state }) => (state.data && state.data.walkingTo !== null ? WATCH_MS : false),
});

/** What would have been sent, to everybody or to one person. */
export const roomMailsQuery = (personId: string) =>
  pagedQuery(['rehearsal', 'mails', personId], ({ cursor, signal }) =>
    call(rehearsalRoomRoutes.listMails, { query: { cursor, ...(personId && { personId }) } }, { signal }),
  );

export const roomMailQuery = (mailId: string, locale: Locale) =>
  queryOptions({
    queryKey: ['rehearsal', 'mail', mailId, locale],
    queryFn: ({ signal }) =>
      call(rehearsalRoomRoutes.getMail, { params: { mailId }, query: { locale } }, { signal }),
  });

export function usePassDays() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (daysPassed: number) => call(rehearsalRoomRoutes.passDays, { body: { daysPassed } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['rehearsal'] }),
    meta: { showsProblem: true },
  });
}

/** Somebody else from now on: everything is fetched anew. */
export function useTakeSeat() {
  return useMutation({
    mutationFn: (personId: string) => call(rehearsalRoomRoutes.takeSeat, { body: { personId } }),
    onSuccess: () => window.location.assign('/'),
  });
}
