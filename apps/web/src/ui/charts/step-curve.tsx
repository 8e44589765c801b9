import type { ReactNode } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { ChartFigure, type ChartWords } from './chart-figure.tsx';
import { linearScale, ticksOf } from './scale.ts';
import { bandPath, pointAt, stepPath, type StepPoint } from './step-path.ts';
import { useRoving } from './use-roving.ts';
import { useWidth } from './use-width.ts';

export type StepCurveProps = ChartWords & {
  /** At most three. Points in order of `at`; the first one is the start, usually a share of 1. */
  groups: readonly { id: string; label: string; points: readonly StepPoint[] }[];
  /** What `at` counts: "Months since the start". */
  xHeader: string;
  yHeader?: string;
  /** Where the axis of shares starts; a cut axis is said in the summary. */
  axisFrom?: number;
  /** Shown instead of the curve: "too few to tell". */
  unavailable?: ReactNode;
};

const strokes = ['var(--color-series-1)', 'var(--color-series-3)', 'var(--color-series-2)'];
const dashes = ['none', '6 4', '2 3'];
const top = 12;
/** Where the axis of time lies, and how high a line of people at risk below it is. */
const axis = 186;
const line = 16;

/** Who is still there as time goes by (Kaplan–Meier), with its interval and the people still counted below. */
export function StepCurve(props: StepCurveProps) {
  const { groups, xHeader, yHeader, axisFrom = 0, unavailable, ...words } = props;
  const t = useText();
  const { number, percent } = useFormat();
  const { direction } = useLocale();
  const { element, width } = useWidth(560);
  const hasRisk = groups.some(({ points }) => points.some(({ atRisk: count }) => count !== undefined));
  const height = axis + 38 + (hasRisk ? (groups.length + 1) * line + 4 : 0);

  const end = Math.max(1, ...groups.flatMap(({ points }) => points.map(({ at }) => at)));
  const times = ticksOf(0, end, width < 400 ? 4 : 6);
  const shares = ticksOf(axisFrom, 1, 4);
  const edges: [number, number] = direction === 'rtl' ? [width - 44, 8] : [44, width - 8];
  const x = linearScale([0, end], edges);
  const y = linearScale([axisFrom, 1], [axis, top]);

  const sayPoint = (point: StepPoint | undefined) => {
    if (!point) return '–';
    const limits = point.low !== undefined && point.high !== undefined;
    return `${percent(point.share, 1)}${limits ? ` (${percent(point.low ?? 0)}–${percent(point.high ?? 1)})` : ''}`;
  };
  const readings = times.map((at) => {
    const parts = groups.map(({ label, points }) => `${label}: ${sayPoint(pointAt(points, at))}`);
    return `${xHeader}: ${number(at)}. ${parts.join('. ')}`;
  });
  const { active, pointProps } = useRoving(times.length);
  const atRisk = (points: readonly StepPoint[], at: number) => {
    const count = pointAt(points, at)?.atRisk;
    return count === undefined ? '–' : number(count);
  };
  const table = {
    headers: [
      xHeader,
      ...groups.flatMap(({ label }) => [
        `${label} (${t('ui.chart.interval')})`,
        `${label}, ${t('ui.chart.atRisk')}`,
      ]),
    ],
    rows: times.map((at) => [
      number(at),
      ...groups.flatMap(({ points }) => [sayPoint(pointAt(points, at)), atRisk(points, at)]),
    ]),
  };
  if (unavailable !== undefined) {
    return (
      <ChartFigure {...words} table={{ headers: table.headers, rows: [] }}>
        {unavailable}
      </ChartFigure>
    );
  }
  return (
    <ChartFigure {...words} table={table}>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-caption text-muted">
        {groups.map(({ id, label }, index) => (
          <li key={id} className="flex items-center gap-1.5">
            <svg aria-hidden width={22} height={8}>
              <line
                data-mark
                x1={1}
                x2={21}
                y1={4}
                y2={4}
                stroke={strokes[index]}
                strokeWidth={2}
                strokeDasharray={dashes[index]}
              />
            </svg>
            {label}
          </li>
        ))}
      </ul>
      <fieldset ref={element} aria-label={t('ui.chart.points', { title: words.title })} className="min-w-0">
        <svg width={width} height={height} className="block overflow-visible">
          <g aria-hidden className="fill-muted text-[0.6875rem] tabular-nums">
            {shares.map((share) => (
              <g key={share}>
                <line x1={edges[0]} x2={edges[1]} y1={y(share)} y2={y(share)} stroke="var(--color-divider)" />
                <text
                  x={direction === 'rtl' ? width : 36}
                  y={y(share)}
                  dy="0.32em"
                  textAnchor={direction === 'rtl' ? 'start' : 'end'}
                >
                  {percent(share)}
                </text>
              </g>
            ))}
            {times.map((at) => (
              <text key={at} x={x(at)} y={axis + 15} textAnchor="middle">
                {number(at)}
              </text>
            ))}
            <text x={(edges[0] + edges[1]) / 2} y={axis + 32} textAnchor="middle">
              {xHeader}
              {yHeader ? ` · ${yHeader}` : ''}
            </text>
            {hasRisk && (
              <text x={direction === 'rtl' ? width : 0} y={axis + 38 + line} className="font-medium">
                {t('ui.chart.atRisk')}
              </text>
            )}
            {hasRisk &&
              groups.map(({ id, points }, index) => {
                const y0 = axis + 38 + (index + 2) * line;
                const [x1, x2] = direction === 'rtl' ? [width - 20, width] : [0, 20];
                return (
                  <g key={id}>
                    <line
                      data-mark
                      x1={x1}
                      x2={x2}
                      y1={y0 - 4}
                      y2={y0 - 4}
                      stroke={strokes[index]}
                      strokeWidth={2}
                      strokeDasharray={dashes[index]}
                    />
                    {times.map((at) => (
                      <text key={at} x={x(at)} y={y0} textAnchor="middle">
                        {atRisk(points, at)}
                      </text>
                    ))}
                  </g>
                );
              })}
          </g>
          {groups.map(({ id, points }, index) => (
            <g key={id} aria-hidden>
              <path data-mark d={bandPath(points, end, x, y)} fill={strokes[index]} opacity={0.12} />
              <path
                data-mark
                d={stepPath(points, end, x, y)}
                fill="none"
                stroke={strokes[index]}
                strokeWidth={2}
                strokeDasharray={dashes[index]}
              />
            </g>
          ))}
          {times.map((at, index) => {
            const half = times.length > 1 ? Math.abs(x(times[1] ?? 0) - x(times[0] ?? 0)) / 2 : 20;
            return (
              <g
                key={at}
                // A point of a curve is no picture file.
                // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
                role="img"
                aria-label={readings[index]}
                {...pointProps(index)}
                className="outline-none"
              >
                <rect x={x(at) - half} y={top} width={half * 2} height={axis - top} fill="transparent" />
                {active === index && (
                  <line
                    x1={x(at)}
                    x2={x(at)}
                    y1={top}
                    y2={axis}
                    stroke="var(--color-ring)"
                    strokeWidth={1.5}
                  />
                )}
                {active === index &&
                  groups.map(({ id, points }, group) => {
                    const point = pointAt(points, at);
                    return (
                      point && (
                        <circle
                          key={id}
                          cx={x(at)}
                          cy={y(point.share)}
                          r={4}
                          fill="var(--color-raised)"
                          stroke={strokes[group]}
                          strokeWidth={2}
                        />
                      )
                    );
                  })}
              </g>
            );
          })}
        </svg>
      </fieldset>
      <p aria-hidden className="no-print min-h-4 text-caption text-muted">
        {active === null ? '' : readings[active]}
      </p>
    </ChartFigure>
  );
}
