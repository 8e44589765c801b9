import { surveyResultColumns, surveyRoutes, type SurveyResult } from '@ithaca/contracts/survey-answers';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import type { WantedFile } from '../../lib/export-menu.tsx';

export const surveyResultsQuery = (cohortId: string) =>
  queryOptions({
    queryKey: ['surveys', 'results', cohortId],
    queryFn: ({ signal }) => call(surveyRoutes.results, { params: { cohortId } }, { signal }),
  });

export const fitAnswersQuery = (cohortId: string) =>
  queryOptions({
    queryKey: ['surveys', 'fit', cohortId],
    queryFn: ({ signal }) => call(surveyRoutes.listFit, { params: { cohortId } }, { signal }),
  });

/** Tells everybody who was asked what came of a survey. */
export function useReplyToSurvey(cohortId: string, moment: SurveyResult['moment']) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: string) => call(surveyRoutes.reply, { params: { cohortId }, body: { moment, body } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['surveys'] }),
    meta: { showsProblem: true },
  });
}

export const exportResults = (cohortId: string, format: WantedFile['format']) =>
  call(
    surveyRoutes.export,
    { params: { cohortId }, body: { format, columns: [...surveyResultColumns], filters: {} } },
    { key: crypto.randomUUID() },
  );
