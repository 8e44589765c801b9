import type { MeetingAnswer, MeetingReply } from '@ithaca/domain/meeting';
import { meetingRoutes, type Meeting } from '@ithaca/contracts/meetings';
import { peopleRoutes } from '@ithaca/contracts/people';
import type { RequestOf } from '@ithaca/contracts/route';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { ApiProblem, call } from '../../lib/api.ts';
import { meetingsQuery, useRefreshPairing } from '../../lib/pairing.ts';

export type Plan = RequestOf<(typeof meetingRoutes)['plan']>['body'];
export type Record = RequestOf<(typeof meetingRoutes)['record']>['body'];
export type Changes = RequestOf<(typeof meetingRoutes)['update']>['body'];
/** A meeting of a pairing: its key lies under the pairing's. */
export interface Place {
  pairingId: string;
  meetingId: string;
}

export const meetingQuery = ({ pairingId, meetingId }: Place) =>
  queryOptions({
    queryKey: ['pairings', pairingId, 'meetings', meetingId],
    queryFn: ({ signal }) => call(meetingRoutes.get, { params: { meetingId } }, { signal }),
    // Two people write here: what the other one adds appears by itself.
    refetchInterval: 30_000,
  });

/** The guides of the journey and the meeting each is for; `at` is a time that a further one is thought of for. */
export const guidesQuery = (pairingId: string, at?: string) =>
  queryOptions({
    queryKey: ['pairings', pairingId, 'guides', at ?? null],
    queryFn: ({ signal }) =>
      call(meetingRoutes.listGuides, { params: { pairingId }, query: { ...(at && { at }) } }, { signal }),
    placeholderData: keepPreviousData,
  });

/** For the working hours; a person's page reads the same. */
export const personQuery = (personId: string) =>
  queryOptions({
    queryKey: ['people', personId],
    queryFn: ({ signal }) => call(peopleRoutes.get, { params: { personId } }, { signal }),
    staleTime: 300_000,
  });

/** A key that stays the same until what it was for has worked. */
function useKey() {
  const key = useRef(crypto.randomUUID());
  return { key, renew: () => (key.current = crypto.randomUUID()) };
}

export function usePlan(pairingId: string) {
  const refresh = useRefreshPairing(pairingId);
  const { key, renew } = useKey();
  return useMutation({
    mutationFn: (body: Plan) =>
      call(meetingRoutes.plan, { params: { pairingId }, body }, { key: key.current }),
    onSuccess: () => {
      renew();
      refresh();
    },
    meta: { showsProblem: true },
  });
}

export function useRecord(pairingId: string) {
  const refresh = useRefreshPairing(pairingId);
  const { key, renew } = useKey();
  return useMutation({
    mutationFn: (body: Record) =>
      call(meetingRoutes.record, { params: { pairingId }, body }, { key: key.current }),
    onSuccess: () => {
      renew();
      refresh();
    },
    meta: { showsProblem: true },
  });
}

const isStale = (error: unknown) => error instanceof ApiProblem && error.code === 'record.changed';

/**
 * Changes a meeting, one change after the other. A change is a function of the meeting as it is, so when the partner saved
 * meanwhile it is made again on theirs; it must give the same when it is made twice. It throws where the two clash.
 */
export function useUpdate(place: Place, { showsProblem = false } = {}) {
  const queries = useQueryClient();
  const options = meetingQuery(place);
  return useMutation({
    scope: { id: `meeting ${place.meetingId}` },
    mutationFn: async (change: (now: Meeting) => Changes) => {
      const send = (now: Meeting) =>
        call(meetingRoutes.update, {
          params: { meetingId: place.meetingId },
          body: change(now),
          version: now.version,
        });
      try {
        return await send(await queries.ensureQueryData(options));
      } catch (error) {
        if (!isStale(error)) throw error;
        return await send(await queries.fetchQuery({ ...options, staleTime: 0 }));
      }
    },
    onMutate: (change) => {
      const now = queries.getQueryData(options.queryKey);
      const agenda = now && agendaAfter(change, now);
      if (now && agenda) queries.setQueryData(options.queryKey, { ...now, agenda });
    },
    onSuccess: async (next) => {
      // A read that was under way would bring back what was before.
      await queries.cancelQueries({ queryKey: options.queryKey, exact: true });
      queries.setQueryData(options.queryKey, next);
      void queries.invalidateQueries({ queryKey: meetingsQuery(place.pairingId).queryKey, exact: true });
    },
    onError: () => queries.invalidateQueries({ queryKey: options.queryKey, exact: true }),
    meta: { showsProblem },
  });
}

/** What the agenda will be, to show it at once; undefined where the change is about something else. */
function agendaAfter(change: (now: Meeting) => Changes, now: Meeting): Meeting['agenda'] | undefined {
  try {
    return change(now).agenda;
  } catch {
    return undefined;
  }
}

/** Moving tells the partner by mail, so it is made once, on the version that was seen. */
export function useMove(place: Place) {
  const queries = useQueryClient();
  const refresh = useRefreshPairing(place.pairingId);
  return useMutation({
    mutationFn: ({ changes, version }: { changes: Changes; version: number }) =>
      call(meetingRoutes.update, { params: { meetingId: place.meetingId }, body: changes, version }),
    onSuccess: (next) => queries.setQueryData(meetingQuery(place).queryKey, next),
    onSettled: refresh,
    meta: { showsProblem: true },
  });
}

export function useCancel(place: Place) {
  const queries = useQueryClient();
  const refresh = useRefreshPairing(place.pairingId);
  return useMutation({
    mutationFn: ({ reason, following, version }: { reason: string; following: boolean; version: number }) =>
      call(meetingRoutes.cancel, {
        params: { meetingId: place.meetingId },
        body: { ...(reason === '' ? {} : { reason }), ...(following ? { following } : {}) },
        version,
      }),
    onSuccess: (next) => queries.setQueryData(meetingQuery(place).queryKey, next),
    onSettled: refresh,
    meta: { showsProblem: true },
  });
}

export function useReplyToMeeting(place: Place) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (reply: MeetingReply) =>
      call(meetingRoutes.reply, { params: { meetingId: place.meetingId }, body: { reply } }),
    onSuccess: (next) => {
      queries.setQueryData(meetingQuery(place).queryKey, next);
      void queries.invalidateQueries({ queryKey: ['home'] });
    },
  });
}

export function useAnswer(place: Place) {
  const queries = useQueryClient();
  const refresh = useRefreshPairing(place.pairingId);
  return useMutation({
    mutationFn: (answer: MeetingAnswer) =>
      call(meetingRoutes.answer, { params: { meetingId: place.meetingId }, body: { answer } }),
    onSuccess: (next) => queries.setQueryData(meetingQuery(place).queryKey, next),
    onSettled: refresh,
  });
}
