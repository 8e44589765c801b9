import { mentorRequestRoutes as routes } from '@ithaca/contracts/mentor-requests';
import { queryOptions } from '@tanstack/react-query';
import { call } from './api.ts';

/** Mentees of a cohort who wait for its coordinator: what the tab counts and its page lists. */
export const waitingQuery = (cohortId: string) =>
  queryOptions({
    queryKey: ['waiting', cohortId],
    queryFn: ({ signal }) => call(routes.listWaiting, { params: { cohortId } }, { signal }),
  });
