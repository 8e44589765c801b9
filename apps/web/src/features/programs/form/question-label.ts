import { standardQuestions, type Question } from '@ithaca/contracts/programs';
import { questionWords } from '@ithaca/domain/enrolment-form';
import { useLocale, useText } from '../../../lib/i18n.tsx';

type Standard = (typeof standardQuestions)[number];
export const isStandard = (key: string): key is Standard => standardQuestions.some((known) => known === key);

/** A standard question speaks the reader's language; an own one as far as the coordinator has written it. */
export function useLabelOf(): (question: Question) => string {
  const t = useText();
  const { locale } = useLocale();
  return (question) =>
    question.kind === 'standard' && isStandard(question.key)
      ? t(`programs.question.${question.key}`)
      : questionWords(question, locale).label || t('programs.question.unnamed');
}
