import { enrolmentRoutes, type MyEnrolment } from '@ithaca/contracts/enrolments';
import { peopleRoutes } from '@ithaca/contracts/people';
import { cohortRoutes, programRoutes, type Program } from '@ithaca/contracts/programs';
import type { RequestOf } from '@ithaca/contracts/route';
import type { EnrolmentState } from '@ithaca/domain/enrolment';
import type { Side } from '@ithaca/domain/vocabulary';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { call } from '../../lib/api.ts';
import { pagedQuery } from '../../lib/paging.ts';
import { useRequestKey } from '../../lib/request-key.ts';

/** The cohort as an employee sees it, with the questions of its form. */
export const openCohortQuery = (cohortId: string) =>
  queryOptions({
    queryKey: ['programs', 'open', cohortId],
    queryFn: ({ signal }) => call(cohortRoutes.getOpen, { params: { cohortId } }, { signal }),
  });

const listMine = (signal: AbortSignal) => call(enrolmentRoutes.listMine, {}, { signal });

async function findMine(cohortId: string, role: Side, signal: AbortSignal): Promise<MyEnrolment | undefined> {
  const { items } = await listMine(signal);
  return items.find((one) => one.cohortId === cohortId && one.role === role && one.state !== 'withdrawn');
}

/** My enrolment in a cohort; begins one where there is none. Beginning twice answers the same draft. */
export const myEnrolmentQuery = (cohortId: string, role: Side) =>
  queryOptions({
    queryKey: ['enrolments', 'mine', cohortId, role],
    queryFn: async ({ signal }): Promise<MyEnrolment> =>
      (await findMine(cohortId, role, signal)) ??
      (await call(enrolmentRoutes.begin, { params: { cohortId }, body: { role } }, { signal })),
    // The form is filled from it once; it must not change under somebody's hands.
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });

export type Answered = Pick<MyEnrolment, 'answers' | 'capacity' | 'blackouts'> & { doNotPairWith: string[] };

/** What else shows how I stand to a cohort. */
function useTellOthers(): () => void {
  const queries = useQueryClient();
  return () => {
    for (const key of [['programs', 'open'], ['home'], ['pairings'], ['enrolments', 'list']])
      void queries.invalidateQueries({ queryKey: key });
  };
}

/** Saving, sending and taking back one enrolment; each on top of the version the last one answered. */
export function useMyEnrolment(enrolment: MyEnrolment) {
  const queries = useQueryClient();
  const tellOthers = useTellOthers();
  const key = myEnrolmentQuery(enrolment.cohortId, enrolment.role).queryKey;
  const version = useRef(enrolment.version);
  const keep = (next: MyEnrolment) => {
    version.current = next.version;
    queries.setQueryData(key, next);
    tellOthers();
    return next;
  };
  const params = { enrolmentId: enrolment.id };
  return {
    /** The version that the next save goes on top of. */
    version: () => version.current,
    save: async (body: Answered) =>
      keep(await call(enrolmentRoutes.save, { params, body, version: version.current })),
    /** Reads anew; answers the newest version. */
    reload: async () => {
      const next = await findMine(enrolment.cohortId, enrolment.role, new AbortController().signal);
      return next && keep(next);
    },
    submit: useMutation({
      mutationFn: () => call(enrolmentRoutes.submit, { params, version: version.current }),
      onSuccess: keep,
      meta: { showsProblem: true },
    }),
    pause: useMutation({
      mutationFn: () => call(enrolmentRoutes.pause, { params, version: version.current }),
      onSuccess: keep,
    }),
    withdraw: useMutation({
      mutationFn: () => call(enrolmentRoutes.withdraw, { params, version: version.current }),
      onSuccess: tellOthers,
    }),
  };
}

/** Goes on after a pause, by the version that was read last. */
export function useResume({ id, cohortId, role }: MyEnrolment) {
  const queries = useQueryClient();
  const tellOthers = useTellOthers();
  return useMutation({
    mutationFn: (version: number) => call(enrolmentRoutes.resume, { params: { enrolmentId: id }, version }),
    onSuccess: (next) => {
      queries.setQueryData(myEnrolmentQuery(cohortId, role).queryKey, next);
      tellOthers();
    },
  });
}

/** Takes the seat that is kept, or leaves it to the next. */
export function useAnswerOffer({ id, cohortId, role }: MyEnrolment) {
  const queries = useQueryClient();
  const tellOthers = useTellOthers();
  return useMutation({
    mutationFn: (take: boolean) =>
      call(enrolmentRoutes.answerOffer, { params: { enrolmentId: id }, body: { take } }),
    onSuccess: (next) => {
      // Whoever leaves the seat goes to another page; there is no enrolment to show any more.
      if (next.state !== 'withdrawn') queries.setQueryData(myEnrolmentQuery(cohortId, role).queryKey, next);
      tellOthers();
    },
  });
}

/** Takes a withdrawal back: the answers are still there, and what was sent is sent again. */
export function useComeBack() {
  const tellOthers = useTellOthers();
  return useMutation({
    mutationFn: async ({ cohortId, role, state }: Pick<MyEnrolment, 'cohortId' | 'role' | 'state'>) => {
      const draft = await call(enrolmentRoutes.begin, { params: { cohortId }, body: { role } });
      if (state === 'draft') return draft;
      return call(enrolmentRoutes.submit, { params: { enrolmentId: draft.id }, version: draft.version });
    },
    onSuccess: tellOthers,
  });
}

export interface PeopleFilters {
  q: string;
  role: Side | undefined;
  state: EnrolmentState | undefined;
}

export const enrolmentsQuery = (cohortId: string, { q, role, state }: PeopleFilters) =>
  pagedQuery(['enrolments', 'list', cohortId, q, role, state], ({ cursor, signal }) =>
    call(
      enrolmentRoutes.list,
      {
        params: { cohortId },
        query: {
          limit: 50,
          ...(cursor && { cursor }),
          ...(q && { q }),
          ...(role && { role }),
          ...(state && { state }),
        },
      },
      { signal },
    ),
  );

export const invitationsQuery = (cohortId: string, answer: 'enrolled' | 'open' | undefined) =>
  pagedQuery(['enrolments', 'invitations', cohortId, answer], ({ cursor, signal }) =>
    call(
      enrolmentRoutes.listInvitations,
      {
        params: { cohortId },
        query: {
          limit: 50,
          ...(cursor && { cursor }),
          ...(answer && { enrolled: String(answer === 'enrolled') }),
        },
      },
      { signal },
    ),
  );

/** How many people the program is open to, for the invitation of everyone. */
export const eligibleQuery = (program: Program) =>
  queryOptions({
    queryKey: ['programs', program.id, 'eligibility', program.eligibility],
    queryFn: ({ signal }) =>
      call(
        programRoutes.previewEligibility,
        { params: { programId: program.id }, body: program.eligibility },
        { signal },
      ),
  });

/** Departments and sites to invite by. */
export const facetsQuery = queryOptions({
  queryKey: ['people', 'facets'],
  queryFn: ({ signal }) => call(peopleRoutes.facets, {}, { signal }),
});

/** Former mentees of the program who would be mentors in this cohort. */
export const mentorWishesQuery = (cohortId: string) =>
  queryOptions({
    queryKey: ['enrolments', 'mentor-wishes', cohortId],
    queryFn: ({ signal }) => call(enrolmentRoutes.listMentorWishes, { params: { cohortId } }, { signal }),
  });

export function useInvite(programId: string, cohortId: string) {
  const queries = useQueryClient();
  const { key, settled } = useRequestKey();
  return useMutation({
    mutationFn: (body: RequestOf<typeof enrolmentRoutes.invite>['body']) =>
      call(enrolmentRoutes.invite, { params: { cohortId }, body }, { key }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['enrolments'] });
      void queries.invalidateQueries({ queryKey: ['programs', programId] });
    },
    onSettled: settled,
    meta: { showsProblem: true },
  });
}
