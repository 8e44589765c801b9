import type { ReactNode } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Link } from '../link.tsx';
import { ChartFigure, type ChartWords } from './chart-figure.tsx';

export type BarItem = { id: string; label: string; value: number; href?: string; note?: ReactNode };

export type BarListProps = ChartWords & {
  items: readonly BarItem[];
  /** With a base each bar tells its share of it, and the base is the full width. */
  base?: number;
  valueHeader?: string;
};

/** Horizontal bars with their values in words: a funnel, a ranking. */
export function BarList({ items, base, valueHeader, ...words }: BarListProps) {
  const t = useText();
  const { number, percent } = useFormat();
  const full = Math.max(base ?? 0, ...items.map(({ value }) => value), 1);
  const hasShares = base !== undefined && base > 0;
  const table = {
    headers: [
      t('ui.chart.category'),
      valueHeader ?? t('ui.chart.value'),
      ...(hasShares ? [t('ui.chart.share')] : []),
    ],
    rows: items.map(({ label, value }) => [
      label,
      number(value),
      ...(hasShares ? [percent(value / base)] : []),
    ]),
  };
  return (
    <ChartFigure {...words} table={table} isText>
      {(pointOf) => (
        <ol className="flex flex-col gap-3">
          {items.map(({ id, label, value, href, note }, index) => (
            <li key={id} {...pointOf(index)} className="flex flex-col gap-1">
              <div className="flex items-baseline justify-between gap-3 text-dense">
                <bdi className="min-w-0">
                  {href ? (
                    <Link href={href} variant="plain" className="hover:underline">
                      {label}
                    </Link>
                  ) : (
                    label
                  )}
                </bdi>
                <span className="shrink-0 tabular-nums">
                  <span className="font-medium">{number(value)}</span>
                  {hasShares && (
                    <span className="ms-2 inline-block min-w-9 text-end text-muted">
                      {percent(value / base)}
                    </span>
                  )}
                </span>
              </div>
              <div aria-hidden data-mark className="h-2 rounded-sm bg-track">
                <div
                  style={{ inlineSize: `${(value / full) * 100}%` }}
                  className="h-full rounded-sm bg-series-1"
                />
              </div>
              {note && <p className="text-caption text-muted">{note}</p>}
            </li>
          ))}
        </ol>
      )}
    </ChartFigure>
  );
}
