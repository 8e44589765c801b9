import {
  chatChannelRoutes as routes,
  type chatChannelSettings,
  type ChatChannel,
} from '@ithaca/contracts/chat-channels';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import { call } from '../../lib/api.ts';
import { useRequestKey } from '../../lib/request-key.ts';

const POLL_MS = 2000;
const keyOf = (programId: string) => ['programs', programId, 'chat-channels'];

export const chatChannelsQuery = (programId: string) =>
  queryOptions({
    queryKey: keyOf(programId),
    queryFn: ({ signal }) => call(routes.list, { params: { programId } }, { signal }),
    // What was just handed to a room is soon known to have arrived, or not.
    refetchInterval: ({ state: { data } }) =>
      data?.items.some(({ last }) => last?.state === 'waiting' && last.triedAgainAt === null)
        ? POLL_MS
        : false,
  });

export type ChatSettings = z.input<typeof chatChannelSettings>;

export function useSaveChat(programId: string, { service, version }: ChatChannel) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ChatSettings) => call(routes.save, { params: { programId, service }, body, version }),
    onSuccess: (next) => queries.setQueryData(keyOf(programId), next),
    meta: { showsProblem: true },
  });
}

export function useRemoveChat(programId: string, { service, version }: ChatChannel) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call(routes.remove, { params: { programId, service }, version }),
    onSuccess: (next) => queries.setQueryData(keyOf(programId), next),
  });
}

export function useSendChatTest(programId: string, { service }: ChatChannel) {
  const queries = useQueryClient();
  const { key, settled } = useRequestKey();
  return useMutation({
    mutationFn: () => call(routes.sendTest, { params: { programId, service } }, { key }),
    onSuccess: (next) => queries.setQueryData(keyOf(programId), next),
    onSettled: settled,
  });
}
