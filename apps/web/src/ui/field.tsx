import CircleAlert from 'lucide-react/icons/circle-alert';
import Eye from 'lucide-react/icons/eye';
import type { ReactNode } from 'react';
import { FieldError, Text } from 'react-aria-components/TextField';
import { Label } from 'react-aria-components/Label';
import { useText } from '../lib/i18n.tsx';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';

/** What every field says around its control. */
export type FieldWords = {
  label: string;
  /** Help that is always visible, below the control. */
  description?: ReactNode;
  /** What is wrong and what to do; makes the field invalid. */
  error?: string | undefined;
  /** Who sees the answer, for what is sensitive. */
  seenBy?: ReactNode;
  /** Adds "optional" to the label: most fields are required, so the exception is marked. */
  isOptional?: boolean;
  /** The label is read but not shown: only where the place makes it plain. */
  isLabelHidden?: boolean;
  className?: string;
};

export const fieldStyle = 'group flex min-w-0 flex-col gap-1';

/** The edge of a control; `data-*` states come from React Aria on the control or its group. */
export const controlStyle =
  'w-full min-w-0 rounded-md border border-edge/70 bg-raised text-body text-text transition-colors duration-120 ' +
  'hover:border-edge data-hovered:border-edge ' +
  'data-focused:border-accent data-focused:outline-2 data-focused:outline-offset-0 data-focused:outline-ring ' +
  'data-focus-within:border-accent data-focus-within:outline-2 data-focus-within:outline-offset-0 data-focus-within:outline-ring ' +
  'group-data-invalid:border-danger data-disabled:cursor-not-allowed data-disabled:border-divider data-disabled:bg-surface data-disabled:text-muted ' +
  '[&[readonly]]:bg-surface';

export function FieldLabel({ label, isOptional, isLabelHidden }: FieldWords) {
  const t = useText();
  return (
    <Label className={cx('text-dense font-medium', isLabelHidden && 'sr-only')}>
      {label}
      {isOptional && <span className="ms-1.5 font-normal text-muted">{t('ui.optional')}</span>}
    </Label>
  );
}

export function FieldNotes({ description, error, seenBy }: FieldWords) {
  return (
    <>
      {(description || seenBy) && (
        <Text slot="description" className="flex flex-col gap-1 text-dense text-muted">
          {description && <span>{description}</span>}
          {seenBy && (
            <span className="flex items-start gap-1.5">
              <Icon of={Eye} className="mt-px" />
              <span>{seenBy}</span>
            </span>
          )}
        </Text>
      )}
      <FieldError className="flex items-start gap-1.5 text-dense text-danger">
        <Icon of={CircleAlert} className="mt-px" />
        <span>{error}</span>
      </FieldError>
    </>
  );
}

/** Splits the words off the props that go on to React Aria. */
export function splitWords<P extends FieldWords>(props: P): [FieldWords, Omit<P, keyof FieldWords>] {
  const { label, description, error, seenBy, isOptional, isLabelHidden, className, ...rest } = props;
  const words: FieldWords = {
    label,
    description,
    error,
    seenBy,
    ...(isOptional !== undefined && { isOptional }),
    ...(isLabelHidden !== undefined && { isLabelHidden }),
    ...(className !== undefined && { className }),
  };
  return [words, rest];
}
