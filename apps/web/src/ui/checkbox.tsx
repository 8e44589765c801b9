import Check from 'lucide-react/icons/check';
import Minus from 'lucide-react/icons/minus';
import type { ReactNode } from 'react';
import {
  CheckboxButton,
  CheckboxField,
  FieldError,
  Text,
  type CheckboxFieldProps as AriaProps,
} from 'react-aria-components/Checkbox';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';

export type CheckboxProps = Omit<AriaProps, 'className' | 'children' | 'isInvalid' | 'style'> & {
  children?: ReactNode;
  description?: ReactNode;
  error?: string | undefined;
  className?: string;
};

/** The box alone; its states come from the label around it. */
export function CheckMark({ isIndeterminate = false }: { isIndeterminate?: boolean | undefined }) {
  return (
    <span className="inline-flex size-4 shrink-0 items-center justify-center rounded-sm border border-edge bg-raised text-on-accent transition-colors duration-120 group-data-hovered/check:border-text group-data-selected/check:border-accent group-data-selected/check:bg-accent group-data-indeterminate/check:border-accent group-data-indeterminate/check:bg-accent group-data-invalid/check:border-danger group-data-focus-visible/check:outline-2 group-data-focus-visible/check:outline-offset-2 group-data-focus-visible/check:outline-ring">
      <Icon
        of={isIndeterminate ? Minus : Check}
        className={cx(
          'size-3.5 stroke-[2.5]',
          !isIndeterminate && 'invisible group-data-selected/check:visible',
        )}
      />
    </span>
  );
}

/** Yes or no, applied with the form. For what applies at once use `Switch`. */
export function Checkbox({ children, description, error, className, ...aria }: CheckboxProps) {
  return (
    <CheckboxField
      validationBehavior="aria"
      {...aria}
      isInvalid={error !== undefined}
      className={cx('flex flex-col gap-0.5', className)}
    >
      <CheckboxButton className="group/check flex min-h-6 items-start gap-2 py-0.5 text-body data-disabled:opacity-50 pointer-coarse:min-h-11 pointer-coarse:items-center">
        <span className="flex h-lh items-center">
          <CheckMark isIndeterminate={aria.isIndeterminate} />
        </span>
        {children && <span>{children}</span>}
      </CheckboxButton>
      {description && (
        <Text slot="description" className="ps-6 text-dense text-muted">
          {description}
        </Text>
      )}
      <FieldError className="ps-6 text-dense text-danger">{error}</FieldError>
    </CheckboxField>
  );
}
