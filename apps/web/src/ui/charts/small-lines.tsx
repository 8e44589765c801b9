import { scaleLinear } from '@visx/scale';
import { LinePath } from '@visx/shape';
import { useFormat } from '../../lib/format.ts';
import { ChartFigure, type ChartWords } from './chart-figure.tsx';

export type SmallLine = {
  id: string;
  label: string;
  /** Beside the name: the last value in words. */
  last: string;
  /** Shares from 0 to 1, each at its step and as it is said: "30 of 40". */
  points: readonly { at: number; share: number; words: string }[];
  /** Where the line usually is. */
  band?: { low: number; high: number };
};

export type SmallLinesProps = ChartWords & {
  items: readonly SmallLine[];
  /** What the lines stand for: "Cohort". */
  rowHeader: string;
  /** Words for a step of the common axis. */
  axis: (at: number) => string;
};

const WIDTH = 240;
const HEIGHT = 56;

/** Many short lines over the same steps and from 0 to 100 percent, so that they can be read beside one another. */
export function SmallLines({ items, rowHeader, axis, ...words }: SmallLinesProps) {
  const { percent } = useFormat();
  const steps = [...new Set(items.flatMap(({ points }) => points.map(({ at }) => at)))].toSorted(
    (one, other) => one - other,
  );
  const [from = 0, to = 0] = [steps[0], steps.at(-1)];
  const x = scaleLinear<number>({ domain: [from, to], range: [3, WIDTH - 5] });
  const y = scaleLinear<number>({ domain: [0, 1], range: [HEIGHT - 4, 4] });
  const table = {
    headers: [rowHeader, ...steps.map(axis)],
    rows: items.map(({ label, points }) => [
      label,
      ...steps.map((step) => points.find(({ at }) => at === step)?.words ?? '–'),
    ]),
  };
  return (
    <ChartFigure {...words} table={table} points="cells">
      {(pointOf, active) => (
        <>
          <ul className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,11rem),1fr))] gap-4">
            {items.map(({ id, label, last, points, band }, row) => (
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
                      data-mark
                      x={0}
                      width={WIDTH}
                      y={y(band.high)}
                      height={Math.max(1, y(band.low) - y(band.high))}
                      fill="var(--color-track)"
                      opacity={0.6}
                    />
                  )}
                  <LinePath
                    data-mark
                    data={[...points]}
                    x={({ at }) => x(at)}
                    y={({ share }) => y(share)}
                    fill="none"
                    stroke="var(--color-series-1)"
                    strokeWidth={2}
                    vectorEffect="non-scaling-stroke"
                    strokeLinejoin="round"
                  />
                  {steps.map((step, column) => {
                    const point = points.find(({ at }) => at === step);
                    const index = row * steps.length + column;
                    // The last one is always marked, the others while they are read.
                    const isMarked = point && (active === index || point === points.at(-1));
                    return (
                      <g key={step} {...pointOf(index)}>
                        <rect x={x(step) - 4} y={0} width={8} height={HEIGHT} fill="transparent" />
                        {isMarked && (
                          <line
                            data-mark
                            x1={x(step)}
                            x2={x(step) + 0.01}
                            y1={y(point.share)}
                            y2={y(point.share)}
                            stroke={active === index ? 'var(--color-text)' : 'var(--color-series-1)'}
                            strokeWidth={active === index ? 9 : 7}
                            strokeLinecap="round"
                            vectorEffect="non-scaling-stroke"
                          />
                        )}
                      </g>
                    );
                  })}
                </svg>
              </li>
            ))}
          </ul>
          <p className="mt-3 flex justify-between gap-3 text-caption text-muted">
            <span>
              {axis(from)} – {axis(to)}
            </span>
            <span>
              {percent(0)} – {percent(1)}
            </span>
          </p>
        </>
      )}
    </ChartFigure>
  );
}
