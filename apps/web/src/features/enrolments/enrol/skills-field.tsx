import type { EnrolmentAnswers } from '@ithaca/contracts/enrolments';
import { useText } from '../../../lib/i18n.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { WordsField } from './words-field.tsx';

const levels = ['1', '2', '3'] as const;

/** Skills and how much each one matters, or how well one can give it. */
export function SkillsField({
  label,
  isOffered,
  options,
  value,
  onChange,
  error,
  isDisabled,
}: {
  label: string;
  /** What one can give, else what one wants. */
  isOffered: boolean;
  options: readonly string[];
  value: EnrolmentAnswers['skills'];
  onChange: (value: EnrolmentAnswers['skills']) => void;
  error: string | undefined;
  isDisabled: boolean;
}) {
  const t = useText();
  const side = isOffered ? 'mentor' : 'mentee';
  return (
    <div className="flex flex-col gap-4">
      <WordsField
        label={label}
        isLabelHidden
        description={t('enrolments.skills.what')}
        options={options}
        maxLength={80}
        limit={20}
        value={value.map(({ skill }) => skill)}
        onChange={(names) =>
          onChange(names.map((skill) => value.find((one) => one.skill === skill) ?? { skill, level: 2 }))
        }
        error={error}
        isDisabled={isDisabled}
      />
      {value.length > 0 && (
        <ul className="divide-y rounded-lg border bg-card">
          {value.map(({ skill, level }) => (
            <li key={skill} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-2">
              <span dir="auto" className="min-w-0 font-medium break-words">
                {skill}
              </span>
              <RadioGroup
                label={t(`enrolments.level.${side}`, { skill })}
                isLabelHidden
                layout="row"
                choices={levels.map((id) => ({ id, label: t(`enrolments.level.${side}.${id}`) }))}
                value={levels.find((id) => id === String(level)) ?? null}
                onChange={(id) =>
                  onChange(value.map((one) => (one.skill === skill ? { skill, level: Number(id) } : one)))
                }
                isDisabled={isDisabled}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
