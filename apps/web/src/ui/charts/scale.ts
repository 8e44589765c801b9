// Scales and step paths are all that our charts need of a library; the smallest, visx, would weigh 33 kB for them.
export type Scale = (value: number) => number;

/** A straight mapping from `[from, to]` to pixels; an empty domain maps to the start. */
export function linearScale([from, to]: [number, number], [start, end]: [number, number]): Scale {
  const span = to - from;
  return (value) => (span === 0 ? start : start + ((value - from) / span) * (end - start));
}

/** About `count` round numbers (1, 2, 5 times a power of ten) within `[from, to]`. */
export function ticksOf(from: number, to: number, count: number): number[] {
  if (!(to > from)) return [from];
  const rough = (to - from) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  // Rounding takes the dust of binary fractions off: 0.30000000000000004.
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}
