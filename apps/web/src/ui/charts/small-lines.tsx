import { useFormat } from '../../lib/format.ts';
import { ChartFigure, type ChartTable, type ChartWords } from './chart-figure.tsx';
import { linearScale } from './scale.ts';

export type SmallLine = {
  id: string;
  label: string;
  /** Beside the name: the last value in words. */
  last: string;
  /** Shares from 0 to 1, each at its step. */
  points: readonly { at: number; share: number }[];
  /** Where the line usually is. */
  band?: { low: number; high: number };
};

export type SmallLinesProps = ChartWords & {
  items: readonly SmallLine[];
  table: ChartTable;
  /** Words for the first and the last step of the common axis. */
  axis: (at: number) => string;
};

const WIDTH = 240;
const HEIGHT = 56;

/** Many short lines over the same steps and from 0 to 100 percent, so that they can be read beside one another. */
export function SmallLines({ items, axis, ...words }: SmallLinesProps) {
  const { percent } = useFormat();
  const steps = items.flatMap(({ points }) => points.map(({ at }) => at));
  const [from, to] = [Math.min(...steps), Math.max(...steps)];
  const x = linearScale([from, to], [3, WIDTH - 5]);
  const y = linearScale([0, 1], [HEIGHT - 4, 4]);
  return (
    <ChartFigure {...words}>
      <ul className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,11rem),1fr))] gap-4">
        {items.map(({ id, label, last, points, band }) => {
          const end = points.at(-1);
          return (
            <li key={id} className="flex min-w-0 flex-col gap-1">
              <p className="flex flex-wrap items-baseline justify-between gap-x-3 text-dense">
                <bdi className="min-w-0 truncate font-medium">{label}</bdi>
                <span className="text-caption text-muted tabular-nums">{last}</span>
              </p>
              <svg
                aria-hidden
                viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
                preserveAspectRatio="none"
                className="mirrored h-12 w-full border-b"
              >
                {band && (
                  <rect
                    x={0}
                    width={WIDTH}
                    y={y(band.high)}
                    height={Math.max(1, y(band.low) - y(band.high))}
                    fill="var(--color-track)"
                    opacity={0.6}
                  />
                )}
                <polyline
                  data-mark
                  points={points.map(({ at, share }) => `${x(at)},${y(share)}`).join(' ')}
                  fill="none"
                  stroke="var(--color-series-1)"
                  strokeWidth={2}
                  vectorEffect="non-scaling-stroke"
                  strokeLinejoin="round"
                  strokeLinecap="round"
                />
                {end && (
                  <line
                    x1={x(end.at)}
                    x2={x(end.at) + 0.01}
                    y1={y(end.share)}
                    y2={y(end.share)}
                    stroke="var(--color-series-1)"
                    strokeWidth={7}
                    strokeLinecap="round"
                    vectorEffect="non-scaling-stroke"
                  />
                )}
              </svg>
            </li>
          );
        })}
      </ul>
      <p className="flex justify-between gap-3 text-caption text-muted">
        <span>
          {axis(from)} – {axis(to)}
        </span>
        <span>
          {percent(0)} – {percent(1)}
        </span>
      </p>
    </ChartFigure>
  );
}
