import ChevronDown from 'lucide-react/icons/chevron-down';
import { Button, ListBox, Popover, Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { useText } from '../lib/i18n.tsx';
import { cx } from './cx.ts';
import { controlStyle } from './control-style.ts';
import { FieldLabel, fieldStyle, splitWords } from './field.tsx';
import { FieldNotes } from './field-notes.tsx';
import { Icon } from './icon.tsx';
import { floatStyle } from './list-style.ts';
import { Option } from './option.tsx';
import type { SelectProps } from './select.tsx';

/** The field itself; `select.tsx` brings it. */
export default function SelectControl<Id extends string>(props: SelectProps<Id>) {
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
