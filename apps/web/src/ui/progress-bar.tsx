import { useId } from 'react';
import { useFormat } from '../lib/format.ts';
import { cx } from './cx.ts';

export type ProgressBarProps = {
  label: string;
  /** 0..`max`; absent: nobody knows how long. */
  value?: number | undefined;
  max?: number;
  /** Beside the label instead of the percentage: "240 of 500 rows". */
  valueText?: string;
  isLabelHidden?: boolean;
};

export function ProgressBar({ label, value, max = 100, valueText, isLabelHidden = false }: ProgressBarProps) {
  const id = useId();
  const { percent } = useFormat();
  const share = value === undefined ? undefined : Math.min(1, Math.max(0, value / max));
  const words = valueText ?? (share === undefined ? undefined : percent(share));
  return (
    <div
      // A <progress> is drawn by each engine in its own way.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="progressbar"
      aria-labelledby={id}
      aria-valuemin={0}
      aria-valuemax={max}
      {...(value !== undefined && { 'aria-valuenow': Math.min(max, Math.max(0, value)) })}
      {...(words?.trim() && { 'aria-valuetext': words })}
      className="flex flex-col gap-1.5"
    >
      <div className={cx('flex justify-between gap-3 text-dense', isLabelHidden && 'sr-only')}>
        <span id={id} className="font-medium">
          {label}
        </span>
        <span className="text-muted tabular-nums">{words}</span>
      </div>
      <div className="h-1.5 overflow-hidden rounded-full bg-track forced-colors:border">
        <div
          style={{ inlineSize: `${(share ?? 1) * 100}%` }}
          className={cx(
            'h-full rounded-full bg-accent transition-[inline-size] duration-180 forced-colors:bg-[Highlight]',
            share === undefined && 'animate-shimmer',
          )}
        />
      </div>
    </div>
  );
}
