import { surveyRoutes, type SurveyAnswers, type SurveyAsk } from '@ithaca/contracts/survey-answers';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export const surveyAskQuery = (surveyAskId: string) =>
  queryOptions({
    queryKey: ['surveys', 'mine', surveyAskId],
    queryFn: ({ signal }) => call(surveyRoutes.get, { params: { surveyAskId } }, { signal }),
  });

/** Keeps what is written so far; the version is the one of the last answer, so that saving follows saving. */
export function useKeepSurveyDraft(surveyAskId: string) {
  const queries = useQueryClient();
  const { queryKey } = surveyAskQuery(surveyAskId);
  return async ({ answers }: { answers: SurveyAnswers }) => {
    const version = queries.getQueryData(queryKey)?.version ?? 1;
    queries.setQueryData(
      queryKey,
      await call(surveyRoutes.keepDraft, { params: { surveyAskId }, body: { answers }, version }),
    );
  };
}

export function useAnswerSurvey({ id }: SurveyAsk) {
  const queries = useQueryClient();
  const { queryKey } = surveyAskQuery(id);
  return useMutation({
    mutationFn: (answers: SurveyAnswers) =>
      call(surveyRoutes.answer, {
        params: { surveyAskId: id },
        body: { answers },
        version: queries.getQueryData(queryKey)?.version ?? 1,
      }),
    onSuccess: (next) => {
      queries.setQueryData(queryKey, next);
      void queries.invalidateQueries({ queryKey: ['home'] });
    },
    // Closed or answered in another window meanwhile: what stands there now is shown.
    onError: () => queries.invalidateQueries({ queryKey }),
    meta: { showsProblem: true },
  });
}
