import { cx } from './cx.ts';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'medium' | 'small';

const base =
  'inline-flex items-center justify-center gap-2 rounded-md border font-medium whitespace-nowrap select-none no-underline ' +
  'transition-[background-color,border-color,color] duration-120 ' +
  'data-disabled:opacity-50 aria-disabled:opacity-50 data-disabled:cursor-not-allowed aria-disabled:cursor-not-allowed ' +
  'data-pending:opacity-100 data-pending:cursor-progress';

const variants: Record<ButtonVariant, string> = {
  primary:
    'border-transparent bg-accent text-on-accent data-hovered:bg-accent-strong data-pressed:bg-accent-strong',
  secondary:
    'border-divider bg-raised text-text data-hovered:bg-hover data-hovered:border-edge/60 data-pressed:bg-hover aria-expanded:bg-hover',
  quiet:
    'border-transparent bg-transparent text-text data-hovered:bg-hover data-pressed:bg-hover aria-expanded:bg-hover',
  danger:
    'border-transparent bg-danger text-on-danger data-hovered:bg-danger-strong data-pressed:bg-danger-strong',
};

const sizes: Record<ButtonSize, string> = {
  medium: 'min-h-control px-3 text-body',
  small: 'min-h-7 px-2 text-dense pointer-coarse:min-h-11',
};

export function buttonStyle(variant: ButtonVariant, size: ButtonSize, more?: string | undefined): string {
  return cx(base, variants[variant], sizes[size], more);
}
