import type { JSX, Ref } from 'react';
import type { SelectProps as AriaProps } from 'react-aria-components/Select';
import type { FieldWords } from './field.tsx';
import { FieldStandIn } from './field-stand-in.tsx';
import { lazyPart } from './lazy-part.tsx';
import type { Choice } from './option.tsx';

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

const Late = lazyPart<SelectProps<never>>(
  () => import('./select-control.tsx'),
  (props) => <FieldStandIn {...props} />,
);

/** One of up to about fifteen. More: `ComboBox`. Two or three that deserve words: `RadioGroup`. Its code comes with the first one shown. */
export const Select = Late as unknown as (<Id extends string>(props: SelectProps<Id>) => JSX.Element) & {
  preload: () => Promise<void>;
};
