import Minus from 'lucide-react/icons/minus';
import Plus from 'lucide-react/icons/plus';
import type { Ref } from 'react';
import {
  Button,
  Group,
  Input,
  NumberField as AriaNumberField,
  type NumberFieldProps as AriaProps,
} from 'react-aria-components/NumberField';
import { cx } from './cx.ts';
import { controlStyle } from './control-style.ts';
import { FieldLabel, fieldStyle, splitWords, type FieldWords } from './field.tsx';
import { FieldNotes } from './field-notes.tsx';
import { Icon } from './icon.tsx';

export type NumberFieldProps = Omit<AriaProps, 'className' | 'children' | 'isInvalid' | 'style'> &
  FieldWords & { inputRef?: Ref<HTMLInputElement> };

const step =
  'inline-flex w-9 items-center justify-center text-muted hover:bg-hover hover:text-text data-disabled:opacity-40';

/** A number with steps. `NaN` stands for empty, as in React Aria. */
export function NumberField(props: NumberFieldProps) {
  const [words, { inputRef, ...aria }] = splitWords(props);
  return (
    <AriaNumberField
      validationBehavior="aria"
      {...aria}
      isInvalid={words.error !== undefined}
      className={cx(fieldStyle, words.className)}
    >
      <FieldLabel {...words} />
      <Group className={cx(controlStyle, 'flex h-control max-w-44 overflow-hidden')}>
        <Input
          {...(inputRef && { ref: inputRef })}
          className="w-full min-w-0 bg-transparent px-3 tabular-nums outline-none"
        />
        <Button slot="decrement" className={cx(step, 'border-s')}>
          <Icon of={Minus} />
        </Button>
        <Button slot="increment" className={cx(step, 'border-s')}>
          <Icon of={Plus} />
        </Button>
      </Group>
      <FieldNotes {...words} />
    </AriaNumberField>
  );
}
