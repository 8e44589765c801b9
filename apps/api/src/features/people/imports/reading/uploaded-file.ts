import { Refusal } from '@ithaca/domain/refusal';

import type { Encoding } from './encodings.ts';
import { readText } from './text-file.ts';
import { Workbook } from './workbook.ts';
import type { Sheet } from './workbook.ts';

/** A file that somebody uploaded → a table: headings, then rows as they come. Pure but for the time it takes. */

export interface UploadedRow {
  /** Line of the file, or row of the sheet, on which the row begins. */
  line: number;
  cells: string[];
}

/** How the file is to be read, where somebody has said so. */
export interface Reading {
  encoding?: Encoding | undefined;
  delimiter?: string | undefined;
  sheet?: string | undefined;
}

/** How it was read. */
export interface FileSource {
  kind: 'text' | 'workbook';
  encoding: string;
  delimiter: string;
  /** The sheet that was read, and all that there are; a text has none. */
  sheet: string | null;
  sheets: Sheet[];
  /** Lines above the headings that were passed over, and merged areas that were filled. */
  titleLines: number;
  mergedAreas: number;
}

/** Takes a table piece by piece: the headings once, then rows. */
interface TableTaker {
  header(header: string[]): void;
  rows(rows: UploadedRow[]): Promise<void> | void;
}

const MOST_ROWS = 200_000;
const MOST_COLUMNS = 1000;
/** Records that are looked at to find the headings below a title. */
const FIRST = 12;
const BATCH = 1000;
const TEXT_NAMES = /\.(csv|tsv|txt)$/i;
const WORKBOOK_NAMES = /\.(xlsx|xlsm|xls)$/i;

/** Reads the table of a file; a refusal names what is wrong and where. */
export async function readUploadedTable(
  fileName: string,
  bytes: Uint8Array,
  reading: Reading,
  take: TableTaker,
): Promise<FileSource> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const table = new Table(take);
  const source = isWorkbook(buffer, fileName)
    ? await readWorkbook(buffer, reading, table)
    : await readTextTable(buffer, reading, table);
  await table.end();
  return { ...source, titleLines: table.titleLines };
}

function isWorkbook(bytes: Buffer, fileName: string): boolean {
  const startsWith = (...magic: number[]) => magic.every((byte, place) => bytes[place] === byte);
  if (startsWith(0xd0, 0xcf, 0x11, 0xe0)) throw new Refusal('import.old-workbook');
  if (startsWith(0x25, 0x50, 0x44, 0x46)) throw new Refusal('import.not-text', { found: 'PDF' });
  if (startsWith(0x50, 0x4b, 0x03, 0x04)) {
    // A name that says something else is asked about: the wrong file may have been chosen.
    if (TEXT_NAMES.test(fileName)) throw new Refusal('import.is-workbook', { fileName });
    return true;
  }
  if (bytes.length > 0 && WORKBOOK_NAMES.test(fileName))
    throw new Refusal('import.not-workbook', { fileName });
  return false;
}

async function readWorkbook(bytes: Buffer, { sheet: wanted }: Reading, table: Table): Promise<FileSource> {
  const workbook = await Workbook.open(bytes);
  const sheets = workbook.sheets.map(({ name, hidden, rows }) => ({ name, hidden, rows }));
  // Unasked: the first that shows and says to have rows below its headings.
  const shown = sheets.filter(({ hidden }) => !hidden);
  const sheet =
    wanted ?? (shown.find(({ rows }) => rows === null || rows > 1) ?? shown[0] ?? sheets[0])?.name;
  if (sheet === undefined) throw new Refusal('import.empty');
  table.fillsUp = true;
  const { merged } = await workbook.readSheet(sheet, (row) => table.add([row]));
  return {
    kind: 'workbook',
    encoding: 'xlsx',
    delimiter: '',
    sheet,
    sheets,
    titleLines: 0,
    mergedAreas: merged,
  };
}

async function readTextTable(bytes: Buffer, reading: Reading, table: Table): Promise<FileSource> {
  const { encoding, delimiter } = await readText(
    bytes,
    {
      ...(reading.encoding && { encoding: reading.encoding }),
      ...(reading.delimiter && { delimiter: reading.delimiter }),
    },
    (records) => table.add(records),
  );
  return { kind: 'text', encoding, delimiter, sheet: null, sheets: [], titleLines: 0, mergedAreas: 0 };
}

/** Finds the headings and hands on what follows, in batches. */
class Table {
  /** Rows of a sheet end with their last filled cell. */
  fillsUp = false;
  titleLines = 0;
  readonly #take: TableTaker;
  #first: UploadedRow[] | null = [];
  #width = 0;
  #count = 0;
  #batch: UploadedRow[] = [];

  constructor(take: TableTaker) {
    this.#take = take;
  }

  async add(records: readonly UploadedRow[]): Promise<void> {
    for (const record of records) {
      if (this.#first) {
        this.#first.push(record);
        if (this.#first.length === FIRST) this.#begin(this.#first);
      } else this.#keep(record);
      if (this.#batch.length >= BATCH) await this.#handOn();
    }
  }

  async end(): Promise<void> {
    if (this.#first) this.#begin(this.#first);
    if (this.#count === 0) throw new Refusal('import.empty');
    await this.#handOn();
  }

  #begin(first: readonly UploadedRow[]): void {
    this.#first = null;
    const place = placeOfHeader(first.map(({ cells }) => cells));
    this.titleLines = place;
    const header = readHeader(first[place]?.cells ?? []);
    this.#width = header.length;
    if (this.#width > 0) this.#take.header(header);
    for (const record of first.slice(place + 1)) this.#keep(record);
  }

  #keep({ line, cells }: UploadedRow): void {
    // A delimiter at the end of a line adds nothing.
    while (cells.length > this.#width && cells.at(-1)?.trim() === '') cells.pop();
    if (cells.every((cell) => cell.trim() === '')) return;
    if (this.#count === MOST_ROWS) throw new Refusal('import.too-many-rows', { limit: MOST_ROWS });
    if (this.fillsUp) while (cells.length < this.#width) cells.push('');
    this.#count += 1;
    this.#batch.push({ line, cells });
  }

  async #handOn(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    if (batch.length > 0) await this.#take.rows(batch);
  }
}

const filled = (cells: readonly string[]) => cells.filter((cell) => cell.trim() !== '').length;

/** The first record; but where that is one cell above a table of several columns, a title, the first that is as wide as the table. */
function placeOfHeader(first: readonly string[][]): number {
  const widest = Math.max(0, ...first.map(filled));
  if (first[0] === undefined || filled(first[0]) > 1 || widest < 3) return 0;
  const place = first.findIndex((cells) => filled(cells) > 1 && filled(cells) >= widest * 0.6);
  return Math.max(0, place);
}

function readHeader(cells: readonly string[]): string[] {
  const header = cells.map((cell) => cell.replaceAll(/\s+/g, ' ').trim());
  while (header.at(-1) === '') header.pop();
  if (header.length > MOST_COLUMNS) throw new Refusal('import.not-text', { columns: header.length });
  const seen = new Map<string, string>();
  const twice = new Set<string>();
  for (const name of header.filter((one) => one !== '')) {
    const known = seen.get(name.toLowerCase());
    if (known !== undefined) twice.add(known);
    seen.set(name.toLowerCase(), known ?? name);
  }
  if (twice.size > 0) throw new Refusal('import.duplicate-header', { names: [...twice] });
  return header;
}
