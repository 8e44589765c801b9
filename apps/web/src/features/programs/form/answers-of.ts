import type { Question } from '@ithaca/contracts/programs';
import { hasOptions, SCALE_MOST } from '@ithaca/domain/enrolment-form';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { spokenLanguages } from '../../../lib/spoken-languages.ts';

const styles = ['structured', 'open', 'either'] as const;

/** The answers of a question that can be named beforehand, in words. */
export function useAnswersOf(): (question: Question) => { value: string | number; label: string }[] {
  const t = useText();
  const { number, language } = useFormat();
  return ({ kind, key, options }) => {
    if (kind === 'scale')
      return Array.from({ length: SCALE_MOST }, (_, index) => ({
        value: index + 1,
        label: number(index + 1),
      }));
    if (hasOptions(kind) || kind !== 'standard') return options.map((value) => ({ value, label: value }));
    if (key === 'workingStyle')
      return styles.map((value) => ({ value, label: t(`programs.style.${value}`) }));
    if (key === 'languages') return spokenLanguages([]).map((value) => ({ value, label: language(value) }));
    return options.map((value) => ({ value, label: value }));
  };
}
