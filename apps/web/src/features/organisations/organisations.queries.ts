import { organisationRoutes, type Organisation } from '@ithaca/contracts/organisations';
import { safeguardingRoutes } from '@ithaca/contracts/safeguarding';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { pagedQuery } from '../../lib/paging.ts';

export const organisationQuery = queryOptions({
  queryKey: ['organisation'],
  queryFn: ({ signal }) => call(organisationRoutes.get, {}, { signal }),
});

export type OrganisationChange = Pick<
  Organisation,
  'name' | 'timeZone' | 'locale' | 'brandColour' | 'remindersPerWeek' | 'meetingLink' | 'openReportLinks'
>;

export function useChangeOrganisation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ version, ...body }: OrganisationChange & { version: number }) =>
      call(organisationRoutes.update, { body, version }),
    onSuccess: (organisation) => {
      queries.setQueryData(organisationQuery.queryKey, organisation);
      return queries.invalidateQueries({ queryKey: ['session'] });
    },
    meta: { showsProblem: true },
  });
}

export const mailsQuery = pagedQuery(['outbox'], ({ cursor, signal }) =>
  call(organisationRoutes.listMails, { query: { cursor } }, { signal }),
);

export const auditQuery = pagedQuery(['audit'], ({ cursor, signal }) =>
  call(organisationRoutes.listAudit, { query: { cursor } }, { signal }),
);

export const reviewersQuery = queryOptions({
  queryKey: ['reviewers'],
  queryFn: ({ signal }) => call(safeguardingRoutes.listReviewers, {}, { signal }),
});

export function useNameReviewers() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (personIds: string[]) => call(safeguardingRoutes.nameReviewers, { body: { personIds } }),
    onSuccess: (reviewers) => queries.setQueryData(reviewersQuery.queryKey, reviewers),
    // Whoever names themselves finds the way there at once.
    onSettled: () => queries.invalidateQueries({ queryKey: ['session'] }),
    meta: { showsProblem: true },
  });
}
