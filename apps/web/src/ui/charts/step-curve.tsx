import { curveStepAfter } from '@visx/curve';
import { scaleLinear } from '@visx/scale';
import { Area, LinePath } from '@visx/shape';
import type { ReactNode } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { ChartFigure, type ChartWords } from './chart-figure.tsx';
import type { PointOf } from './chart-points.ts';
import { pointAt, pointsTo, type StepPoint } from './step-points.ts';
import { useWidth } from './use-width.ts';

type Group = { id: string; label: string; points: readonly StepPoint[] };

export type StepCurveProps = ChartWords & {
  /** At most three. Points in order of `at`; the first one is the start, usually a share of 1. */
  groups: readonly Group[];
  /** What `at` counts: "Months since the start". */
  xHeader: string;
  yHeader?: string;
  /** Where the axis of shares starts; a cut axis is said in the summary. */
  axisFrom?: number;
  /** Shown instead of the curve: "too few to tell". */
  unavailable?: ReactNode;
};

type Scale = ReturnType<typeof scaleLinear<number>>;
/** What all parts of the drawing are placed by. */
type Frame = { x: Scale; y: Scale; edges: [number, number]; end: number; times: readonly number[] };

const strokes = ['var(--color-series-1)', 'var(--color-series-3)', 'var(--color-series-2)'];
const dashes = ['none', '6 4', '2 3'];
const top = 12;
/** Where the axis of time lies, how high a line of people at risk below it is, and where the first one stands. */
const axis = 186;
const line = 16;
const risk = axis + 38 + line;

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
  const edges: [number, number] = direction === 'rtl' ? [width - 44, 12] : [44, width - 12];
  const x = scaleLinear<number>({ domain: [0, end], range: edges });
  const y = scaleLinear<number>({ domain: [axisFrom, 1], range: [axis, top] });
  const times = x.ticks(width < 400 ? 4 : 6);
  const frame = { x, y, edges, end, times };
  const sayPoint = (point: StepPoint | undefined) => {
    if (!point) return '–';
    const limits = point.low !== undefined && point.high !== undefined;
    return `${percent(point.share, 1)}${limits ? ` (${percent(point.low ?? 0)}–${percent(point.high ?? 1)})` : ''}`;
  };
  const sayRisk = (points: readonly StepPoint[], at: number) => {
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
      ...groups.flatMap(({ points }) => [sayPoint(pointAt(points, at)), sayRisk(points, at)]),
    ]),
  };
  if (unavailable !== undefined) {
    return (
      <ChartFigure {...words} table={{ headers: table.headers, rows: [] }}>
        {() => unavailable}
      </ChartFigure>
    );
  }
  return (
    <ChartFigure {...words} table={table}>
      {(pointOf, active) => (
        <div ref={element} className="min-w-0">
          {/* Paper is narrower than a wide screen: the drawing shrinks with it. */}
          <svg
            aria-hidden
            viewBox={`0 0 ${width} ${height}`}
            width={width}
            className="block h-auto max-w-full"
          >
            <g className="fill-muted text-[0.6875rem] tabular-nums forced-colors:fill-[CanvasText]">
              <Axes frame={frame} words={[xHeader, yHeader]} />
              {hasRisk && <AtRisk frame={frame} groups={groups} say={sayRisk} />}
            </g>
            {groups.map(({ id, points }, index) => (
              <Curve key={id} frame={frame} points={points} index={index} />
            ))}
            <Names frame={frame} groups={groups} />
            <Points frame={frame} groups={groups} pointOf={pointOf} active={active} />
          </svg>
        </div>
      )}
    </ChartFigure>
  );
}

/** Drawn to the end of the axis, with the interval where the data tell one. */
function Curve({
  frame: { x, y, end },
  points,
  index,
}: {
  frame: Frame;
  points: readonly StepPoint[];
  index: number;
}) {
  const limited = points.filter(({ low, high }) => low !== undefined && high !== undefined);
  return (
    <g data-mark>
      <Area
        data={pointsTo(end, limited)}
        curve={curveStepAfter}
        x={({ at }) => x(at)}
        y0={({ low }) => y(low ?? 0)}
        y1={({ high }) => y(high ?? 1)}
        fill={strokes[index]}
        opacity={0.2}
      />
      <LinePath
        data={pointsTo(end, points)}
        curve={curveStepAfter}
        x={({ at }) => x(at)}
        y={({ share }) => y(share)}
        fill="none"
        stroke={strokes[index]}
        strokeWidth={2}
        strokeDasharray={dashes[index]}
        strokeLinecap="butt"
      />
    </g>
  );
}

function Axes({ frame: { x, y, edges, times }, words }: { frame: Frame; words: (string | undefined)[] }) {
  const { number, percent } = useFormat();
  const isRtl = useLocale().direction === 'rtl';
  return (
    <>
      {y.ticks(4).map((share) => (
        <g key={share}>
          <line x1={edges[0]} x2={edges[1]} y1={y(share)} y2={y(share)} stroke="var(--color-divider)" />
          <text
            x={edges[0] + (isRtl ? 44 : -8)}
            y={y(share)}
            dy="0.32em"
            textAnchor={isRtl ? 'start' : 'end'}
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
        {words.filter(Boolean).join(' · ')}
      </text>
    </>
  );
}

type AtRiskProps = {
  frame: Frame;
  groups: readonly Group[];
  say: (points: readonly StepPoint[], at: number) => string;
};

/** How many still stand behind each curve, under the times of the axis. */
function AtRisk({ frame: { x, edges, times }, groups, say }: AtRiskProps) {
  const t = useText();
  const side = edges[0] < edges[1] ? 0 : edges[0] + 44;
  const inwards = side === 0 ? 20 : -20;
  return (
    <>
      <text x={side} y={risk} className="font-medium">
        {t('ui.chart.atRisk')}
      </text>
      {groups.map(({ id, points }, index) => {
        const y = risk + (index + 1) * line;
        return (
          <g key={id}>
            <line
              data-mark
              x1={side}
              x2={side + inwards}
              y1={y - 4}
              y2={y - 4}
              stroke={strokes[index]}
              strokeWidth={2}
              strokeDasharray={dashes[index]}
            />
            {times.map((at) => (
              <text key={at} x={x(at)} y={y} textAnchor="middle">
                {say(points, at)}
              </text>
            ))}
          </g>
        );
      })}
    </>
  );
}

/** About as wide is a letter of a name. */
const letter = 7;

/** Each curve has its name at its end: the highest above it, the others below, none upon another. */
function Names({ frame: { x, y, edges, end }, groups }: { frame: Frame; groups: readonly Group[] }) {
  const heightOf = ({ points }: Group, at: number) => y(pointAt(points, at)?.share ?? 1);
  // A curve only falls: it is highest where a name above it begins.
  const beginOf = ({ label }: Group) =>
    end * Math.max(0, 1 - (label.length * letter) / Math.abs(x(end) - x(0)));
  const names = groups
    .map((group, index) => ({
      ...group,
      index,
      above: heightOf(group, beginOf(group)) - 7,
      below: heightOf(group, end) + line,
    }))
    .toSorted((one, other) => one.below - other.below);
  let last = 0;
  return names.map(({ id, label, index, above, below }, place) => {
    last = Math.max(place === 0 || below > axis - 2 ? above : below, last + (place === 0 ? 10 : line));
    return (
      <text
        key={id}
        data-mark
        x={edges[1]}
        y={last}
        textAnchor="end"
        stroke="var(--color-card)"
        strokeWidth={3}
        paintOrder="stroke"
        fill={strokes[index]}
        className="text-caption font-medium"
      >
        {label}
      </text>
    );
  });
}

type PointsProps = {
  frame: Frame;
  groups: readonly Group[];
  pointOf: PointOf;
  active: number | null;
};

/** A strip for each time of the axis; the one that is read shows where the curves are. */
function Points({ frame: { x, y, times }, groups, pointOf, active }: PointsProps) {
  const half = times.length > 1 ? Math.abs(x(times[1] ?? 0) - x(times[0] ?? 0)) / 2 : 20;
  return times.map((at, index) => (
    <g key={at} {...pointOf(index)}>
      <rect x={x(at) - half} y={top} width={half * 2} height={axis - top} fill="transparent" />
      {active === index && (
        <line x1={x(at)} x2={x(at)} y1={top} y2={axis} stroke="var(--color-ring)" strokeWidth={1.5} />
      )}
      {active === index &&
        groups.map(({ id, points }, group) => {
          const point = pointAt(points, at);
          if (!point) return null;
          return (
            <circle
              key={id}
              cx={x(at)}
              cy={y(point.share)}
              r={4}
              fill="var(--color-raised)"
              stroke={strokes[group]}
              strokeWidth={2}
            />
          );
        })}
    </g>
  ));
}
