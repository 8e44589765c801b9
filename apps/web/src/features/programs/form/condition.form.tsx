import type { Question } from '@ithaca/contracts/programs';
import { canBeCondition } from '@ithaca/domain/enrolment-form';
import { useText } from '../../../lib/i18n.tsx';
import { Select } from '../../../ui/select.tsx';
import { TagField } from '../../../ui/tag-field.tsx';
import { useAnswersOf } from './answers-of.ts';
import { useLabelOf } from './question-label.ts';

const always = 'always';

/** The questions another one may hang on: earlier ones that everyone answers who is asked this one. */
export const possibleConditions = (earlier: readonly Question[], { askedOf }: Question) =>
  earlier.filter((other) => canBeCondition(other) && (other.askedOf === 'both' || other.askedOf === askedOf));

/** When a question is shown: always, or when an earlier one has one of these answers. */
export function ConditionFields({
  question,
  earlier,
  onChange,
  error,
}: {
  question: Question;
  earlier: readonly Question[];
  onChange: (shownWhen: Question['shownWhen']) => void;
  error: string | undefined;
}) {
  const t = useText();
  const labelOf = useLabelOf();
  const answersOf = useAnswersOf();
  const possible = possibleConditions(earlier, question);
  const condition = question.shownWhen ?? null;
  const other = possible.find(({ key }) => key === condition?.question);
  const answers = other ? answersOf(other) : [];
  if (possible.length === 0 && !condition) return null;
  return (
    <div className="flex flex-col gap-3">
      <Select
        label={t('programs.shown')}
        choices={[
          { id: always, label: t('programs.shown.always') },
          ...possible.map((one) => ({
            id: one.key,
            label: t('programs.shown.when', { label: labelOf(one) }),
          })),
        ]}
        value={other?.key ?? always}
        onChange={(key) => onChange(key === always ? null : { question: key, anyOf: [] })}
      />
      {condition && other && (
        <TagField
          label={t('programs.shown.anyOf')}
          choices={answers.map(({ value, label }) => ({ id: String(value), label }))}
          value={condition.anyOf.map(String)}
          onChange={(ids) =>
            onChange({
              question: condition.question,
              anyOf: answers.filter(({ value }) => ids.includes(String(value))).map(({ value }) => value),
            })
          }
          error={error}
        />
      )}
    </div>
  );
}
