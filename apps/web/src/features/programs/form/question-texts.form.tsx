import type { Question } from '@ithaca/contracts/programs';
import { hasOptions } from '@ithaca/domain/enrolment-form';
import type { Locale } from '@ithaca/domain/vocabulary';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { TextField } from '../../../ui/text-field.tsx';

/** The question in the organisation's other languages; whoever reads one that is left empty sees the words above. */
export function QuestionTexts({
  question,
  locales,
  onChange,
}: {
  question: Pick<Question, 'help' | 'options' | 'texts'> & { kind: string };
  locales: readonly Locale[];
  onChange: (texts: NonNullable<Question['texts']>) => void;
}) {
  const t = useText();
  const { language } = useFormat();
  return locales.map((locale) => {
    const words = question.texts?.[locale] ?? { label: '', help: '', options: [] };
    const set = (part: Partial<typeof words>) =>
      onChange({ ...question.texts, [locale]: { ...words, ...part } });
    const name = language(locale);
    return (
      <fieldset key={locale} className="flex flex-col gap-4 border-t pt-4">
        <legend className="sr-only">{name}</legend>
        <TextField
          label={t('programs.texts.label', { language: name })}
          value={words.label}
          onChange={(label) => set({ label })}
          maxLength={200}
          isOptional
        />
        {question.help !== '' && (
          <TextField
            label={t('programs.texts.help', { language: name })}
            value={words.help}
            onChange={(help) => set({ help })}
            maxLength={400}
            isOptional
          />
        )}
        {hasOptions(question.kind) && question.options.length > 0 && (
          <TextArea
            label={t('programs.texts.options', { language: name })}
            description={t('programs.texts.options.what', { count: question.options.length })}
            rows={Math.min(8, question.options.length)}
            value={words.options.join('\n')}
            onChange={(lines) => set({ options: lines.split('\n').slice(0, question.options.length) })}
            isOptional
          />
        )}
      </fieldset>
    );
  });
}
