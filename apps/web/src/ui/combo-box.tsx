import type { JSX, Ref } from 'react';
import type { ComboBoxProps as AriaProps } from 'react-aria-components/ComboBox';
import type { FieldWords } from './field.tsx';
import { FieldStandIn } from './field-stand-in.tsx';
import { lazyPart } from './lazy-part.tsx';
import type { Choice } from './option.tsx';

export type ComboBoxProps<Id extends string> = Omit<
  AriaProps<Choice<Id>>,
  | 'className'
  | 'children'
  | 'isInvalid'
  | 'style'
  | 'items'
  | 'defaultItems'
  | 'value'
  | 'defaultValue'
  | 'onChange'
  | 'selectedKey'
  | 'defaultSelectedKey'
  | 'onSelectionChange'
  | 'selectionMode'
> &
  FieldWords & {
    /** All choices; or, with `onInputChange`, what the server found for the typed words. */
    choices: readonly Choice<Id>[];
    value?: Id | null | undefined;
    onChange?: (value: Id | null) => void;
    placeholder?: string;
    inputRef?: Ref<HTMLInputElement>;
  };

const Late = lazyPart<ComboBoxProps<never>>(
  () => import('./combo-box-control.tsx'),
  (props) => <FieldStandIn {...props} />,
);

/** One of many, found by typing. Its code comes with the first one shown. */
export const ComboBox = Late as unknown as (<Id extends string>(props: ComboBoxProps<Id>) => JSX.Element) & {
  preload: () => Promise<void>;
};
