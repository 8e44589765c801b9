import { goalRoutes } from '@ithaca/contracts/goals';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import { pairingRoutes, type Pairing } from '@ithaca/contracts/pairings';
import { pairingDoings, type PairingDoing } from '@ithaca/domain/pairing';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { call } from './api.ts';
import { useText } from './i18n.tsx';

// What several features read of a pairing. Every key starts with the pairing's own, so that one invalidation reaches all.

export const myPairingsQuery = queryOptions({
  queryKey: ['pairings', 'mine'],
  queryFn: ({ signal }) => call(pairingRoutes.listMine, {}, { signal }),
});

export const pairingQuery = (pairingId: string) =>
  queryOptions({
    queryKey: ['pairings', pairingId],
    queryFn: ({ signal }) => call(pairingRoutes.get, { params: { pairingId } }, { signal }),
  });

export const meetingsQuery = (pairingId: string) =>
  queryOptions({
    queryKey: ['pairings', pairingId, 'meetings'],
    queryFn: ({ signal }) => call(meetingRoutes.list, { params: { pairingId } }, { signal }),
  });

export const actionsQuery = (pairingId: string) =>
  queryOptions({
    queryKey: ['pairings', pairingId, 'actions'],
    queryFn: ({ signal }) => call(meetingRoutes.listActions, { params: { pairingId } }, { signal }),
  });

export const goalsQuery = (pairingId: string) =>
  queryOptions({
    queryKey: ['pairings', pairingId, 'goals'],
    queryFn: ({ signal }) => call(goalRoutes.list, { params: { pairingId } }, { signal }),
  });

/**
 * After a change: whatever shows this pairing, my pairings or what is to do next reads it again. Nobody waits for it: a
 * change may take away the form that made it, and what the form says afterwards would be lost.
 */
export function useRefreshPairing(pairingId: string): () => void {
  const queries = useQueryClient();
  return useCallback(() => {
    // Whoever is without a partner again stands under their enrolments, and a mentor has a place more.
    const shown = [
      ['pairings', pairingId],
      ['pairings', 'mine'],
      ['home'],
      ['enrolments', 'mine'],
      ['requests', 'places'],
    ];
    for (const queryKey of shown) void queries.invalidateQueries({ queryKey });
  }, [queries, pairingId]);
}

/** Everybody in the pairing but the reader. For a coordinator, who is no side of it, all of them. */
export function partnersOf(pairing: Pairing, personId: string): Pairing['members'] {
  return pairing.members.filter((member) => member.personId !== personId);
}

/** Why something cannot be done in the pairing's state; undefined when it can. The same rule the API applies. */
export function useOffReason(): (pairing: Pairing, doing: PairingDoing) => string | undefined {
  const t = useText();
  return useCallback(
    (pairing, doing) => {
      const possible: readonly Pairing['state'][] = pairingDoings[doing];
      if (doing === 'plan' && pairing.state === 'active' && pairing.hasItsOneMeeting)
        return t('pairings.off.flash');
      return possible.includes(pairing.state) ? undefined : t(`pairings.off.${pairing.state}`);
    },
    [t],
  );
}
