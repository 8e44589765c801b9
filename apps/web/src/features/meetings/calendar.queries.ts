import { calendarRoutes } from '@ithaca/contracts/calendar';
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
