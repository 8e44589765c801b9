import { mentorRequestRoutes as routes } from '@ithaca/contracts/mentor-requests';
import type { MentorRequestState } from '@ithaca/domain/mentor-request';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { pagedQuery } from '../../lib/paging.ts';

export const cohortRequestsQuery = (cohortId: string, state: MentorRequestState | '') =>
  pagedQuery(['requests', 'cohort', cohortId, state], ({ cursor, signal }) =>
    call(
      routes.listOfCohort,
      {
        params: { cohortId },
        query: { limit: 25, ...(state ? { state } : {}), ...(cursor ? { cursor } : {}) },
      },
      { signal },
    ),
  );

export const mentorsForQuery = (enrolmentId: string, q: string) =>
  queryOptions({
    queryKey: ['requests', enrolmentId, 'mentors-for', q],
    queryFn: ({ signal }) =>
      call(routes.listMentorsFor, { params: { enrolmentId }, query: q ? { q } : {} }, { signal }),
  });

const touched = [['requests'], ['waiting'], ['pairings'], ['home'], ['today'], ['matching']];

function useTouch() {
  const queries = useQueryClient();
  return () => Promise.all(touched.map((queryKey) => queries.invalidateQueries({ queryKey })));
}

/** Asks a silent mentor again, or gives more time to one who is asked. */
export function useAskAgain() {
  const touch = useTouch();
  return useMutation({
    mutationFn: (requestId: string) => call(routes.askAgain, { params: { requestId } }),
    onSettled: touch,
  });
}

/** Suggests a mentor, of whom the mentee is asked first. */
export function useSuggest(enrolmentId: string) {
  const touch = useTouch();
  return useMutation({
    mutationFn: (mentorEnrolmentId: string) =>
      call(routes.suggest, { params: { enrolmentId }, body: { mentorEnrolmentId } }),
    onSuccess: touch,
    meta: { showsProblem: true },
  });
}

export function useMatchByHand(enrolmentId: string, key: string) {
  const touch = useTouch();
  return useMutation({
    mutationFn: (mentorEnrolmentId: string) =>
      call(routes.matchByHand, { params: { enrolmentId }, body: { mentorEnrolmentId } }, { key }),
    onSuccess: touch,
    meta: { showsProblem: true },
  });
}
