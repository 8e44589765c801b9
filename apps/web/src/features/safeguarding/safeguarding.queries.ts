import { safeguardingRoutes } from '@ithaca/contracts/safeguarding';
import type { ConcernOutcome } from '@ithaca/domain/concern';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { addressOf, call } from '../../lib/api.ts';
import { pagedQuery } from '../../lib/paging.ts';

export const concernsQuery = pagedQuery(['concerns'], ({ cursor, signal }) =>
  call(safeguardingRoutes.list, { query: { cursor } }, { signal }),
);

/** Reads what was written. Each look is recorded, so nothing is fetched before somebody asks, and nothing is kept. */
export const useLook = (concernId: string) =>
  useMutation({
    mutationFn: () => call(safeguardingRoutes.look, { params: { concernId } }),
    gcTime: 0,
    meta: { showsProblem: true },
  });

export function useClose(concernId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (outcome: ConcernOutcome) =>
      call(safeguardingRoutes.close, { params: { concernId }, body: { outcome } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['concerns'] }),
    meta: { showsProblem: true },
  });
}

/** Saves a file of a reported message: asked for by POST, because looking is recorded, so no plain link leads to it. */
export async function saveFile(concernId: string, file: { id: string; name: string }): Promise<void> {
  const { path } = safeguardingRoutes.lookAtFile;
  const response = await fetch(addressOf(path, { params: { concernId, fileId: file.id } }), {
    method: 'POST',
    credentials: 'same-origin',
  });
  if (!response.ok) throw new Error(`The file was answered with ${response.status}.`);
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
