import type { FieldWords } from './field.tsx';
import { FieldStandIn } from './field-stand-in.tsx';
import { lazyPart } from './lazy-part.tsx';

export type DatePickerProps = FieldWords & {
  /** `YYYY-MM-DD`, or null for none. */
  value: string | null | undefined;
  onChange: (value: string | null) => void;
  onBlur?: () => void;
  min?: string | undefined;
  max?: string | undefined;
  name?: string;
  isDisabled?: boolean;
  isRequired?: boolean;
};

/** A day, typed or picked from a calendar. The calendar's code comes when the first one is shown. */
export const DatePicker = lazyPart<DatePickerProps>(
  () => import('./date-picker-control.tsx'),
  (props) => <FieldStandIn {...props} />,
);
