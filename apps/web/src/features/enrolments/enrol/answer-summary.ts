import { addDays } from '@ithaca/domain/cohort';
import { questionWords } from '@ithaca/domain/enrolment-form';
import type { Side } from '@ithaca/domain/vocabulary';
import { useFormat } from '../../../lib/format.ts';
import { useLocale, useText } from '../../../lib/i18n.tsx';
import { titleKeyOf, type Draft, type EnrolSection } from './enrolment-draft.ts';

/** The title of a section as a question to the reader. */
export function useSectionTitle(): (section: EnrolSection, role: Side) => string {
  const t = useText();
  const { locale } = useLocale();
  return (section, role) => {
    const key = titleKeyOf(section, role);
    if (key) return t(key);
    return section.question ? questionWords(section.question, locale).label : '';
  };
}

/** An answer in one line; empty when there is none. */
export function useAnswerSummary(): (section: EnrolSection, draft: Draft) => string {
  const t = useText();
  const { locale } = useLocale();
  const { dayRange, list, language, number } = useFormat();
  return ({ key, question }, { answers, capacity, doNotPairWith, blackouts, names }) => {
    const namesOf = (ids: readonly string[]) =>
      list(ids.map((id) => names.find((one) => one.id === id)?.displayName ?? '').filter(Boolean));
    if (question && question.kind !== 'standard') {
      const answer = answers.own[key];
      if (answer === undefined) return '';
      const { options } = questionWords(question, locale);
      const wordsOf = (value: string) => options.find((option) => option.value === value)?.label ?? value;
      if (typeof answer === 'number') return number(answer);
      return Array.isArray(answer) ? list(answer.map(wordsOf)) : wordsOf(answer);
    }
    switch (key) {
      case 'skills':
        return list(answers.skills.map(({ skill }) => skill));
      case 'offers':
        return list(answers.offers.map(({ skill }) => skill));
      case 'goals':
        return [list(answers.goals), answers.goalText.trim()].filter(Boolean).join(' · ');
      case 'interests':
        return list(answers.interests);
      case 'workingStyle':
        return answers.workingStyle ? t(`enrolments.style.${answers.workingStyle}`) : '';
      case 'languages':
        return list(answers.languages.map(language));
      case 'wishes':
        return namesOf(answers.wishes);
      case 'capacity':
        return t('enrolments.capacity', { count: capacity });
      case 'blackouts':
        return list(blackouts.map(({ fromOn, untilOn }) => dayRange(fromOn, addDays(untilOn, -1))));
      default:
        return namesOf(doNotPairWith);
    }
  };
}
