import { surveyPlanRoutes, type SurveyPlan } from '@ithaca/contracts/survey-plans';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';

export type SurveyPlanChange = Pick<SurveyPlan, 'surveys'>;

export const surveyPlanQuery = (programId: string) =>
  queryOptions({
    queryKey: ['survey-plans', programId],
    queryFn: ({ signal }) => call(surveyPlanRoutes.get, { params: { programId } }, { signal }),
  });

/** Saves the surveys over the version that was last seen. */
export function useSaveSurveys(programId: string): (change: SurveyPlanChange) => Promise<SurveyPlan> {
  const queries = useQueryClient();
  const { queryKey } = surveyPlanQuery(programId);
  return async (body) => {
    const saved = await call(surveyPlanRoutes.save, {
      params: { programId },
      body,
      version: queries.getQueryData(queryKey)?.version ?? 1,
    });
    queries.setQueryData(queryKey, saved);
    void queries.invalidateQueries({ queryKey: ['surveys'] });
    return saved;
  };
}
