import { PassThrough } from 'node:stream';

import { inertText, writtenText } from '@ithaca/domain/spreadsheet-text';
import type { Locale } from '@ithaca/domain/vocabulary';

/** A column of an exported list. The key stands beside the heading, so that a file can be read back in any language. */
export interface ExportColumn<Row> {
  key: string;
  heading: Record<Locale, string>;
  kind: 'text' | 'number' | 'day' | 'instant';
  valueOf(row: Row): string | number | null;
}

export interface Table<Row> {
  title: string;
  locale: Locale;
  columns: readonly ExportColumn<Row>[];
  pages: AsyncIterable<readonly Row[]>;
}

export const mediaTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
export type TableFormat = keyof typeof mediaTypes;

const headingOf = <Row>(column: ExportColumn<Row>, locale: Locale) =>
  `${column.heading[locale]} [${column.key}]`;

/** The table as the pieces of a file, page by page: nothing but one page is ever held. */
export function writeTable<Row>(format: TableFormat, table: Table<Row>): AsyncIterable<Buffer> {
  return format === 'csv' ? writeCsv(table) : writeWorkbook(table);
}

/** RFC 4180 in UTF-8 with its mark, which spreadsheets need to tell the encoding; nothing in it runs as a formula. */
async function* writeCsv<Row>({ columns, locale, pages }: Table<Row>): AsyncGenerator<Buffer> {
  const line = (cells: readonly string[]) => `${cells.map(quoted).join(',')}\r\n`;
  yield Buffer.from(`\ufeff${line(columns.map((column) => headingOf(column, locale)))}`);
  for await (const rows of pages)
    yield Buffer.from(
      rows.map((row) => line(columns.map((column) => inertText(String(column.valueOf(row) ?? ''))))).join(''),
    );
}

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const WIDTHS = { text: 26, number: 10, day: 12, instant: 18 } as const;
const FORMATS = { text: '@', number: '0', day: 'yyyy-mm-dd', instant: 'yyyy-mm-dd hh:mm' } as const;

/** A workbook of one sheet: cells with types, the heading frozen and bold; right to left where the language is. */
async function* writeWorkbook<Row>({ title, locale, columns, pages }: Table<Row>): AsyncGenerator<Buffer> {
  const { default: Excel } = await import('exceljs');
  const stream = new PassThrough();
  const book = new Excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false });
  const sheet = book.addWorksheet(title.slice(0, 31).replaceAll(/[*?:\\/[\]]/g, ' '), {
    views: [{ state: 'frozen', ySplit: 1, rightToLeft: locale === 'ar' }],
  });
  sheet.columns = columns.map((column) => ({
    header: headingOf(column, locale),
    key: column.key,
    width: WIDTHS[column.kind],
    style: { numFmt: FORMATS[column.kind] },
  }));
  const heading = sheet.getRow(1);
  heading.font = { bold: true };
  heading.commit();
  const writing = (async () => {
    for await (const rows of pages)
      for (const row of rows)
        sheet.addRow(columns.map((column) => typed(column.kind, column.valueOf(row)))).commit();
    sheet.commit();
    await book.commit();
  })();
  writing.catch((error: Error) => stream.destroy(error));
  for await (const piece of stream) yield piece as Buffer;
  await writing;
}

function typed(
  kind: ExportColumn<unknown>['kind'],
  value: string | number | null,
): string | number | Date | null {
  if (value === null || value === '') return null;
  // A cell with a type runs no formula; only what would be taken for a guarded one when it is read back gets a guard of its own.
  if (typeof value === 'string' && kind === 'text')
    return writtenText(value) === value ? value : inertText(value);
  return kind === 'day' || kind === 'instant' ? new Date(value) : value;
}
