import { lazy, Suspense } from 'react';
import { FieldLabel, fieldStyle, type FieldWords } from './field.tsx';
import { Skeleton } from './skeleton.tsx';

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

const Control = lazy(() => import('./date-picker-control.tsx'));

/** A day, typed or picked from a calendar. The calendar's code comes when the first one is shown. */
export function DatePicker(props: DatePickerProps) {
  return (
    <Suspense
      fallback={
        <div className={fieldStyle}>
          <FieldLabel label={props.label} />
          <Skeleton className="h-control w-full rounded-md" />
        </div>
      }
    >
      <Control {...props} />
    </Suspense>
  );
}
