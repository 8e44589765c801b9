import type { MailChoice, QuietHours } from '@ithaca/domain/delivery';
import { mailChoiceRoutes } from '@ithaca/contracts/acts';
import { digestRoutes } from '@ithaca/contracts/digests';
import { peopleRoutes, type profileChange } from '@ithaca/contracts/people';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import { call } from '../../lib/api.ts';
import { useRequestKey } from '../../lib/request-key.ts';

export type ProfileChange = z.input<typeof profileChange>;

export const personQuery = (personId: string) =>
  queryOptions({
    queryKey: ['people', 'one', personId],
    queryFn: ({ signal }) => call(peopleRoutes.get, { params: { personId } }, { signal }),
  });

export const myProfileQuery = queryOptions({
  queryKey: ['people', 'me'],
  queryFn: ({ signal }) => call(peopleRoutes.myProfile, {}, { signal }),
});

export function useChangeProfile() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ version, ...body }: ProfileChange & { version: number }) =>
      call(peopleRoutes.updateMyProfile, { body, version }),
    onSuccess: (profile) => {
      queries.setQueryData(myProfileQuery.queryKey, profile);
      return Promise.all([
        queries.invalidateQueries({ queryKey: ['people', 'one', profile.id] }),
        queries.invalidateQueries({ queryKey: ['session'] }),
      ]);
    },
    meta: { showsProblem: true },
  });
}

export const mailChoicesQuery = queryOptions({
  queryKey: ['people', 'mails'],
  queryFn: ({ signal }) => call(mailChoiceRoutes.list, {}, { signal }),
});

/** My summary of the day as it would arrive now. */
export const digestQuery = queryOptions({
  queryKey: ['people', 'mails', 'digest'],
  queryFn: ({ signal }) => call(digestRoutes.preview, {}, { signal }),
});

export function useSendDigestTest() {
  const { key, settled } = useRequestKey();
  return useMutation({
    mutationFn: () => call(digestRoutes.sendTest, {}, { key }),
    onSettled: settled,
  });
}

export function useSetQuietHours() {
  const queries = useQueryClient();
  const { queryKey } = mailChoicesQuery;
  return useMutation({
    mutationFn: (quietHours: QuietHours | null) =>
      call(mailChoiceRoutes.setQuietHours, { body: { quietHours } }),
    onMutate: async (quietHours) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData(queryKey);
      if (before) queries.setQueryData(queryKey, { ...before, quietHours });
      return before;
    },
    onSuccess: (next) => queries.setQueryData(queryKey, next),
    onError: (_error, _hours, before) => queries.setQueryData(queryKey, before),
  });
}

export function useChooseMail() {
  const queries = useQueryClient();
  const { queryKey } = mailChoicesQuery;
  return useMutation({
    mutationFn: (body: { kind: string; choice: MailChoice }) => call(mailChoiceRoutes.choose, { body }),
    onMutate: async ({ kind, choice }) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData(queryKey);
      if (before)
        queries.setQueryData(queryKey, {
          ...before,
          items: before.items.map((one) => (one.kind === kind ? { ...one, choice } : one)),
        });
      return before;
    },
    onSuccess: (next) => queries.setQueryData(queryKey, next),
    onError: (_error, _choice, before) => queries.setQueryData(queryKey, before),
  });
}
