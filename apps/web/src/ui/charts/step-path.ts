import type { Scale } from './scale.ts';

export type StepPoint = { at: number; share: number; low?: number; high?: number; atRisk?: number };

/** The last point at or before `at`: a step curve keeps its height until the next event. */
export function pointAt(points: readonly StepPoint[], at: number): StepPoint | undefined {
  return points.findLast((point) => point.at <= at);
}

/** The path of a step curve to `end`. */
export function stepPath(points: readonly StepPoint[], end: number, x: Scale, y: Scale): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const steps = rest.map((point) => `H${x(point.at).toFixed(1)}V${y(point.share).toFixed(1)}`).join('');
  return `M${x(first.at).toFixed(1)},${y(first.share).toFixed(1)}${steps}H${x(end).toFixed(1)}`;
}

/** The area between the limits of the interval; empty where there are none. */
export function bandPath(points: readonly StepPoint[], end: number, x: Scale, y: Scale): string {
  const limits = points.filter((point) => point.low !== undefined && point.high !== undefined);
  if (limits.length === 0) return '';
  const upper = stepPath(
    limits.map((point) => ({ at: point.at, share: point.high ?? 1 })),
    end,
    x,
    y,
  );
  const lower = limits
    .map((point, index) => ({ from: point.at, to: limits[index + 1]?.at ?? end, low: point.low ?? 0 }))
    .reverse()
    .map(({ from, to, low }) => `L${x(to).toFixed(1)},${y(low).toFixed(1)}H${x(from).toFixed(1)}`)
    .join('');
  return `${upper}${lower}Z`;
}
