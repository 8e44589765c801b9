import { endingRoutes, type Ending, type Farewell } from '@ithaca/contracts/endings';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';

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

export const useCertify = (pairingId: string) =>
  useEndingWrite(pairingId, () => call(endingRoutes.certify, { params: { pairingId } }));

export const useShare = (pairingId: string) =>
  useEndingWrite(pairingId, (isShared: boolean) =>
    call(endingRoutes.share, { params: { pairingId }, body: { isShared } }),
  );
