import { rows as apiRows } from './api.bench.ts';
import { rows as importRows } from './import.bench.ts';
import { rows as peopleRows } from './people.bench.ts';
import { rows as policyRows } from './policy.bench.ts';
import { bench as matchingRows } from '../../libs/matching/src/assignment.bench.ts';
import { bench as statisticsRows } from '../../libs/statistics/src/survival.bench.ts';

/**
 * `npm run bench` runs every suite, `npm run bench -- api` one of them. Figures are ratios beside a baseline of the same
 * run, because machines are noisy; nothing here passes or fails.
 */
const suites: Record<string, () => Promise<object[]>> = {
  matching: matchingRows,
  api: apiRows,
  import: importRows,
  people: peopleRows,
  policy: policyRows,
  statistics: statisticsRows,
};

const wanted = process.argv.slice(2).filter((word) => word in suites);
for (const name of wanted.length > 0 ? wanted : Object.keys(suites)) {
  process.stdout.write(`\n## ${name}\n`);
  printTable((await suites[name]?.()) ?? []);
}
process.exit(0);

function printTable(rows: object[]): void {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => columns.map((column) => show((row as Record<string, unknown>)[column])));
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...cells.map((line) => line[i]?.length ?? 0)),
  );
  const line = (words: string[]) =>
    `| ${words.map((word, i) => word.padEnd(widths[i] ?? 0)).join(' | ')} |\n`;
  process.stdout.write(
    line(columns) + line(widths.map((width) => '-'.repeat(width))) + cells.map(line).join(''),
  );
}

function show(value: unknown): string {
  if (typeof value !== 'number') return String(value ?? '');
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 1);
}
