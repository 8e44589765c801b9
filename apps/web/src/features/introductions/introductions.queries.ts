import { introductionRoutes, type Introduction } from '@ithaca/contracts/introductions';
import type { RequestOf } from '@ithaca/contracts/route';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { call } from '../../lib/api.ts';
import { introductionsQuery } from '../../lib/introductions.ts';

type Routes = typeof introductionRoutes;
export type NewIntroduction = RequestOf<Routes['propose']>['body'];
export type Answer = RequestOf<Routes['answer']>['body'];

export const introductionQuery = (introductionId: string) =>
  queryOptions({
    queryKey: ['introductions', introductionId],
    queryFn: ({ signal }) => call(introductionRoutes.get, { params: { introductionId } }, { signal }),
  });

/** What I am asked as a colleague. */
export const myIntroductionsQuery = queryOptions({
  queryKey: ['introductions', 'mine'],
  queryFn: ({ signal }) => call(introductionRoutes.listMine, {}, { signal }),
});

/** After a change or a refusal: whatever shows it reads it again. */
function useReread(pairingId: string | null) {
  const queries = useQueryClient();
  return () => {
    for (const queryKey of [
      ['introductions'],
      ['home'],
      ...(pairingId === null ? [] : [introductionsQuery(pairingId).queryKey]),
    ])
      void queries.invalidateQueries({ queryKey });
  };
}

export function usePropose(pairingId: string) {
  const key = useRef(crypto.randomUUID());
  const reread = useReread(pairingId);
  return useMutation({
    mutationFn: (body: NewIntroduction) =>
      call(introductionRoutes.propose, { params: { pairingId }, body }, { key: key.current }),
    onSuccess: reread,
    onError: () => {
      key.current = crypto.randomUUID();
    },
    meta: { showsProblem: true },
  });
}

export function useAnswer({ id, pairingId }: Introduction, { showsProblem = false } = {}) {
  const reread = useReread(pairingId);
  return useMutation({
    mutationFn: (body: Answer) => call(introductionRoutes.answer, { params: { introductionId: id }, body }),
    onSettled: reread,
    meta: { showsProblem },
  });
}

export function useSetDay({ id, pairingId }: Introduction) {
  const reread = useReread(pairingId);
  return useMutation({
    mutationFn: (dayOn: string) =>
      call(introductionRoutes.setDay, { params: { introductionId: id }, body: { dayOn } }),
    onSettled: reread,
  });
}

export function useTakeBack({ id, pairingId }: Introduction) {
  const reread = useReread(pairingId);
  return useMutation({
    mutationFn: () => call(introductionRoutes.takeBack, { params: { introductionId: id } }),
    onSettled: reread,
  });
}

export function useTell({ id, pairingId }: Introduction) {
  const reread = useReread(pairingId);
  return useMutation({
    mutationFn: (body: { happened: boolean; usefulness: number | null }) =>
      call(introductionRoutes.tell, { params: { introductionId: id }, body }),
    onSettled: reread,
  });
}
