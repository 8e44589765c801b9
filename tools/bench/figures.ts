/** The middle one; of an even number the later of the two. */
export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** What a bar is told by. */
export const verdict = (holds: boolean): string => (holds ? 'holds' : 'MISSED');

/** By what the larger organisation exceeds the smaller one, from which growth is told. */
export const TIMES = 16;
export const ROUNDS = 7;

/** By what power of the data time grows, from two organisations of which one is 16 times the other. */
export const growthOf = (largeMs: number, smallMs: number): number =>
  Math.log(largeMs / smallMs) / Math.log(TIMES);

/** Medians of what takes turns, ms, after a round for nothing; `before` is done before each round and not measured. */
export async function inTurns(
  works: (() => Promise<unknown>)[],
  rounds = ROUNDS,
  before: () => Promise<unknown> = async () => undefined,
): Promise<[number, number, number]> {
  const times = works.map((): number[] => []);
  for (let round = -1; round < rounds; round += 1) {
    await before();
    for (const [i, work] of works.entries()) {
      const began = performance.now();
      await work();
      if (round >= 0) times[i]?.push(performance.now() - began);
    }
  }
  return [median(times[0] ?? []), median(times[1] ?? []), median(times[2] ?? [])];
}
