import { TextField, type TextFieldProps } from './text-field.tsx';

export type TimeFieldProps = Omit<TextFieldProps, 'type' | 'placeholder' | 'icon' | 'isLeftToRight'>;

/** A time of day as `HH:mm`, with the picker of the device. */
export function TimeField(props: TimeFieldProps) {
  return <TextField {...props} type="time" />;
}

/** A day and a time on the wall of the person's own zone, as `YYYY-MM-DDTHH:mm`. */
export function DateTimeField(props: TimeFieldProps) {
  return <TextField {...props} type="datetime-local" />;
}
