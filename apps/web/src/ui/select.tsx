import ChevronDown from 'lucide-react/icons/chevron-down';
import type { Ref } from 'react';
import {
  Button,
  ListBox,
  Popover,
  Select as AriaSelect,
  SelectValue,
  type SelectProps as AriaProps,
} from 'react-aria-components/Select';
import { useText } from '../lib/i18n.tsx';
import { cx } from './cx.ts';
import { controlStyle, FieldLabel, FieldNotes, fieldStyle, splitWords, type FieldWords } from './field.tsx';
import { Icon } from './icon.tsx';
import { floatStyle } from './list-style.ts';
import { Option, type Choice } from './option.tsx';

export type SelectProps<Id extends string> = Omit<
  AriaProps<Choice<Id>>,
  | 'className'
  | 'children'
  | 'isInvalid'
  | 'style'
  | 'value'
  | 'defaultValue'
  | 'onChange'
  | 'selectedKey'
  | 'onSelectionChange'
  | 'defaultSelectedKey'
  | 'selectionMode'
> &
  FieldWords & {
    choices: readonly Choice<Id>[];
    /** Null or undefined: nothing chosen yet. */
    value?: Id | null | undefined;
    onChange?: (value: Id) => void;
    inputRef?: Ref<HTMLButtonElement>;
  };

/** One of up to about fifteen. More: `ComboBox`. Two or three that deserve words: `RadioGroup`. */
export function Select<Id extends string>(props: SelectProps<Id>) {
  const [words, { choices, value, onChange, inputRef, placeholder, ...aria }] = splitWords(props);
  const t = useText();
  return (
    <AriaSelect
      validationBehavior="aria"
      {...aria}
      placeholder={placeholder ?? t('ui.choose')}
      isInvalid={words.error !== undefined}
      {...(value !== undefined && { value })}
      onChange={(key) => {
        const chosen = choices.find((choice) => choice.id === key);
        if (chosen) onChange?.(chosen.id);
      }}
      className={cx(fieldStyle, words.className)}
    >
      <FieldLabel {...words} />
      <Button
        {...(inputRef && { ref: inputRef })}
        className={cx(controlStyle, 'flex h-control items-center gap-2 ps-3 pe-2 text-start')}
      >
        <SelectValue className="min-w-0 flex-1 truncate data-placeholder:text-muted">
          {({ isPlaceholder, selectedText, defaultChildren }) =>
            isPlaceholder ? defaultChildren : selectedText
          }
        </SelectValue>
        <Icon of={ChevronDown} className="text-muted" />
      </Button>
      <FieldNotes {...words} />
      <Popover offset={4} className={cx(floatStyle, 'min-w-(--trigger-width) max-w-96')}>
        <ListBox items={choices} className="max-h-80 overflow-auto p-1">
          {(choice) => <Option choice={choice} />}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
