import { publicationRoutes } from '@ithaca/contracts/publication';
import type { Pairing } from '@ithaca/contracts/pairings';
import { useEffect } from 'react';
import { call } from './api.ts';

/** Told once a visit: what has been seen stays seen. */
const told = new Set<string>();

/** Tells the API that the reader has seen an offer, which from then on cannot be taken back without a word. */
export function useSeen(pairings: readonly Pairing[] | undefined): void {
  useEffect(() => {
    for (const { id, state, myRole } of pairings ?? []) {
      if (state !== 'offered' || myRole === null || told.has(id)) continue;
      told.add(id);
      // Nobody waits for it, and the next visit tries again.
      call(publicationRoutes.open, { params: { pairingId: id } }).catch(() => told.delete(id));
    }
  }, [pairings]);
}
