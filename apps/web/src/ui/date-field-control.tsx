import { DateField as AriaDateField, DateInput, DateSegment } from 'react-aria-components/DateField';
import { cx } from './cx.ts';
import type { DatePickerProps } from './date-picker.tsx';
import { segmentStyle } from './date-style.ts';
import { dayFrom } from './day-value.ts';
import { controlStyle } from './control-style.ts';
import { FieldLabel, fieldStyle, splitWords } from './field.tsx';
import { FieldNotes } from './field-notes.tsx';

/** The field itself; `date-field.tsx` brings it. */
export default function DateFieldControl(props: DatePickerProps) {
  const [words, { value, onChange, min, max, ...aria }] = splitWords(props);
  const minValue = dayFrom(min);
  const maxValue = dayFrom(max);
  return (
    <AriaDateField
      validationBehavior="aria"
      {...aria}
      value={dayFrom(value)}
      onChange={(day) => onChange(day ? day.toString().slice(0, 10) : null)}
      {...(minValue && { minValue })}
      {...(maxValue && { maxValue })}
      isInvalid={words.error !== undefined}
      className={cx(fieldStyle, words.className)}
    >
      <FieldLabel {...words} />
      <DateInput className={cx(controlStyle, 'flex h-control max-w-64 items-center px-3')}>
        {(segment) => <DateSegment segment={segment} className={segmentStyle} />}
      </DateInput>
      <FieldNotes {...words} />
    </AriaDateField>
  );
}
