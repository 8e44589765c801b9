/**
 * Of the mentees marked 1 in `member`: at least `least` and at most `most` in every circle that takes place. `present`: how many such
 * people sit in each mentor's circle already.
 */
export interface Composition {
  readonly member: Uint8Array;
  readonly least: number;
  readonly most: number;
  readonly present?: Int32Array;
}

/** Of the mentees marked 1 in `member` at least `least` must be matched. */
export interface Quota {
  readonly member: Uint8Array;
  readonly least: number;
}

/**
 * Circles: a mentor has either nobody or at least `smallest` mentees (and at most the places). `smallest` 1 leaves one-to-one programs with
 * quotas. `present`: members of each mentor's circle that runs already, which may grow by any number. `seconds`: time for each of the
 * integer programs.
 */
export interface CircleRules {
  readonly smallest: number;
  readonly present?: Int32Array;
  readonly compositions?: readonly Composition[];
  readonly quotas?: readonly Quota[];
  readonly floor?: number;
  readonly seconds?: number;
}

/** How many mentees a circle of mentor j needs to take place: one that runs already needs nobody. */
export function smallestOf({ smallest, present }: CircleRules, j: number): number {
  return (present?.[j] ?? 0) > 0 ? 0 : smallest;
}
