import type { LucideIcon } from 'lucide-react/types';
import type { Ref } from 'react';
import {
  Input,
  TextField as AriaTextField,
  type TextFieldProps as AriaProps,
} from 'react-aria-components/TextField';
import { cx } from './cx.ts';
import { controlStyle } from './control-style.ts';
import { FieldLabel, fieldStyle, splitWords, type FieldWords } from './field.tsx';
import { FieldNotes } from './field-notes.tsx';
import { Icon } from './icon.tsx';

export type TextFieldProps = Omit<AriaProps, 'className' | 'children' | 'isInvalid' | 'style'> &
  FieldWords & {
    /** An example of the form, never the label. */
    placeholder?: string;
    icon?: LucideIcon;
    /** Mail addresses, codes and links read left to right in every language. */
    isLeftToRight?: boolean;
    inputRef?: Ref<HTMLInputElement>;
  };

export function TextField(props: TextFieldProps) {
  const [words, { placeholder, icon, isLeftToRight, inputRef, ...aria }] = splitWords(props);
  return (
    <AriaTextField
      validationBehavior="aria"
      {...aria}
      isInvalid={words.error !== undefined}
      className={cx(fieldStyle, words.className)}
    >
      <FieldLabel {...words} />
      <div className="relative">
        {icon && <Icon of={icon} className="absolute inset-y-0 start-3 my-auto text-muted" />}
        <Input
          {...(inputRef && { ref: inputRef })}
          {...(placeholder !== undefined && { placeholder })}
          {...(isLeftToRight && { dir: 'ltr' })}
          className={cx(
            controlStyle,
            'h-control pe-3',
            icon ? 'ps-9' : 'ps-3',
            isLeftToRight && 'rtl:text-end',
          )}
        />
      </div>
      <FieldNotes {...words} />
    </AriaTextField>
  );
}
