/**
 * `npm run bench` runs every suite, `npm run bench -- api` one of them, `npm run bench -- matching --large` also what takes minutes. Figures are
 * ratios beside a baseline of the same run, because machines are noisy; nothing here passes or fails. A suite is loaded when its turn
 * comes: what another one brings along must not weigh on its figures. `npm run bench -- metrics --scale=1` is the size that
 * the promises are made for; with `--keep=FOLDER` its data set is made once and found there the next time, with `--only=dashboards,folding`
 * it measures these parts alone.
 */
const isLarge = process.argv.includes('--large');
const suites: Record<string, () => Promise<object[] | AsyncIterable<object>>> = {
  matching: async () => (await import('../../libs/matching/src/assignment.bench.ts')).bench(isLarge),
  api: async () => (await import('./api.bench.ts')).rows(),
  metrics: async () =>
    (await import('./metrics.bench.ts')).rows(numberSaid('scale'), said('keep'), said('only')),
  import: async () => (await import('./import.bench.ts')).rows(),
  people: async () => (await import('./people.bench.ts')).rows(),
  policy: async () => (await import('./policy.bench.ts')).rows(),
  statistics: async () => (await import('../../libs/statistics/src/survival.bench.ts')).bench(),
};

function said(name: string): string | undefined {
  const found = process.argv.find((word) => word.startsWith(`--${name}=`));
  return found?.slice(name.length + 3);
}

function numberSaid(name: string): number | undefined {
  const found = said(name);
  return found === undefined ? undefined : Number(found);
}

/** Room for a name and for a figure where it is not known yet what else will come. */
const NAME_WIDTH = 46;
const FIGURE_WIDTH = 8;

const wanted = process.argv.slice(2).filter((word) => word in suites);
for (const name of wanted.length > 0 ? wanted : Object.keys(suites)) {
  process.stdout.write(`\n## ${name}\n`);
  const rows = (await suites[name]?.()) ?? [];
  if (Symbol.asyncIterator in rows) await printRows(rows);
  else printTable(rows);
}
process.exit(0);

function printTable(rows: object[]): void {
  const columns = [...new Set(rows.flatMap(Object.keys))];
  const cells = rows.map((row) => cellsOf(row, columns));
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...cells.map((line) => line[i]?.length ?? 0)),
  );
  printHead(columns, widths);
  for (const line of cells) printLine(line, widths);
}

/** Row by row, as they are found; rows with other figures begin another table. */
async function printRows(rows: AsyncIterable<object>): Promise<void> {
  let columns: string[] = [];
  let widths: number[] = [];
  for await (const row of rows) {
    const own = Object.keys(row);
    if (own.join() !== columns.join()) {
      if (columns.length > 0) process.stdout.write('\n');
      columns = own;
      widths = columns.map((column, i) => Math.max(column.length, i === 0 ? NAME_WIDTH : FIGURE_WIDTH));
      printHead(columns, widths);
    }
    printLine(cellsOf(row, columns), widths);
  }
}

function cellsOf(row: object, columns: readonly string[]): string[] {
  return columns.map((column) => show((row as Record<string, unknown>)[column]));
}

function printHead(columns: readonly string[], widths: readonly number[]): void {
  printLine(columns, widths);
  printLine(
    widths.map((width) => '-'.repeat(width)),
    widths,
  );
}

function printLine(words: readonly string[], widths: readonly number[]): void {
  process.stdout.write(`| ${words.map((word, i) => word.padEnd(widths[i] ?? 0)).join(' | ')} |\n`);
}

function show(value: unknown): string {
  if (typeof value !== 'number') return String(value ?? '');
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 1);
}
