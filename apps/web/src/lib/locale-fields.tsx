import { useMemo } from 'react';
import type { Control, FieldPath, FieldValues } from 'react-hook-form';
import { Controller } from 'react-hook-form';
import { localeNames, locales } from '../locales/catalogues.ts';
import { ComboBox } from '../ui/combo-box.tsx';
import { Select } from '../ui/select.tsx';
import { timeZoneChoices } from './time-zones.ts';

type FieldProps<Fields extends FieldValues> = {
  control: Control<Fields>;
  name: FieldPath<Fields>;
  label: string;
  description?: string;
  className?: string;
};

/** A language of the product, as a field of a form. */
export function LocaleField<Fields extends FieldValues>({ control, name, ...words }: FieldProps<Fields>) {
  return (
    <Controller
      name={name}
      control={control}
      render={({ field: { ref, ...field }, fieldState }) => (
        <Select
          {...field}
          {...words}
          choices={locales.map((id) => ({ id, label: localeNames[id] }))}
          inputRef={ref}
          error={fieldState.error?.message}
        />
      )}
    />
  );
}

/** A time zone, found by typing, as a field of a form; `known` is offered under its own name, whatever the browser calls it. */
export function TimeZoneField<Fields extends FieldValues>({
  control,
  name,
  known,
  ...words
}: FieldProps<Fields> & { known: string }) {
  const zones = useMemo(() => timeZoneChoices(known), [known]);
  return (
    <Controller
      name={name}
      control={control}
      render={({ field: { value, onChange, onBlur }, fieldState }) => (
        <ComboBox
          {...words}
          name={name}
          value={value}
          onBlur={onBlur}
          choices={zones}
          onChange={(zone) => onChange(zone ?? '')}
          error={fieldState.error?.message}
        />
      )}
    />
  );
}
