import { messageRoutes, type Attachment } from '@ithaca/contracts/messages';
import { safeguardingRoutes } from '@ithaca/contracts/safeguarding';
import type { ConcernReason } from '@ithaca/domain/concern';
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { pairingQuery } from '../../lib/pairing.ts';
import { upload } from '../../lib/upload.ts';

/** The thread, newest first, a page of thirty at a time; looks for new words every 15 seconds. */
export const threadQuery = (pairingId: string) =>
  infiniteQueryOptions({
    queryKey: ['pairings', pairingId, 'messages'],
    queryFn: ({ pageParam, signal }) =>
      call(
        messageRoutes.list,
        { params: { pairingId }, query: { limit: 30, ...(pageParam && { cursor: pageParam }) } },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: 15_000,
  });

/** A message that was not sent yet keeps its key, so that sending it again never sends it twice. */
export interface Unsent {
  key: string;
  body: string;
  files: Attachment[];
}

export function useSend(pairingId: string) {
  const queries = useQueryClient();
  const { queryKey } = threadQuery(pairingId);
  return useMutation({
    mutationFn: ({ key, body, files }: Unsent) =>
      call(
        messageRoutes.send,
        { params: { pairingId }, body: { body, fileIds: files.map(({ id }) => id) } },
        { key },
      ),
    onSuccess: async (message) => {
      await queries.cancelQueries({ queryKey, exact: true });
      queries.setQueryData(queryKey, (now) => {
        const [first, ...rest] = now?.pages ?? [];
        if (!now || !first || first.items.some(({ id }) => id === message.id)) return now;
        return { ...now, pages: [{ ...first, items: [message, ...first.items] }, ...rest] };
      });
      void queries.invalidateQueries({ queryKey: ['home'] });
    },
    meta: { showsProblem: true },
  });
}

export function useMarkRead(pairingId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call(messageRoutes.markRead, { params: { pairingId } }),
    onSuccess: () => {
      const { queryKey } = pairingQuery(pairingId);
      queries.setQueryData(queryKey, (now) => now && { ...now, unreadMessages: 0 });
      void queries.invalidateQueries({ queryKey: ['pairings', 'mine'] });
      void queries.invalidateQueries({ queryKey: ['inbox'] });
      void queries.invalidateQueries({ queryKey: ['home'] });
    },
    // Nobody asked for it, so nobody is told when it did not work; the next look marks it.
    meta: { showsProblem: true },
  });
}

/** Others see how far I have read, and I see it of them; or neither. */
export function useShowReading(pairingId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (isShown: boolean) => call(messageRoutes.showReading, { body: { isShown } }),
    onSettled: () => queries.invalidateQueries({ queryKey: threadQuery(pairingId).queryKey }),
  });
}

type UploadOptions = { key: string; signal: AbortSignal; onProgress: (share: number) => void };

export const uploadAttachment = (pairingId: string, file: File, options: UploadOptions) =>
  upload(
    messageRoutes.upload,
    { params: { pairingId }, query: { fileName: file.name.slice(-200) }, body: file },
    options,
  );

export const discardAttachment = (pairingId: string, fileId: string) =>
  call(messageRoutes.discard, { params: { pairingId, fileId } });

/** Who would read a message of this pairing if it were reported. */
export const readersQuery = (pairingId: string) =>
  queryOptions({
    queryKey: ['pairings', pairingId, 'reviewers'],
    queryFn: ({ signal }) => call(safeguardingRoutes.listReaders, { params: { pairingId } }, { signal }),
  });

export function useReport(pairingId: string, messageId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { reason: ConcernReason; note: string }) =>
      call(safeguardingRoutes.raise, { params: { pairingId, messageId }, body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: threadQuery(pairingId).queryKey }),
    meta: { showsProblem: true },
  });
}
