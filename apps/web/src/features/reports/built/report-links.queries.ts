import { reportLinkRoutes as routes } from '@ithaca/contracts/report-links';
import type { ReportLinkDays } from '@ithaca/domain/report-link';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';
import { pagedQuery } from '../../../lib/paging.ts';

const keyOf = (savedReportId: string) => ['saved-reports', savedReportId, 'links'];

export const reportLinksQuery = (savedReportId: string) =>
  pagedQuery(keyOf(savedReportId), ({ cursor, signal }) =>
    call(routes.list, { params: { savedReportId }, query: { cursor, limit: 5 } }, { signal }),
  );

export function useMakeReportLink(savedReportId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (days: ReportLinkDays) => call(routes.create, { params: { savedReportId }, body: { days } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keyOf(savedReportId) }),
    meta: { showsProblem: true },
  });
}

export function useRevokeReportLink(savedReportId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (linkId: string) => call(routes.revoke, { params: { savedReportId, linkId } }),
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(savedReportId) }),
    meta: { showsProblem: true },
  });
}
