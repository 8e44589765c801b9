import { parse } from 'csv-parse/sync';
import Excel from 'exceljs';

export type Line = Record<string, string | null>;
/** A table as a reader of the file finds it: what it says of itself, and its rows by the keys of their columns. */
export interface TableFile {
  about: string[][];
  lines: Line[];
}

const keyOf = (heading: string) => /\[(.+)\]$/.exec(heading)?.[1] ?? heading;

/** Reads a table that was written as CSV. */
export function fileOfCsv(bytes: Buffer): TableFile {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  const cells = parse(text, { relax_column_count: true }) as string[][];
  const about = cells.filter(([first]) => first === '#');
  const [headings = [], ...rows] = cells.filter(([first]) => first !== '#');
  return {
    about: about.map(([, ...rest]) => rest),
    lines: rows.map((row) =>
      Object.fromEntries(headings.map((heading, index) => [keyOf(heading), row[index] || null])),
    ),
  };
}

/** Reads a table that was written as a workbook; one that would run a formula, or says that something else wrote it, is refused. */
export async function fileOfWorkbook(bytes: Buffer): Promise<TableFile> {
  const book = new Excel.Workbook();
  await book.xlsx.load(new Uint8Array(bytes).buffer);
  if (book.creator !== 'Ithaca') throw new Error(`Written by ${book.creator}.`);
  const [sheet, about] = book.worksheets;
  const cellsOf = (one: Excel.Worksheet | undefined) =>
    (one?.getSheetValues() ?? []).slice(1).map((row) => (row as Excel.CellValue[]).slice(1));
  const [headings = [], ...rows] = cellsOf(sheet);
  return {
    about: cellsOf(about).map((row) => row.map(String)),
    lines: rows.map((row) =>
      Object.fromEntries(
        headings.map((heading, index) => {
          const key = keyOf(String(heading));
          return [key, said(row[index], key)];
        }),
      ),
    ),
  };
}

function said(value: Excel.CellValue | undefined, key: string): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date)
    return ['week', 'asked_on', 'from', 'to'].includes(key)
      ? value.toISOString().slice(0, 10)
      : value.toISOString();
  // A formula would come back as an object.
  if (typeof value === 'object') throw new Error(`${key} is not plain: ${JSON.stringify(value)}`);
  return String(value);
}
