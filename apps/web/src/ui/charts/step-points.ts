export type StepPoint = { at: number; share: number; low?: number; high?: number; atRisk?: number };

/** The last point at or before `at`: a step curve keeps its height until the next event. */
export function pointAt(points: readonly StepPoint[], at: number): StepPoint | undefined {
  return points.findLast((point) => point.at <= at);
}

/** The points as they are drawn: the last one keeps its height to `end`. */
export function pointsTo(end: number, points: readonly StepPoint[]): StepPoint[] {
  return [...points, ...points.slice(-1).map((last) => ({ ...last, at: end }))];
}
