import { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import { checkInRoutes } from '@ithaca/contracts/surveys';
import { pairingRoutes, type Agreement, type Pairing } from '@ithaca/contracts/pairings';
import type { DeclineReason, EndReason } from '@ithaca/domain/pairing';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { pagedQuery } from '../../lib/paging.ts';
import { pairingQuery, useRefreshPairing } from '../../lib/pairing.ts';

export const myEnrolmentsQuery = queryOptions({
  queryKey: ['enrolments', 'mine'],
  queryFn: ({ signal }) => call(enrolmentRoutes.listMine, {}, { signal }),
});

export const sharedCheckInsQuery = (pairingId: string) =>
  queryOptions({
    queryKey: ['check-ins', 'shared', pairingId],
    queryFn: ({ signal }) => call(checkInRoutes.listShared, { params: { pairingId } }, { signal }),
  });

export const agreementsQuery = (pairingId: string) =>
  pagedQuery(['pairings', pairingId, 'agreements'], ({ cursor, signal }) =>
    call(pairingRoutes.listAgreements, { params: { pairingId }, query: { cursor, limit: 20 } }, { signal }),
  );

/** A write that answers with the pairing as it is afterwards. */
function usePairingWrite<Sent>(
  pairingId: string,
  mutationFn: (sent: Sent) => Promise<Pairing>,
  { showsProblem = false } = {},
) {
  const queries = useQueryClient();
  const refresh = useRefreshPairing(pairingId);
  return useMutation({
    mutationFn,
    onSuccess: (next) => queries.setQueryData(pairingQuery(pairingId).queryKey, next),
    // Whatever was refused: the reader sees how things stand now.
    onSettled: refresh,
    meta: { showsProblem },
  });
}

export const useAccept = ({ id }: Pairing) =>
  usePairingWrite(id, () => call(pairingRoutes.accept, { params: { pairingId: id } }));

export const useBegin = ({ id }: Pairing) =>
  usePairingWrite(id, () => call(pairingRoutes.begin, { params: { pairingId: id } }), { showsProblem: true });

export const useDecline = ({ id }: Pairing) =>
  usePairingWrite(
    id,
    (reason: DeclineReason | null) =>
      call(pairingRoutes.decline, { params: { pairingId: id }, body: reason === null ? {} : { reason } }),
    { showsProblem: true },
  );

/** The version is the one the writer saw, so that nobody overwrites words they have not read. */
export const useSetAgreement = ({ id }: Pairing) =>
  usePairingWrite(
    id,
    ({ agreement, version }: { agreement: Agreement; version: number }) =>
      call(pairingRoutes.setAgreement, { params: { pairingId: id }, body: agreement, version }),
    { showsProblem: true },
  );

export const useSign = ({ id, agreementVersion }: Pairing) =>
  usePairingWrite(id, () =>
    call(pairingRoutes.sign, { params: { pairingId: id }, body: { number: agreementVersion?.number ?? 1 } }),
  );

export const usePause = ({ id }: Pairing) =>
  usePairingWrite(id, (version: number) => call(pairingRoutes.pause, { params: { pairingId: id }, version }));

export const useResume = ({ id }: Pairing) =>
  usePairingWrite(id, (version: number) =>
    call(pairingRoutes.resume, { params: { pairingId: id }, version }),
  );

/** Reached goals complete a pairing; every other reason ends it. */
export const useEnd = ({ id, version }: Pairing) =>
  usePairingWrite(
    id,
    (reason: EndReason) =>
      call(pairingRoutes.end, {
        params: { pairingId: id },
        body: { outcome: reason === 'goals-reached' ? 'completed' : 'ended', reason },
        version,
      }),
    { showsProblem: true },
  );
