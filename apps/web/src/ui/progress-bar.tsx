import { Label } from 'react-aria-components/Label';
import { ProgressBar as AriaProgressBar } from 'react-aria-components/ProgressBar';
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
  return (
    <AriaProgressBar
      {...(value === undefined ? { isIndeterminate: true } : { value })}
      maxValue={max}
      {...(valueText && { valueLabel: valueText })}
      className="flex flex-col gap-1.5"
    >
      {({ percentage = 100, valueText: words, isIndeterminate }) => (
        <>
          <div className={cx('flex justify-between gap-3 text-dense', isLabelHidden && 'sr-only')}>
            <Label className="font-medium">{label}</Label>
            <span className="text-muted tabular-nums">{words}</span>
          </div>
          <div className="h-1.5 overflow-hidden rounded-full bg-track forced-colors:border">
            <div
              style={{ inlineSize: `${percentage}%` }}
              className={cx(
                'h-full rounded-full bg-accent transition-[inline-size] duration-180 forced-colors:bg-[Highlight]',
                isIndeterminate && 'animate-shimmer',
              )}
            />
          </div>
        </>
      )}
    </AriaProgressBar>
  );
}
