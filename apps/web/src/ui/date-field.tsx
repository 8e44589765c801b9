import type { DatePickerProps } from './date-picker.tsx';
import { FieldStandIn } from './field-stand-in.tsx';
import { lazyPart } from './lazy-part.tsx';

/** A day that is known by heart and typed, such as a first working day. Otherwise `DatePicker`. Its code comes with the first one shown. */
export const DateField = lazyPart<DatePickerProps>(
  () => import('./date-field-control.tsx'),
  (props) => <FieldStandIn {...props} />,
);
