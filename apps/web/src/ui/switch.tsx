import type { ReactNode } from 'react';
import {
  SwitchButton,
  SwitchField,
  Text,
  type SwitchFieldProps as AriaProps,
} from 'react-aria-components/Switch';
import { cx } from './cx.ts';

export type SwitchProps = Omit<AriaProps, 'className' | 'children' | 'isInvalid' | 'style'> & {
  children: ReactNode;
  description?: ReactNode;
  className?: string;
};

/** On or off, applied at once. */
export function Switch({ children, description, className, ...aria }: SwitchProps) {
  return (
    <SwitchField {...aria} className={cx('flex flex-col gap-0.5', className)}>
      <SwitchButton className="group/switch flex min-h-6 items-start gap-2.5 py-0.5 text-body data-disabled:opacity-50 pointer-coarse:min-h-11 pointer-coarse:items-center">
        <span className="mt-px flex h-4.5 w-8 shrink-0 items-center rounded-full border border-edge bg-track p-0.5 transition-colors duration-120 group-data-selected/switch:border-accent group-data-selected/switch:bg-accent group-data-focus-visible/switch:outline-2 group-data-focus-visible/switch:outline-offset-2 group-data-focus-visible/switch:outline-ring">
          <span className="size-3 rounded-full bg-edge transition-[translate] duration-120 group-data-selected/switch:translate-x-3.5 group-data-selected/switch:bg-on-accent rtl:group-data-selected/switch:-translate-x-3.5 forced-colors:bg-[ButtonText]" />
        </span>
        <span>{children}</span>
      </SwitchButton>
      {description && (
        <Text slot="description" className="ps-10.5 text-dense text-muted">
          {description}
        </Text>
      )}
    </SwitchField>
  );
}
