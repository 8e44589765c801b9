import X from 'lucide-react/icons/x';
import { useRef, useState, type KeyboardEvent } from 'react';
import {
  ComboBox as AriaComboBox,
  ComboBoxValue,
  Input,
  ListBox,
  Popover,
} from 'react-aria-components/ComboBox';
import { Group } from 'react-aria-components/Group';
import { Button, Tag, TagGroup, TagList } from 'react-aria-components/TagGroup';
import { useText } from '../lib/i18n.tsx';
import { cx } from './cx.ts';
import { controlStyle } from './control-style.ts';
import { FieldLabel, fieldStyle, splitWords } from './field.tsx';
import { FieldNotes } from './field-notes.tsx';
import { Icon } from './icon.tsx';
import { floatStyle } from './list-style.ts';
import { Option, type Choice } from './option.tsx';
import type { TagFieldProps } from './tag-field.tsx';

/** The field itself; `tag-field.tsx` brings it. */
export default function TagFieldControl(props: TagFieldProps) {
  const [words, field] = splitWords(props);
  const { choices, value, onChange, onInputChange, limit = Infinity, placeholder, ...aria } = field;
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  // What was chosen may be absent from the server's answer to the next word.
  const [seen, setSeen] = useState<ReadonlyMap<string, Choice>>(new Map());
  const fresh = choices.filter((choice) => value.includes(choice.id) && !seen.has(choice.id));
  if (fresh.length > 0) setSeen(new Map([...seen, ...fresh.map((choice) => [choice.id, choice] as const)]));
  const chosen = value.map(
    (id) => choices.find((choice) => choice.id === id) ?? seen.get(id) ?? { id, label: id },
  );
  const isFull = value.length >= limit;

  const type = (next: string) => {
    setTyped(next);
    onInputChange?.(next);
  };
  const remove = (ids: Iterable<unknown>) => {
    const gone = new Set(ids);
    onChange(value.filter((id) => !gone.has(id)));
    if (gone.size === value.length) input.current?.focus();
  };
  const removeLast = (event: KeyboardEvent) => {
    const last = value.at(-1);
    if (event.key === 'Backspace' && typed === '' && last !== undefined) remove([last]);
  };

  return (
    <AriaComboBox<Choice, 'multiple'>
      {...aria}
      {...(onInputChange ? { items: choices } : { defaultItems: choices })}
      validationBehavior="aria"
      selectionMode="multiple"
      // On typing or an arrow, never on focus alone: while the list is open the page behind it is hidden from
      // assistive technology.
      menuTrigger="input"
      allowsEmptyCollection
      value={[...value]}
      onChange={(keys) => {
        const next = keys.map(String);
        if (next.length > limit) return;
        onChange(next);
        type('');
      }}
      inputValue={typed}
      onInputChange={type}
      isInvalid={words.error !== undefined}
      className={cx(fieldStyle, words.className)}
    >
      <FieldLabel {...words} />
      <Group className={cx(controlStyle, 'flex min-h-control flex-wrap items-center gap-1 px-1 py-1')}>
        {/* Only what stands in ComboBoxValue stays out of the collection of options. */}
        {chosen.length > 0 && (
          <ComboBoxValue className="contents">
            <TagGroup
              aria-label={t('ui.chosen', { field: words.label })}
              onRemove={remove}
              className="contents"
            >
              <TagList items={chosen} className="contents">
                {(choice) => (
                  <Tag
                    textValue={choice.label}
                    className="flex max-w-full cursor-default items-center gap-0.5 rounded-sm bg-accent-tint ps-2 text-dense text-text outline-offset-0 forced-colors:border"
                  >
                    <span className="truncate py-0.5">{choice.label}</span>
                    <Button
                      slot="remove"
                      className="inline-flex size-6 items-center justify-center rounded-sm text-muted hover:text-text pointer-coarse:size-8"
                    >
                      <Icon of={X} />
                    </Button>
                  </Tag>
                )}
              </TagList>
            </TagGroup>
          </ComboBoxValue>
        )}
        <Input
          ref={input}
          onKeyDown={removeLast}
          readOnly={isFull}
          placeholder={
            isFull ? t('ui.limitReached', { limit }) : value.length === 0 ? (placeholder ?? '') : ''
          }
          className="h-7 min-w-32 flex-1 bg-transparent px-2 outline-none"
        />
      </Group>
      <FieldNotes {...words} />
      <Popover offset={4} className={cx(floatStyle, 'w-(--trigger-width) min-w-56')}>
        <ListBox<Choice>
          className="max-h-72 overflow-auto p-1"
          renderEmptyState={() => <p className="px-2 py-3 text-dense text-muted">{t('ui.nothingFound')}</p>}
        >
          {(choice) => (
            <Option
              choice={isFull && !value.includes(choice.id) ? { ...choice, isDisabled: true } : choice}
            />
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
