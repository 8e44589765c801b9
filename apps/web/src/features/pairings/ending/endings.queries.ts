import {
  endingRoutes,
  type Ending,
  type ExtensionProposal,
  type Farewell,
  type Feedback,
} from '@ithaca/contracts/endings';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';
import { useRefreshPairing } from '../../../lib/pairing.ts';

export const endingQuery = (pairingId: string) =>
  queryOptions({
    queryKey: ['pairings', pairingId, 'ending'],
    queryFn: ({ signal }) => call(endingRoutes.get, { params: { pairingId } }, { signal }),
  });

/** A write that answers with what the pairing leaves afterwards. */
function useEndingWrite<Sent>(
  pairingId: string,
  mutationFn: (sent: Sent) => Promise<Ending>,
  showsProblem = false,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: (next) => queries.setQueryData(endingQuery(pairingId).queryKey, next),
    meta: { showsProblem },
  });
}

export const useSetFarewell = (pairingId: string) =>
  useEndingWrite(
    pairingId,
    (body: Farewell) => call(endingRoutes.setFarewell, { params: { pairingId }, body }),
    true,
  );

export const useSetFeedback = (pairingId: string) =>
  useEndingWrite(
    pairingId,
    (body: Feedback) => call(endingRoutes.setFeedback, { params: { pairingId }, body }),
    true,
  );

export const useSetMentorWish = (pairingId: string) =>
  useEndingWrite(pairingId, (wishes: boolean) =>
    call(endingRoutes.setMentorWish, { params: { pairingId }, body: { wishes } }),
  );

export const useProposeExtension = (pairingId: string) =>
  useEndingWrite(
    pairingId,
    (body: ExtensionProposal) => call(endingRoutes.proposeExtension, { params: { pairingId }, body }),
    true,
  );

/** Agrees, says no, or takes back; the pairing itself ends later by the last yes. */
export function useAnswerExtension(pairingId: string) {
  const queries = useQueryClient();
  const refresh = useRefreshPairing(pairingId);
  return useMutation({
    mutationFn: (what: 'acceptExtension' | 'declineExtension' | 'withdrawExtension') =>
      call(endingRoutes[what], { params: { pairingId } }),
    onSuccess: (next) => queries.setQueryData(endingQuery(pairingId).queryKey, next),
    onSettled: refresh,
  });
}

export const useCertify = (pairingId: string) =>
  useEndingWrite(pairingId, () => call(endingRoutes.certify, { params: { pairingId } }));

export const useShare = (pairingId: string) =>
  useEndingWrite(pairingId, (isShared: boolean) =>
    call(endingRoutes.share, { params: { pairingId }, body: { isShared } }),
  );
