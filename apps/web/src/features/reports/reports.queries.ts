import { reportRoutes } from '@ithaca/contracts/reports';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export const reportsQuery = queryOptions({
  queryKey: ['reports', 'list'],
  queryFn: ({ signal }) => call(reportRoutes.list, {}, { signal }),
});

export const quarterQuery = (cohortId: string, quarter: string) =>
  queryOptions({
    queryKey: ['reports', cohortId, 'quarter', quarter],
    queryFn: ({ signal }) =>
      call(reportRoutes.quarter, { params: { cohortId }, query: quarter ? { quarter } : {} }, { signal }),
  });

export const reportQuery = (cohortId: string) =>
  queryOptions({
    queryKey: ['reports', cohortId],
    queryFn: ({ signal }) => call(reportRoutes.get, { params: { cohortId } }, { signal }),
  });
