import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { cx } from '../cx.ts';
import { ChartFigure, type ChartWords } from './chart-figure.tsx';
import { useRoving } from './use-roving.ts';

export type StackedBarProps = ChartWords & {
  /** At most four: more cannot be told apart. */
  series: readonly { id: string; label: string }[];
  /** One value a series, in the same order. */
  rows: readonly { id: string; label: string; values: readonly number[] }[];
};

/** Colour and pattern, so that neither is needed. */
const fills = [
  'bg-series-1',
  'bg-series-2 bg-[repeating-linear-gradient(45deg,transparent_0_4px,color-mix(in_srgb,var(--color-raised)_55%,transparent)_4px_6px)]',
  'bg-series-4 bg-[radial-gradient(circle,color-mix(in_srgb,var(--color-raised)_75%,transparent)_1px,transparent_1.5px)] bg-size-[5px_5px]',
  'bg-series-3 bg-[repeating-linear-gradient(90deg,transparent_0_3px,color-mix(in_srgb,var(--color-raised)_50%,transparent)_3px_4px)]',
];

/** Parts of a whole, a bar a row. */
export function StackedBar({ series, rows, ...words }: StackedBarProps) {
  const t = useText();
  const { number, percent } = useFormat();
  const segments = rows.flatMap((row) => {
    const total = row.values.reduce((sum, value) => sum + value, 0);
    return series.map((one, index) => {
      const value = row.values[index] ?? 0;
      const share = total === 0 ? 0 : value / total;
      return {
        row,
        one,
        index,
        value,
        share,
        words: `${row.label}, ${one.label}: ${number(value)}, ${percent(share)}`,
      };
    });
  });
  const { active, pointProps } = useRoving(segments.length);
  const table = {
    headers: [t('ui.chart.category'), ...series.map(({ label }) => label)],
    rows: rows.map(({ label, values }) => [label, ...series.map((_, index) => number(values[index] ?? 0))]),
  };
  return (
    <ChartFigure {...words} table={table}>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-caption text-muted">
        {series.map(({ id, label }, index) => (
          <li key={id} className="flex items-center gap-1.5">
            <span aria-hidden className={cx('size-3 rounded-sm [print-color-adjust:exact]', fills[index])} />
            {label}
          </li>
        ))}
      </ul>
      <fieldset aria-label={t('ui.chart.points', { title: words.title })} className="flex flex-col gap-3">
        {rows.map((row) => (
          <div key={row.id} className="flex flex-col gap-1">
            <span aria-hidden className="text-dense">
              {row.label}
            </span>
            <div className="flex h-6 gap-px overflow-visible">
              {segments.map((segment, point) => {
                if (segment.row.id !== row.id) return null;
                return (
                  <div
                    key={segment.one.id}
                    // A part of a bar is no picture file.
                    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
                    role="img"
                    aria-label={segment.words}
                    {...pointProps(point)}
                    style={{ inlineSize: `${segment.share * 100}%` }}
                    className={cx(
                      'flex min-w-0 items-center justify-center first:rounded-s-sm last:rounded-e-sm [print-color-adjust:exact] focus-visible:z-1 forced-colors:border',
                      fills[segment.index],
                    )}
                  >
                    {segment.share >= 0.09 && (
                      <span
                        aria-hidden
                        className="rounded-sm bg-raised px-1 text-caption text-text tabular-nums [print-color-adjust:exact]"
                      >
                        {number(segment.value)}
                      </span>
                    )}
                  </div>
                );
              })}
            </div>
          </div>
        ))}
      </fieldset>
      <p aria-hidden className="no-print min-h-4 text-caption text-muted">
        {active === null ? '' : segments[active]?.words}
      </p>
    </ChartFigure>
  );
}
