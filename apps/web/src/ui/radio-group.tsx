import type { LucideIcon } from 'lucide-react/types';
import {
  RadioButton,
  RadioField,
  RadioGroup as AriaRadioGroup,
  Text,
  type RadioGroupProps as AriaProps,
} from 'react-aria-components/RadioGroup';
import { cx } from './cx.ts';
import { FieldLabel, fieldStyle, splitWords, type FieldWords } from './field.tsx';
import { FieldNotes } from './field-notes.tsx';
import { Icon } from './icon.tsx';
import type { Choice } from './option.tsx';

export type RadioChoice<Id extends string = string> = Choice<Id> & { icon?: LucideIcon };

export type RadioGroupProps<Id extends string> = Omit<
  AriaProps,
  'className' | 'children' | 'isInvalid' | 'style' | 'value' | 'defaultValue' | 'onChange'
> &
  FieldWords & {
    choices: readonly RadioChoice<Id>[];
    value?: Id | null | undefined;
    defaultValue?: Id;
    onChange?: (value: Id) => void;
    /** `cards` for two to six choices that need a sentence each; `row` for short words such as 1 to 5. */
    layout?: 'stack' | 'row' | 'cards';
  };

const card =
  'rounded-lg border border-divider bg-raised p-3 data-hovered:border-edge data-selected:border-accent data-selected:bg-accent-tint data-focus-visible:outline-2 data-focus-visible:outline-offset-2 data-focus-visible:outline-ring';

const mark =
  'inline-flex size-4 shrink-0 items-center justify-center rounded-full border border-edge bg-raised transition-colors duration-120 ' +
  'group-data-hovered/radio:border-text group-data-selected/radio:border-[5px] group-data-selected/radio:border-accent group-data-invalid/radio:border-danger';

/** One of a few, all visible. */
export function RadioGroup<Id extends string>(props: RadioGroupProps<Id>) {
  const [words, { choices, value, defaultValue, onChange, layout = 'stack', ...aria }] = splitWords(props);
  const isCards = layout === 'cards';
  return (
    <AriaRadioGroup
      validationBehavior="aria"
      {...aria}
      isInvalid={words.error !== undefined}
      {...(value !== undefined && { value })}
      {...(defaultValue !== undefined && { defaultValue })}
      onChange={(key) => {
        const chosen = choices.find(({ id }) => id === key);
        if (chosen) onChange?.(chosen.id);
      }}
      className={cx(fieldStyle, words.className)}
    >
      <FieldLabel {...words} />
      <div
        className={cx(
          layout === 'stack' && 'flex flex-col gap-1',
          layout === 'row' && 'flex flex-wrap gap-x-5 gap-y-1',
          isCards && 'mt-1 grid grid-cols-[repeat(auto-fit,minmax(min(100%,14rem),1fr))] gap-2',
        )}
      >
        {choices.map(({ id, label, description, icon, isDisabled }) => (
          <RadioField key={id} value={id} isDisabled={isDisabled ?? false}>
            <RadioButton
              className={cx(
                'group/radio flex h-full min-h-6 items-start gap-2 text-body data-disabled:opacity-50 pointer-coarse:min-h-11 pointer-coarse:items-center',
                isCards ? cx(card, 'pointer-coarse:items-start') : 'py-0.5',
              )}
            >
              <span className="flex h-lh items-center">
                <span
                  className={cx(
                    mark,
                    !isCards &&
                      'group-data-focus-visible/radio:outline-2 group-data-focus-visible/radio:outline-offset-2 group-data-focus-visible/radio:outline-ring',
                  )}
                />
              </span>
              <span className="min-w-0 flex-1">
                <span className={cx('block', isCards && 'font-medium')}>{label}</span>
                {description && (
                  <Text slot="description" className="mt-0.5 block text-dense text-muted">
                    {description}
                  </Text>
                )}
              </span>
              {icon && <Icon of={icon} size={20} className="text-muted" />}
            </RadioButton>
          </RadioField>
        ))}
      </div>
      <FieldNotes {...words} />
    </AriaRadioGroup>
  );
}
