/** The middle one; of an even number the later of the two. */
export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** What a bar is told by. */
export const verdict = (holds: boolean): string => (holds ? 'holds' : 'MISSED');
