import ChevronDown from 'lucide-react/icons/chevron-down';
import { Button, ComboBox as AriaComboBox, Input, ListBox, Popover } from 'react-aria-components/ComboBox';
import { Group } from 'react-aria-components/Group';
import { useText } from '../lib/i18n.tsx';
import { cx } from './cx.ts';
import { controlStyle } from './control-style.ts';
import { FieldLabel, fieldStyle, splitWords } from './field.tsx';
import { FieldNotes } from './field-notes.tsx';
import { Icon } from './icon.tsx';
import { floatStyle } from './list-style.ts';
import { Option, type Choice } from './option.tsx';
import type { ComboBoxProps } from './combo-box.tsx';

/** The field itself; `combo-box.tsx` brings it. */
export default function ComboBoxControl<Id extends string>(props: ComboBoxProps<Id>) {
  const [words, { choices, value, onChange, placeholder, inputRef, ...aria }] = splitWords(props);
  const t = useText();
  const source = aria.onInputChange ? { items: choices } : { defaultItems: choices };
  return (
    <AriaComboBox
      validationBehavior="aria"
      menuTrigger="focus"
      allowsEmptyCollection
      {...aria}
      {...source}
      isInvalid={words.error !== undefined}
      {...(value !== undefined && { value })}
      onChange={(key) => onChange?.(choices.find((choice) => choice.id === key)?.id ?? null)}
      className={cx(fieldStyle, words.className)}
    >
      <FieldLabel {...words} />
      <Group className={cx(controlStyle, 'flex h-control items-center')}>
        <Input
          {...(inputRef && { ref: inputRef })}
          {...(placeholder !== undefined && { placeholder })}
          className="h-full min-w-0 flex-1 bg-transparent ps-3 outline-none"
        />
        <Button className="inline-flex h-full w-8 items-center justify-center text-muted hover:text-text">
          <Icon of={ChevronDown} />
        </Button>
      </Group>
      <FieldNotes {...words} />
      <Popover offset={4} className={cx(floatStyle, 'w-(--trigger-width) min-w-56')}>
        <ListBox<Choice<Id>>
          className="max-h-72 overflow-auto p-1"
          renderEmptyState={() => <p className="px-2 py-3 text-dense text-muted">{t('ui.nothingFound')}</p>}
        >
          {(choice) => <Option choice={choice} />}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
