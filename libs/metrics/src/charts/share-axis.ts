/** Where an axis of shares may end without cutting a range off. */
const ends = [0.1, 0.25, 0.5, 1] as const;

/** An axis of shares from 0: `end` is the share at its end, `placeOf` says where on it a share lies, from 0 to 1. */
export type ShareAxis = { end: number; placeOf: (share: number) => number };

/** The shortest axis that holds the highest of the shares drawn on it. */
export function shareAxis(shares: readonly number[]): ShareAxis {
  const most = Math.max(0, ...shares);
  const end = ends.find((one) => most <= one) ?? 1;
  return { end, placeOf: (share) => Math.min(end, Math.max(0, share)) / end };
}
