import { Refusal } from '@ithaca/domain/refusal';

import { readFormats, shownAs } from './cell-formats.ts';
import type { CellFormat } from './cell-formats.ts';
import { scanXml, XmlScanner } from './xml-scan.ts';
import { listZipEntries, unpack } from './zip-archive.ts';
import type { UnpackLimit, ZipEntry } from './zip-archive.ts';

/**
 * An Excel workbook (.xlsx) in memory, read sheet by sheet as text: what formulas came to, days as days, merged areas
 * filled. Its parts are found by its own directory, in whatever order they were written.
 */

export interface Sheet {
  name: string;
  /** Not shown in Excel; named, and never chosen unasked. */
  hidden: boolean;
  /** Lines it says to have, headings included; null where it says nothing. */
  rows: number | null;
}

export interface SheetRow {
  /** Number of the row in the sheet, from 1. */
  line: number;
  cells: string[];
}

/** All parts of one workbook may come to so many bytes; 200,000 long lines stay below. */
const MOST_UNPACKED = 320 * 1024 * 1024;
/** Characters of texts that sheets share, which have to be kept in memory. */
const MOST_SHARED = 48 * 1024 * 1024;
const MOST_MERGED = 20_000;
const MOST_COLUMNS = 1000;

export class Workbook {
  readonly #entries: Map<string, ZipEntry>;
  readonly #limit: UnpackLimit = { bytes: MOST_UNPACKED };
  readonly #sheets: (Sheet & { part: string })[] = [];
  #from1904 = false;

  private constructor(bytes: Buffer) {
    this.#entries = listZipEntries(bytes);
  }

  /** Opens a workbook; refuses macros, other kinds of archives and what unpacks to too much. */
  static async open(bytes: Buffer): Promise<Workbook> {
    const workbook = new Workbook(bytes);
    await workbook.#readContents();
    return workbook;
  }

  get sheets(): readonly Sheet[] {
    return this.#sheets;
  }

  async #readContents(): Promise<void> {
    const names = [...this.#entries.keys()];
    if (names.some((name) => /(^|\/)vbaProject\.bin$|\/macrosheets\//i.test(name)))
      throw new Refusal('import.has-macros');
    if (!this.#entries.has('xl/workbook.xml'))
      throw new Refusal('import.other-workbook', { found: kindOf(names) });
    const parts = new Map<string, string>();
    await this.#scan('xl/_rels/workbook.xml.rels', (name, attribute) => {
      if (name === 'Relationship') parts.set(attribute('Id') ?? '', attribute('Target') ?? '');
    });
    await this.#scan('xl/workbook.xml', (name, attribute) => {
      if (name === 'workbookPr') this.#from1904 = /^(1|true)$/.test(attribute('date1904') ?? '');
      if (name !== 'sheet') return;
      const target = parts.get(attribute('id') ?? '') ?? '';
      const part = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
      // A sheet that is a chart has no cells.
      if (!this.#entries.has(part) || part.includes('chartsheets')) return;
      const hidden = (attribute('state') ?? 'visible') !== 'visible';
      this.#sheets.push({ name: attribute('name') ?? '', hidden, rows: null, part });
    });
    if (this.#sheets.length === 0) throw new Refusal('import.empty');
    for (const sheet of this.#sheets) sheet.rows = await this.#saidRows(sheet.part);
  }

  /** The last row of the area a sheet says to use, from its head: nothing else of it is unpacked. */
  async #saidRows(part: string): Promise<number | null> {
    const entry = this.#entries.get(part);
    if (!entry) return null;
    for await (const piece of unpack(entry, { ...this.#limit })) {
      const area = /<(?:\w+:)?dimension\s+ref="[A-Z]+\d+(?::[A-Z]+(\d+))?"/.exec(piece.toString('latin1'));
      return area?.[1] === undefined ? null : Number(area[1]);
    }
    return null;
  }

  /** The rows of a sheet in order; blank ones are left out. `merged` counts the areas that were filled. */
  async readSheet(name: string, take: (row: SheetRow) => Promise<void> | void): Promise<{ merged: number }> {
    const sheet = this.#sheets.find((one) => one.name === name);
    const entry = sheet && this.#entries.get(sheet.part);
    if (!entry) throw new Refusal('import.sheet-unknown', { sheet: name });
    const texts = await this.#sharedTexts();
    const formats = await readFormats(this.#part('xl/styles.xml'));
    const areas = await this.#mergedAreas(entry);
    const reader = new SheetReader(texts, formats, this.#from1904, areas);
    for await (const piece of unpack(entry, this.#limit)) {
      for (const row of reader.read(piece)) await take(row);
    }
    return { merged: areas.length };
  }

  async #sharedTexts(): Promise<string[]> {
    const texts: string[] = [];
    let text = '';
    let length = 0;
    let inText = false;
    let inHint = false;
    const part = this.#part('xl/sharedStrings.xml');
    if (!part) return texts;
    await scanXml(part, {
      open(name) {
        if (name === 'si') text = '';
        if (name === 't') inText = true;
        // How a word is to be pronounced is not part of it.
        if (name === 'rPh') inHint = true;
      },
      text(piece) {
        if (inText && !inHint) text += piece;
      },
      close(name) {
        if (name === 't') inText = false;
        if (name === 'rPh') inHint = false;
        if (name !== 'si') return;
        length += text.length;
        if (length > MOST_SHARED) throw new Refusal('import.unpacks-too-large');
        texts.push(text);
      },
    });
    return texts;
  }

  /** They stand after the cells they speak of, so they are looked for beforehand. */
  async #mergedAreas(entry: ZipEntry): Promise<Area[]> {
    const areas: Area[] = [];
    let rest = '';
    for await (const piece of unpack(entry, { ...this.#limit })) {
      const text = rest + piece.toString('latin1');
      for (const [, from = '', to = ''] of text.matchAll(
        /<(?:\w+:)?mergeCell\s+ref="([A-Z]+\d+):([A-Z]+\d+)"/g,
      )) {
        const [first, last] = [addressOf(from), addressOf(to)];
        if (areas.length < MOST_MERGED)
          areas.push({ top: first.row, bottom: last.row, left: first.column, right: last.column, text: '' });
      }
      const tag = text.lastIndexOf('<');
      rest = tag === -1 || text.length - tag > 200 ? '' : text.slice(tag);
    }
    return areas;
  }

  #part(name: string): AsyncGenerator<Buffer> | undefined {
    const entry = this.#entries.get(name);
    return entry && unpack(entry, this.#limit);
  }

  async #scan(
    part: string,
    open: (name: string, attribute: (name: string) => string | undefined) => void,
  ): Promise<void> {
    const pieces = this.#part(part);
    if (pieces) await scanXml(pieces, { open });
  }
}

interface Area {
  top: number;
  bottom: number;
  left: number;
  right: number;
  text: string;
}

/** The XML of a sheet → its rows as text. */
class SheetReader {
  readonly #rows: SheetRow[] = [];
  readonly #scanner: XmlScanner;
  #cells: string[] = [];
  #line = 0;
  #column = 0;
  #type = '';
  #format: CellFormat = null;
  #value = '';
  #isReading = false;
  #hasValue = false;

  constructor(
    texts: readonly string[],
    formats: readonly CellFormat[],
    from1904: boolean,
    areas: readonly Area[],
  ) {
    const byRow = groupByRow(areas);
    this.#scanner = new XmlScanner({
      open: (name, attribute) => {
        switch (name) {
          case 'row':
            this.#line = Number(attribute('r') ?? this.#line + 1);
            this.#cells = [];
            this.#column = -1;
            break;
          case 'c': {
            const place = attribute('r');
            this.#column = place === undefined ? this.#column + 1 : addressOf(place).column;
            this.#type = attribute('t') ?? 'n';
            this.#format = formats[Number(attribute('s') ?? 0)] ?? null;
            this.#value = '';
            this.#hasValue = false;
            break;
          }
          case 'v':
          case 't':
            this.#isReading = true;
            this.#hasValue = true;
        }
      },
      text: (text) => {
        if (this.#isReading) this.#value += text;
      },
      close: (name) => {
        if (name === 'v' || name === 't') this.#isReading = false;
        else if (name === 'c') {
          if (!this.#hasValue || this.#column >= MOST_COLUMNS) return;
          while (this.#cells.length < this.#column) this.#cells.push('');
          this.#cells[this.#column] = textOf(this.#type, this.#value, this.#format, texts, from1904);
        } else if (name === 'row') {
          fillMerged(this.#cells, this.#line, byRow.get(this.#line) ?? []);
          if (this.#cells.some((cell) => cell.trim() !== ''))
            this.#rows.push({ line: this.#line, cells: this.#cells });
        }
      },
    });
  }

  /** The rows that are whole after this piece. */
  read(piece: Buffer): SheetRow[] {
    this.#scanner.feed(piece);
    return this.#rows.splice(0);
  }
}

function groupByRow(areas: readonly Area[]): Map<number, Area[]> {
  const byRow = new Map<number, Area[]>();
  for (const area of areas)
    // An area over whole columns merges nothing that anybody meant.
    for (let row = area.top; row <= Math.min(area.bottom, area.top + 10_000); row += 1)
      byRow.set(row, [...(byRow.get(row) ?? []), area]);
  return byRow;
}

/** What the first cell of a merged area says, it says for all of them. */
function fillMerged(cells: string[], line: number, areas: readonly Area[]): void {
  for (const area of areas) {
    if (area.top === line) area.text = cells[area.left] ?? '';
    if (area.text === '') continue;
    // The headings' own areas are titles over several columns.
    const right = area.top === area.bottom ? area.left : Math.min(area.right, area.left + 200);
    for (let column = area.left; column <= right; column += 1) {
      while (cells.length < column) cells.push('');
      cells[column] ||= area.text;
    }
  }
}

function textOf(
  type: string,
  value: string,
  format: CellFormat,
  texts: readonly string[],
  from1904: boolean,
): string {
  switch (type) {
    case 's':
      return texts[Number(value)] ?? '';
    case 'b':
      return value.trim() === '1' ? 'TRUE' : 'FALSE';
    case 'str':
    case 'inlineStr':
    case 'e':
      return value;
    case 'd':
      return value.replace(/T00:00:00(\.0+)?Z?$/, '');
    default:
      return shownAs(value.trim(), format, from1904);
  }
}

/** `B12` → the second column and the row 12; columns count from 0. */
function addressOf(place: string): { row: number; column: number } {
  let column = 0;
  let at = 0;
  for (; at < place.length; at += 1) {
    const letter = place.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return { row: Number(place.slice(at)), column: column - 1 };
}

function kindOf(names: readonly string[]): string {
  if (names.includes('xl/workbook.bin')) return 'xlsb';
  if (names.includes('content.xml')) return 'ods';
  if (names.includes('word/document.xml')) return 'docx';
  return 'zip';
}
