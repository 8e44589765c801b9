import {
  CheckboxGroup as AriaCheckboxGroup,
  type CheckboxGroupProps as AriaProps,
} from 'react-aria-components/CheckboxGroup';
import { Checkbox } from './checkbox.tsx';
import { cx } from './cx.ts';
import { FieldLabel, fieldStyle, splitWords, type FieldWords } from './field.tsx';
import { FieldNotes } from './field-notes.tsx';
import type { Choice } from './option.tsx';

export type CheckboxGroupProps<Id extends string> = Omit<
  AriaProps,
  'className' | 'children' | 'isInvalid' | 'style' | 'value' | 'defaultValue' | 'onChange'
> &
  FieldWords & {
    choices: readonly Choice<Id>[];
    value?: readonly Id[];
    defaultValue?: readonly Id[];
    onChange?: (value: Id[]) => void;
    /** Short choices may stand side by side. */
    layout?: 'stack' | 'row';
  };

/** Several of a few, all visible. */
export function CheckboxGroup<Id extends string>(props: CheckboxGroupProps<Id>) {
  const [words, { choices, value, defaultValue, onChange, layout = 'stack', ...aria }] = splitWords(props);
  return (
    <AriaCheckboxGroup
      validationBehavior="aria"
      {...aria}
      isInvalid={words.error !== undefined}
      {...(value && { value: [...value] })}
      {...(defaultValue && { defaultValue: [...defaultValue] })}
      onChange={(keys) => onChange?.(choices.map(({ id }) => id).filter((id) => keys.includes(id)))}
      className={cx(fieldStyle, words.className)}
    >
      <FieldLabel {...words} />
      <div className={cx('flex gap-x-5 gap-y-1', layout === 'stack' ? 'flex-col' : 'flex-wrap')}>
        {choices.map((choice) => (
          <Checkbox
            key={choice.id}
            value={choice.id}
            description={choice.description}
            isDisabled={choice.isDisabled ?? false}
          >
            {choice.label}
          </Checkbox>
        ))}
      </div>
      <FieldNotes {...words} />
    </AriaCheckboxGroup>
  );
}
