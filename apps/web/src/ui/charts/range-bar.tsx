import type { ChartTable } from '@ithaca/metrics/charts/chart-table';
import { ChartFigure, type ChartWords } from './chart-figure.tsx';

export type RangeBarProps = ChartWords & {
  value: number;
  low: number;
  high: number;
  /** What the range is held against. */
  mark: number;
  format: (value: number) => string;
  table: ChartTable;
};

/** One range with a mark to hold it against, and a thin line at zero where the axis crosses it. */
export function RangeBar({ value, low, high, mark, format, table, ...words }: RangeBarProps) {
  const from = Math.min(0, low, mark);
  const to = Math.max(0, high, mark);
  const placeOf = (at: number) => `${to === from ? 0 : (4 + ((at - from) / (to - from)) * 92).toFixed(2)}%`;
  return (
    <ChartFigure {...words} table={table} isText>
      {() => (
        <div aria-hidden className="relative h-12">
          <div className="absolute inset-x-0 top-[11px] h-0.5 rounded-full bg-track" data-mark />
          <div style={{ insetInlineStart: placeOf(0) }} className="absolute top-1 h-4 border-s border-edge" />
          <div
            style={{ insetInlineStart: placeOf(low), insetInlineEnd: `calc(100% - ${placeOf(high)})` }}
            className="absolute top-2 h-2 rounded-full bg-series-1/40"
            data-mark
          />
          <div
            style={{ insetInlineStart: placeOf(value) }}
            className="absolute top-1.5 -ms-1.5 size-3 rounded-full border-2 border-raised bg-series-1"
            data-mark
          />
          <div
            style={{ insetInlineStart: placeOf(mark) }}
            className="absolute top-0 h-6 border-s-2 border-dashed border-text"
          />
          {[...new Set([low, high])].map((at) => (
            <span
              key={at}
              style={{ insetInlineStart: placeOf(at) }}
              className="absolute top-7 text-caption whitespace-nowrap text-muted tabular-nums"
            >
              <span className="absolute start-0 -translate-x-1/2 rtl:translate-x-1/2">{format(at)}</span>
            </span>
          ))}
        </div>
      )}
    </ChartFigure>
  );
}
