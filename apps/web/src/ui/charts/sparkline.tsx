import { linearScale } from './scale.ts';

export type SparklineProps = { label: string; values: readonly number[]; width?: number; height?: number };

/** The way of a number in a row of words: a line and its last point. `label` says it in words. */
export function Sparkline({ label, values, width = 72, height = 24 }: SparklineProps) {
  if (values.length < 2) return null;
  const x = linearScale([0, values.length - 1], [2, width - 4]);
  const y = linearScale([Math.min(...values), Math.max(...values)], [height - 4, 4]);
  const points = values.map((value, index) => [x(index), y(value)] as const);
  const [lastX, lastY] = points.at(-1) ?? [0, 0];
  return (
    <svg
      // Drawn here, so there is no file for an <img>.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="img"
      aria-label={label}
      width={width}
      height={height}
      className="mirrored shrink-0 overflow-visible"
    >
      <polyline
        data-mark
        points={points.map((point) => point.join(',')).join(' ')}
        fill="none"
        stroke="var(--color-series-1)"
        strokeWidth={1.5}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      <circle data-mark cx={lastX} cy={lastY} r={2.5} fill="var(--color-series-1)" />
    </svg>
  );
}
