import { stackedShares } from '@ithaca/metrics/charts/stacked-shares';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { cx } from '../cx.ts';
import { ChartFigure, type ChartWords } from './chart-figure.tsx';
import { fills } from './fills.ts';

export type StackedBarProps = ChartWords & {
  /** At most four: more cannot be told apart. */
  series: readonly { id: string; label: string }[];
  /** One value a series, in the same order. */
  rows: readonly { id: string; label: string; values: readonly number[] }[];
};

/** A narrower part has no room for its number. */
const leastNumbered = 0.09;

/** Parts of a whole, a bar a row. */
export function StackedBar({ series, rows, ...words }: StackedBarProps) {
  const t = useText();
  const { number, percent } = useFormat();
  const table = {
    headers: [t('ui.chart.category'), ...series.map(({ label }) => label)],
    rows: rows.map(({ label, values }) => [
      label,
      ...stackedShares(values).map((share, index) => `${number(values[index] ?? 0)} (${percent(share)})`),
    ]),
  };
  const legend = series.map(({ id, label }, index) => (
    <li key={id}>
      <span aria-hidden data-mark className={cx('size-3 rounded-sm', fills[index])} />
      {label}
    </li>
  ));
  return (
    <ChartFigure {...words} table={table} points="cells" legend={legend}>
      {(pointOf) => (
        <div className="flex flex-col gap-3">
          {rows.map(({ id, label, values }, row) => (
            <div key={id} className="flex flex-col gap-1">
              <span className="text-dense">{label}</span>
              <div className="flex h-6 gap-px">
                {stackedShares(values).map((share, index) => (
                  <div
                    key={series[index]?.id}
                    {...pointOf(row * series.length + index)}
                    data-mark
                    style={{ inlineSize: `${share * 100}%` }}
                    className={cx(
                      'flex min-w-0 items-center justify-center first:rounded-s-sm last:rounded-e-sm',
                      fills[index],
                    )}
                  >
                    {share >= leastNumbered && (
                      <span className="rounded-sm bg-raised px-1 text-caption text-text tabular-nums">
                        {number(values[index] ?? 0)}
                      </span>
                    )}
                  </div>
                ))}
              </div>
            </div>
          ))}
        </div>
      )}
    </ChartFigure>
  );
}
