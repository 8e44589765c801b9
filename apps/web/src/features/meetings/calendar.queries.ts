import { calendarRoutes } from '@ithaca/contracts/calendar';
import type { CalendarProviderName } from '@ithaca/domain/calendar-connection';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export const calendarQuery = queryOptions({
  queryKey: ['calendar'],
  queryFn: ({ signal }) => call(calendarRoutes.find, {}, { signal }),
});

/** Makes a new secret address; the answer holds it, once. */
export function useOpenCalendar() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (details: boolean) => call(calendarRoutes.open, { body: { details } }),
    onSuccess: ({ feed }) => queries.setQueryData(calendarQuery.queryKey, { feed }),
  });
}

export function useChangeCalendar() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (details: boolean) => call(calendarRoutes.change, { body: { details } }),
    onSuccess: (next) => queries.setQueryData(calendarQuery.queryKey, next),
  });
}

export function useCloseCalendar() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call(calendarRoutes.close, {}),
    onSuccess: () => queries.setQueryData(calendarQuery.queryKey, { feed: null }),
  });
}

export const connectionsQuery = queryOptions({
  queryKey: ['calendar', 'connections'],
  queryFn: ({ signal }) => call(calendarRoutes.listConnections, {}, { signal }),
  // The first reading happens a moment after connecting.
  refetchInterval: ({ state }) =>
    state.data?.items.some((item) => item.state === 'connected' && item.readAt === null) ? 3000 : false,
});

/** Leaves for the provider, where the person agrees; it leads back to the page. */
export function useConnect() {
  return useMutation({
    mutationFn: (provider: CalendarProviderName) => call(calendarRoutes.connect, { body: { provider } }),
    onSuccess: ({ address }) => window.location.assign(address),
  });
}

export function useFinishConnecting() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (answer: string) => call(calendarRoutes.finishConnecting, { body: { answer } }),
    onSuccess: (next) => queries.setQueryData(connectionsQuery.queryKey, next),
    meta: { showsProblem: true },
  });
}

export function useDisconnect() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (provider: CalendarProviderName) => call(calendarRoutes.disconnect, { body: { provider } }),
    onSuccess: (next) => queries.setQueryData(connectionsQuery.queryKey, next),
  });
}
