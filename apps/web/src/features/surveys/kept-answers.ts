import type { SurveyAnswers } from '@ithaca/contracts/survey-answers';

const keyOf = (surveyAskId: string) => `ithaca.survey.${surveyAskId}`;

/** Keeps unsent answers to an anonymous survey on this device; without storage nothing is kept. */
export function keepAnswers(surveyAskId: string, answers: SurveyAnswers): boolean {
  try {
    localStorage.setItem(keyOf(surveyAskId), JSON.stringify(answers));
    return true;
  } catch {
    return false;
  }
}

export function findKeptAnswers(surveyAskId: string): SurveyAnswers {
  try {
    return JSON.parse(localStorage.getItem(keyOf(surveyAskId)) ?? '{}') as SurveyAnswers;
  } catch {
    return {};
  }
}

export function forgetAnswers(surveyAskId: string): void {
  try {
    localStorage.removeItem(keyOf(surveyAskId));
  } catch {
    // Nothing was kept either.
  }
}
