import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { ChartFigure, type ChartWords } from './chart-figure.tsx';

export type TargetItem = { id: string; label: string; value: number; target: number };
export type TargetBarsProps = ChartWords & { items: readonly TargetItem[]; valueHeader?: string };

/** What was reached against what was planned: a bar and a tick. */
export function TargetBars({ items, valueHeader, ...words }: TargetBarsProps) {
  const t = useText();
  const { number } = useFormat();
  const full = Math.max(1, ...items.flatMap(({ value, target }) => [value, target])) * 1.02;
  const table = {
    headers: [t('ui.chart.category'), valueHeader ?? t('ui.chart.value'), t('ui.chart.targetHeader')],
    rows: items.map(({ label, value, target }) => [label, number(value), number(target)]),
  };
  return (
    <ChartFigure {...words} table={table}>
      <ol className="flex flex-col gap-3">
        {items.map(({ id, label, value, target }) => (
          <li key={id} className="flex flex-col gap-1">
            <div className="flex items-baseline justify-between gap-3 text-dense">
              <span className="min-w-0">{label}</span>
              <span className="shrink-0 tabular-nums">
                <span className="font-medium">{number(value)}</span>
                <span className="ms-2 text-muted">{t('ui.chart.target', { target: number(target) })}</span>
              </span>
            </div>
            <div aria-hidden className="relative h-3">
              <div className="absolute inset-x-0 inset-y-0.5 rounded-sm bg-track [print-color-adjust:exact]" />
              <div
                style={{ inlineSize: `${(value / full) * 100}%` }}
                className="absolute inset-y-0.5 start-0 rounded-sm bg-series-1 [print-color-adjust:exact] forced-colors:bg-[CanvasText]"
              />
              <div
                style={{ insetInlineStart: `${(target / full) * 100}%` }}
                className="absolute inset-y-0 w-0.5 rounded-full bg-text outline outline-raised [print-color-adjust:exact] forced-colors:bg-[Highlight]"
              />
            </div>
          </li>
        ))}
      </ol>
    </ChartFigure>
  );
}
