import { mentorRequestRoutes as routes } from '@ithaca/contracts/mentor-requests';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { pagedQuery } from '../../lib/paging.ts';

export const mentorsQuery = (enrolmentId: string, filters: { q: string; free: boolean }) =>
  pagedQuery(['requests', enrolmentId, 'mentors', filters], ({ cursor, signal }) =>
    call(
      routes.listMentors,
      {
        params: { enrolmentId },
        query: {
          limit: 12,
          ...(filters.q === '' ? {} : { q: filters.q }),
          ...(filters.free ? { free: true } : {}),
          ...(cursor ? { cursor } : {}),
        },
      },
      { signal },
    ),
  );

export const choicesQuery = (enrolmentId: string) =>
  queryOptions({
    queryKey: ['requests', enrolmentId, 'choices'],
    queryFn: ({ signal }) => call(routes.getChoices, { params: { enrolmentId } }, { signal }),
  });

export function useChoose(enrolmentId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { mentors: string[]; note: string }) =>
      call(routes.choose, { params: { enrolmentId }, body }),
    onSuccess: (next) => {
      queries.setQueryData(choicesQuery(enrolmentId).queryKey, next);
      void queries.invalidateQueries({ queryKey: ['requests', enrolmentId, 'mentors'] });
      // Two peers who ask each other are a pair with it.
      for (const queryKey of [['home'], ['pairings'], ['enrolments', 'mine']])
        void queries.invalidateQueries({ queryKey });
    },
    meta: { showsProblem: true },
  });
}

export function useAnswerSuggestion(enrolmentId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (answer: 'agree' | 'decline') =>
      call(routes.answerSuggestion, { params: { enrolmentId }, body: { answer } }),
    onSuccess: (next) => {
      queries.setQueryData(choicesQuery(enrolmentId).queryKey, next);
      void queries.invalidateQueries({ queryKey: ['home'] });
    },
    meta: { showsProblem: true },
  });
}

export const askedQuery = queryOptions({
  queryKey: ['requests', 'asked'],
  queryFn: ({ signal }) => call(routes.listAsked, {}, { signal }),
});

export const placesQuery = queryOptions({
  queryKey: ['requests', 'places'],
  queryFn: ({ signal }) => call(routes.listPlaces, {}, { signal }),
});

export function useAnswerRequest(requestId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { answer: 'accept' | 'decline'; reason?: string }) =>
      call(routes.answer, { params: { requestId }, body }),
    onSettled: () => {
      for (const queryKey of [['requests'], ['pairings'], ['home']])
        void queries.invalidateQueries({ queryKey });
    },
    meta: { showsProblem: true },
  });
}

export function useSetPlaces() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({
      enrolmentId,
      capacity,
      version,
    }: {
      enrolmentId: string;
      capacity: number;
      version: number;
    }) => call(routes.setPlaces, { params: { enrolmentId }, body: { capacity }, version }),
    onSuccess: (next) => queries.setQueryData(placesQuery.queryKey, next),
    onError: () => queries.invalidateQueries({ queryKey: placesQuery.queryKey }),
  });
}
