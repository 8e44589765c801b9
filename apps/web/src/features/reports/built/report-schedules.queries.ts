import { reportScheduleRoutes as routes, type ReportSchedule } from '@ithaca/contracts/report-schedules';
import type { ReportRhythm } from '@ithaca/domain/report-schedule';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';
import { useRequestKey } from '../../../lib/request-key.ts';

export const reportSchedulesQuery = (savedReportId: string) =>
  queryOptions({
    queryKey: ['saved-reports', savedReportId, 'schedules'],
    queryFn: ({ signal }) => call(routes.list, { params: { savedReportId } }, { signal }),
  });

/** People a report can go to, whose name begins so; without words those who have a role. */
export const reportReadersQuery = (savedReportId: string, words: string) =>
  queryOptions({
    queryKey: ['saved-reports', savedReportId, 'readers', words],
    queryFn: ({ signal }) =>
      call(
        routes.readers,
        { params: { savedReportId }, query: words === '' ? {} : { q: words } },
        { signal },
      ),
    placeholderData: keepPreviousData,
  });

/** A report as it went out by mail; it stays as it is. */
export const reportRunQuery = (reportRunId: string) =>
  queryOptions({
    queryKey: ['report-runs', reportRunId],
    queryFn: ({ signal }) => call(routes.read, { params: { reportRunId } }, { signal }),
    staleTime: Infinity,
  });

export function useMakeSchedule(savedReportId: string) {
  const queries = useQueryClient();
  const { key, settled } = useRequestKey();
  return useMutation({
    mutationFn: (body: { rhythm: ReportRhythm; personIds: string[] }) =>
      call(routes.create, { params: { savedReportId }, body }, { key }),
    onSuccess: () => queries.invalidateQueries(reportSchedulesQuery(savedReportId)),
    onSettled: settled,
    meta: { showsProblem: true },
  });
}

export function useChangeReaders(savedReportId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({
      id,
      version,
      personIds,
    }: Pick<ReportSchedule, 'id' | 'version'> & { personIds: string[] }) =>
      call(routes.changeReaders, { params: { savedReportId, scheduleId: id }, body: { personIds }, version }),
    onSettled: () => queries.invalidateQueries(reportSchedulesQuery(savedReportId)),
    meta: { showsProblem: true },
  });
}

export function usePauseSchedule(savedReportId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, isPaused }: Pick<ReportSchedule, 'id' | 'version' | 'isPaused'>) =>
      call(routes.pause, { params: { savedReportId, scheduleId: id }, body: { isPaused }, version }),
    onSettled: () => queries.invalidateQueries(reportSchedulesQuery(savedReportId)),
  });
}

export function useRemoveSchedule(savedReportId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: Pick<ReportSchedule, 'id' | 'version'>) =>
      call(routes.remove, { params: { savedReportId, scheduleId: id }, version }),
    onSettled: () => queries.invalidateQueries(reportSchedulesQuery(savedReportId)),
    meta: { showsProblem: true },
  });
}
