import {
  savedReportRoutes as routes,
  type ReportQuestion,
  type SavedReport,
} from '@ithaca/contracts/saved-reports';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';
import { pagedQuery } from '../../../lib/paging.ts';
import { useRequestKey } from '../../../lib/request-key.ts';

const keyOf = (programId: string) => ['saved-reports', 'of', programId];

export const savedReportsQuery = (programId: string) =>
  pagedQuery(keyOf(programId), ({ cursor, signal }) =>
    call(routes.list, { params: { programId }, query: { cursor, limit: 20 } }, { signal }),
  );

export const savedReportQuery = (savedReportId: string) =>
  queryOptions({
    queryKey: ['saved-reports', savedReportId],
    queryFn: ({ signal }) => call(routes.get, { params: { savedReportId } }, { signal }),
  });

export const previewQuery = (programId: string, question: ReportQuestion) =>
  queryOptions({
    queryKey: ['saved-reports', 'preview', programId, question],
    queryFn: ({ signal }) => call(routes.preview, { params: { programId }, body: question }, { signal }),
    enabled: question.metrics.length > 0 && question.cohortIds.length > 0,
    placeholderData: keepPreviousData,
  });

type Content = Pick<SavedReport, 'name' | 'question'>;

/** A new report, or the question of one under another name. */
export function useCreateReport(programId: string) {
  const queries = useQueryClient();
  const { key, settled } = useRequestKey();
  return useMutation({
    mutationFn: (body: Content) => call(routes.create, { params: { programId }, body }, { key }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keyOf(programId) }),
    onSettled: settled,
    meta: { showsProblem: true },
  });
}

export function useUpdateReport(programId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ saved, ...body }: Content & { saved: SavedReport }) =>
      call(routes.update, { params: { savedReportId: saved.id }, body, version: saved.version }),
    onSuccess: (next) => {
      queries.setQueryData(savedReportQuery(next.id).queryKey, (old) => old && { ...old, saved: next });
      return queries.invalidateQueries({ queryKey: keyOf(programId) });
    },
    meta: { showsProblem: true },
  });
}

export function useRemoveReport(programId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: SavedReport) =>
      call(routes.remove, { params: { savedReportId: id }, version }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keyOf(programId) }),
    meta: { showsProblem: true },
  });
}
