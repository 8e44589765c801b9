import type { FieldWords } from './field.tsx';
import { FieldStandIn } from './field-stand-in.tsx';
import { lazyPart } from './lazy-part.tsx';
import type { Choice } from './option.tsx';

export type TagFieldProps = FieldWords & {
  choices: readonly Choice[];
  /** The ids chosen, in the order of choosing. */
  value: readonly string[];
  onChange: (value: string[]) => void;
  onBlur?: () => void;
  /** Given when the server looks the choices up for the typed words. */
  onInputChange?: (typed: string) => void;
  /** No more than so many; then the field says so. */
  limit?: number;
  name?: string;
  placeholder?: string;
  isDisabled?: boolean;
  isRequired?: boolean;
};

/** Several of many, found by typing; removable by keyboard. Its code comes with the first one shown. */
export const TagField = lazyPart<TagFieldProps>(
  () => import('./tag-field-control.tsx'),
  (props) => <FieldStandIn {...props} />,
);
