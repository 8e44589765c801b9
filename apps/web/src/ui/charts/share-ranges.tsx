import type { ChartTable } from '@ithaca/metrics/charts/chart-table';
import { shareAxis } from '@ithaca/metrics/charts/share-axis';
import type { ReactNode } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { cx } from '../cx.ts';
import { ChartFigure, type ChartWords } from './chart-figure.tsx';

export type ShareItem = {
  id: string;
  label: string;
  /** Shares from 0 to 1 with the range they likely lie in; null where nothing can be shown. */
  share: { value: number; low: number; high: number } | null;
  /** "45 of 60". */
  counts?: string;
  /** Where the share may lie without standing out. */
  band?: { low: number; high: number };
  /** Stands out. */
  isMarked?: boolean;
  /** So few stand behind it that the range says more than the point: in grey. */
  isFew?: boolean;
  note?: ReactNode;
};

export type ShareRangesProps = ChartWords & {
  items: readonly ShareItem[];
  table: ChartTable;
  /** Vertical lines through all rows, each with its words below. */
  lines: readonly { id: string; at: number; label: string; isDashed?: boolean }[];
  /** What the bands are. */
  bandLabel?: string;
};

/** Shares of groups as points with their ranges on one axis from 0, and lines to hold them against. */
export function ShareRanges({ items, lines, bandLabel, ...words }: ShareRangesProps) {
  const t = useText();
  const { percent } = useFormat();
  const axis = shareAxis([...items.map(({ share }) => share?.high ?? 0), ...lines.map(({ at }) => at)]);
  const { end } = axis;
  const placeOf = (share: number) => `${axis.placeOf(share) * 100}%`;
  const legend = items.some(({ share }) => share) && (
    <>
      <li>{t('ui.chart.axis', { from: percent(0), to: percent(end) })}</li>
      {bandLabel && items.some(({ band }) => band) && (
        <li>
          <span aria-hidden data-mark className="size-3 rounded-sm border border-edge bg-hover" />
          {bandLabel}
        </li>
      )}
      {lines.map((line) => (
        <li key={line.id}>
          <span
            aria-hidden
            className={cx('h-3 border-s', line.isDashed ? 'border-dashed border-edge' : 'border-text')}
          />
          {line.label}
        </li>
      ))}
    </>
  );
  return (
    <ChartFigure {...words} legend={legend} isText>
      {(pointOf) => (
        <ol className="flex flex-col gap-3">
          {items.map(({ id, label, share, counts, band, isMarked, isFew, note }, index) => (
            <li key={id} {...pointOf(index)} className="flex flex-col gap-1">
              <div className="flex flex-wrap items-baseline gap-x-3 text-dense">
                <span className="min-w-0">
                  <bdi>{label}</bdi>
                </span>
                <span className="ms-auto flex gap-2 tabular-nums">
                  {counts && <bdi className="text-muted">{counts}</bdi>}
                  {share && (
                    <bdi className={isFew ? 'text-muted' : 'font-medium'}>{percent(share.value)}</bdi>
                  )}
                </span>
              </div>
              {share && (
                <div aria-hidden data-mark className="relative h-4">
                  <div className="absolute inset-x-0 inset-y-[7px] rounded-full bg-track" />
                  {band && (
                    <div
                      style={{
                        insetInlineStart: placeOf(band.low),
                        insetInlineEnd: placeOf(end - band.high),
                      }}
                      className="absolute inset-y-0 rounded-sm border border-edge bg-hover"
                    />
                  )}
                  {lines.map((line) => (
                    <div
                      key={line.id}
                      style={{ insetInlineStart: placeOf(line.at) }}
                      className={cx(
                        'absolute inset-y-0 border-s',
                        line.isDashed ? 'border-dashed border-edge' : 'border-text',
                      )}
                    />
                  ))}
                  <div
                    style={{
                      insetInlineStart: placeOf(share.low),
                      insetInlineEnd: placeOf(end - share.high),
                    }}
                    className={cx(
                      'absolute inset-y-[7px] rounded-full opacity-40',
                      isFew ? 'bg-edge' : 'bg-series-1',
                    )}
                  />
                  <div
                    style={{ insetInlineStart: placeOf(share.value) }}
                    className={cx(
                      'absolute inset-y-0.5 -ms-1.5 size-3 border-2 border-raised',
                      isMarked
                        ? 'rotate-45 bg-warning'
                        : isFew
                          ? 'rounded-full bg-edge'
                          : 'rounded-full bg-series-1',
                    )}
                  />
                </div>
              )}
              {note && <div className="text-caption text-muted">{note}</div>}
            </li>
          ))}
        </ol>
      )}
    </ChartFigure>
  );
}
