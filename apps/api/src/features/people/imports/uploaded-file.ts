import { setImmediate } from 'node:timers/promises';

import { Refusal } from '@ithaca/domain/refusal';
import { CsvError, parse } from 'csv-parse';
import iconv from 'iconv-lite';

/** Bytes that somebody uploaded → a table. Pure, and never longer than a moment without letting others have the thread. */

export interface UploadedRow {
  /** Line of the file on which the row begins. */
  line: number;
  cells: string[];
}

export interface UploadedTable {
  encoding: string;
  delimiter: string;
  header: string[];
  rows: UploadedRow[];
}

export const MOST_ROWS = 50_000;
const MOST_COLUMNS = 1000;
const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Control characters, but for tabs and breaks. */
const CONTROL = /(?![\t\n\v\f\r])\p{Cc}/u;
const CONTROLS = new RegExp(CONTROL, 'gu');
/** Characters of a file that are given to the parser at a time. */
const SLICE = 64 * 1024;

/** The table in the file, or a refusal that names what is wrong and where. */
export async function readUploadedTable(bytes: Uint8Array): Promise<UploadedTable> {
  const { encoding, text: decoded } = decode(bytes);
  const { delimiter, text } = detectDelimiter(decoded);
  const rows: UploadedRow[] = [];
  let header: string[] | null = null;
  await eachRecord(text, delimiter, (cells, line) => {
    if (header === null) {
      header = readHeader(cells);
      return;
    }
    // A delimiter at the end of a line adds nothing.
    while (cells.length > header.length && cells.at(-1)?.trim() === '') cells.pop();
    if (cells.every((cell) => cell.trim() === '')) return;
    if (rows.length === MOST_ROWS) throw new Refusal('import.too-many-rows', { limit: MOST_ROWS });
    rows.push({ line, cells });
  });
  if (header === null || rows.length === 0) throw new Refusal('import.empty');
  return { encoding, delimiter, header, rows };
}

function decode(bytes: Uint8Array): { encoding: string; text: string } {
  const startsWith = (...magic: number[]) => magic.every((byte, place) => bytes[place] === byte);
  if (startsWith(0x50, 0x4b, 0x03, 0x04) || startsWith(0xd0, 0xcf, 0x11, 0xe0))
    throw new Refusal('import.is-workbook');
  if (startsWith(0x25, 0x50, 0x44, 0x46)) throw new Refusal('import.not-text', { found: 'PDF' });
  const { encoding, text: written } = decodeText(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    startsWith,
  );
  // Old systems end a file with a mark of their own.
  const text = written.endsWith('\u001a') ? written.slice(0, -1) : written;
  const place = text.search(CONTROL);
  if (place !== -1 && (text[place] === '\0' || controlShare(text) > 0.01))
    throw new Refusal('import.not-text', { line: lineAt(text, place) });
  // What cannot be stored is shown as the replacement character; the line is then named as a problem.
  return { encoding, text: text.toWellFormed().replaceAll(CONTROLS, '\ufffd') };
}

function decodeText(
  bytes: Buffer,
  startsWith: (...magic: number[]) => boolean,
): { encoding: string; text: string } {
  if (startsWith(0xff, 0xfe)) return { encoding: 'utf-16le', text: iconv.decode(bytes, 'utf-16le') };
  if (startsWith(0xfe, 0xff)) return { encoding: 'utf-16be', text: iconv.decode(bytes, 'utf-16be') };
  try {
    return { encoding: 'utf-8', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { encoding: 'windows-1252', text: iconv.decode(bytes, 'windows-1252') };
  }
}

const controlShare = (text: string) => {
  const sample = text.slice(0, SLICE);
  return (sample.match(CONTROLS)?.length ?? 0) / sample.length;
};
const lineAt = (text: string, place: number) => text.slice(0, place).split('\n').length;

/** The delimiter that cuts the first lines into the same number of cells most often, more cells winning a tie. */
function detectDelimiter(text: string): { delimiter: string; text: string } {
  const declared = /^sep=(.)\r?\n/i.exec(text);
  // The line stays as an empty one, so that line numbers keep their meaning.
  if (declared?.[1]) return { delimiter: declared[1], text: text.slice(declared[0].length - 1) };
  const sample = text.slice(0, SLICE);
  const scored = DELIMITERS.map((delimiter) => {
    const [first = 0, ...others] = countPerLine(sample, delimiter);
    const alike = others.filter((count) => count === first).length;
    return { delimiter, cells: first, share: others.length === 0 ? 1 : alike / others.length };
  }).filter(({ cells }) => cells > 0);
  const [best] = scored.toSorted((a, b) => b.share - a.share || b.cells - a.cells);
  return { delimiter: best?.delimiter ?? ',', text };
}

/** How often the delimiter stands outside quotes on each of the first hundred lines that are not empty. */
function countPerLine(sample: string, delimiter: string): number[] {
  const counts: number[] = [];
  let count = 0;
  let length = 0;
  let quoted = false;
  for (const character of sample) {
    if (character === '"') quoted = !quoted;
    if (!quoted && character === '\n') {
      if (length > 0) counts.push(count);
      if (counts.length === 100) return counts;
      count = 0;
      length = 0;
    } else {
      if (!quoted && character === delimiter) count += 1;
      if (character !== '\r') length += 1;
    }
  }
  if (length > 0 && counts.length === 0) counts.push(count);
  return counts;
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

async function eachRecord(
  text: string,
  delimiter: string,
  take: (cells: string[], line: number) => void,
): Promise<void> {
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: 1_000_000,
  });
  let problem: unknown;
  let begins = 1;
  parser.on('error', (error) => {
    problem = error;
  });
  const drain = () => {
    for (let found: unknown = parser.read(); found !== null; found = parser.read()) {
      const { record, info } = found as { record: string[]; info: { lines: number } };
      const spanning = record.filter((cell) => cell.includes('\n'));
      begins = info.lines - spanning.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
      // A cell that runs into the next quoted cell was opened by a stray mark: it would swallow lines unseen.
      if (spanning.some((cell) => cell.includes(`${delimiter}"`)))
        throw new Refusal('import.broken-quote', { line: begins });
      take(record, begins);
      begins = info.lines + 1;
    }
  };
  for (let start = 0; start < text.length && problem === undefined; start += SLICE) {
    parser.write(text.slice(start, start + SLICE));
    drain();
    await setImmediate();
    drain();
  }
  if (problem === undefined) {
    const ended = new Promise<void>((resolve) => parser.once('end', resolve).once('error', () => resolve()));
    parser.end();
    drain();
    parser.on('readable', drain);
    await ended;
  }
  if (problem === undefined) return;
  if (!(problem instanceof CsvError)) throw problem;
  throw new Refusal('import.broken-quote', { line: begins });
}
