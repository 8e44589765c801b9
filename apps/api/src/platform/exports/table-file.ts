import { PassThrough } from 'node:stream';

import type { stream } from 'exceljs';
import { inertText, writtenText } from '@ithaca/domain/spreadsheet-text';
import type { Locale } from '@ithaca/domain/vocabulary';

type Workbook = InstanceType<typeof stream.xlsx.WorkbookWriter>;

/** A column of an exported list. The key stands beside the heading, so that a file can be read back in any language. */
export interface ExportColumn<Row> {
  key: string;
  heading: Record<Locale, string>;
  /** A share is told between 0 and 1, a decimal with what follows its point. */
  kind: 'text' | 'number' | 'share' | 'decimal' | 'day' | 'instant';
  valueOf(row: Row): string | number | null;
}

export interface Table<Row> {
  title: string;
  locale: Locale;
  columns: readonly ExportColumn<Row>[];
  /** What has to be known to read it, heading and text: before the table in a CSV, each line led by a cell `#`; in a workbook on a sheet of its own. */
  about?: readonly (readonly [string, string])[];
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
async function* writeCsv<Row>({ columns, locale, about = [], pages }: Table<Row>): AsyncGenerator<Buffer> {
  const line = (cells: readonly string[]) => `${cells.map(quoted).join(',')}\r\n`;
  const before = about.map(([heading, text]) => line(['#', inertText(heading), inertText(oneLine(text))]));
  yield Buffer.from(`\ufeff${before.join('')}${line(columns.map((column) => headingOf(column, locale)))}`);
  for await (const rows of pages)
    yield Buffer.from(
      rows.map((row) => line(columns.map((column) => inertText(String(column.valueOf(row) ?? ''))))).join(''),
    );
}

const oneLine = (text: string) => text.replaceAll(/[\r\n]+/g, ' ');
const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Who made a workbook, as its properties say. */
const PRODUCT = 'Ithaca';
const WIDTHS = { text: 26, number: 10, share: 10, decimal: 10, day: 12, instant: 18 } as const;
const FORMATS = {
  text: '@',
  number: '0',
  share: '0.0%',
  decimal: '0.00',
  day: 'yyyy-mm-dd',
  instant: 'yyyy-mm-dd hh:mm',
} as const;

/** A workbook of one sheet: cells with types, the heading frozen and bold; right to left where the language is. */
async function* writeWorkbook<Row>({
  title,
  locale,
  columns,
  about,
  pages,
}: Table<Row>): AsyncGenerator<Buffer> {
  const { default: Excel } = await import('exceljs');
  const stream = new PassThrough();
  const book = new Excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false });
  book.creator = PRODUCT;
  book.lastModifiedBy = PRODUCT;
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
    if (about) writeAbout(book, about, locale);
    await book.commit();
  })();
  writing.catch((error: Error) => stream.destroy(error));
  for await (const piece of stream) yield piece as Buffer;
  await writing;
}

const ABOUT_SHEET = { en: 'About', de: 'Erläuterung', ar: 'توضيح' } as const satisfies Record<Locale, string>;

function writeAbout(book: Workbook, about: readonly (readonly [string, string])[], locale: Locale): void {
  const sheet = book.addWorksheet(ABOUT_SHEET[locale], { views: [{ rightToLeft: locale === 'ar' }] });
  sheet.columns = [{ width: 28 }, { width: 120, style: { alignment: { wrapText: true, vertical: 'top' } } }];
  for (const [heading, text] of about) sheet.addRow([typed('text', heading), typed('text', text)]).commit();
  sheet.commit();
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
