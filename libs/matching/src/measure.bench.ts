/** One line of the bench: figures by the heading of their column. */
export type BenchRow = Record<string, string | number>;

/** Median CPU time of some runs after one warm-up; a single long run goes without. */
export function measure(run: () => number, runs: number): { ms: number; value: number } {
  let value = runs > 1 ? run() : NaN;
  const times = Array.from({ length: runs }, () =>
    cpu(() => {
      value = run();
    }),
  ).sort((a, b) => a - b);
  return { ms: times[runs >> 1]!, value };
}

/** CPU milliseconds of the whole process while something runs: other people's load does not count, garbage collection does. */
export function cpu(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const spent = process.cpuUsage(before);
  return (spent.user + spent.system) / 1000;
}

/** The most memory this process ever held, in MB. */
export function peakMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
