import type { Ref } from 'react';
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea';
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaProps,
} from 'react-aria-components/TextField';
import { useFormat } from '../lib/format.ts';
import { useText } from '../lib/i18n.tsx';
import { cx } from './cx.ts';
import { controlStyle } from './control-style.ts';
import { FieldLabel, fieldStyle, splitWords, type FieldWords } from './field.tsx';
import { FieldNotes } from './field-notes.tsx';

export type TextAreaProps = Omit<AriaProps, 'className' | 'children' | 'isInvalid' | 'style' | 'type'> &
  FieldWords & {
    placeholder?: string;
    rows?: number;
    inputRef?: Ref<HTMLTextAreaElement>;
  };

/** Several lines; grows with its words. With `maxLength` it says how much room is left near the end. */
export function TextArea(props: TextAreaProps) {
  const [words, { placeholder, rows = 3, inputRef, ...aria }] = splitWords(props);
  const t = useText();
  const { number } = useFormat();
  const left = aria.maxLength === undefined ? Infinity : aria.maxLength - (aria.value?.length ?? 0);
  const isNearEnd = aria.maxLength !== undefined && left <= Math.max(20, aria.maxLength * 0.1);
  return (
    <AriaTextField
      validationBehavior="aria"
      {...aria}
      isInvalid={words.error !== undefined}
      className={cx(fieldStyle, words.className)}
    >
      <FieldLabel {...words} />
      <AriaTextArea
        {...(inputRef && { ref: inputRef })}
        {...(placeholder !== undefined && { placeholder })}
        rows={rows}
        dir="auto"
        className={cx(controlStyle, 'field-sizing-content min-h-20 resize-y px-3 py-2')}
      />
      {isNearEnd && (
        <p aria-live="polite" className="text-caption text-muted">
          {t('ui.charactersLeft', { left: number(left), count: left })}
        </p>
      )}
      <FieldNotes {...words} />
    </AriaTextField>
  );
}
