import type { ReactNode } from 'react';
import { Label } from 'react-aria-components/Label';
import { useText } from '../lib/i18n.tsx';
import { cx } from './cx.ts';

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

export function FieldLabel({ label, isOptional, isLabelHidden }: FieldWords) {
  const t = useText();
  return (
    <Label className={cx('text-dense font-medium', isLabelHidden && 'sr-only')}>
      {label}
      {isOptional && <span className="ms-1.5 font-normal text-muted">{t('ui.optional')}</span>}
    </Label>
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
