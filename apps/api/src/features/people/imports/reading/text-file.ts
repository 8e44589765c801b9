import { setImmediate } from 'node:timers/promises';

import { Refusal } from '@ithaca/domain/refusal';
import { CsvError, parse } from 'csv-parse';

import { decodeAs, guessEncoding } from './encodings.ts';
import type { Encoding } from './encodings.ts';

/** Text of rows and cells, in any encoding and with any separator. Never longer than a moment without letting others have the thread. */

interface TextReading {
  encoding: Encoding;
  delimiter: string;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Control characters, but for tabs and breaks. */
const CONTROL = /(?![\t\n\v\f\r])\p{Cc}/u;
const CONTROLS = new RegExp(CONTROL, 'gu');
/** Characters of a file that are given to the parser at a time. */
const SLICE = 64 * 1024;

/**
 * The records of a text, some at a time. What is not said of encoding and separator is guessed; both are answered.
 * Refuses what is no text, and a quotation mark that never closes, with the line.
 */
export async function readText(
  bytes: Buffer,
  said: Partial<TextReading>,
  take: (records: { line: number; cells: string[] }[]) => Promise<void> | void,
): Promise<TextReading> {
  const encoding = said.encoding ?? guessEncoding(bytes);
  const decoded = decode(bytes, encoding);
  const { delimiter, text } = detectDelimiter(decoded, said.delimiter);
  await eachRecord(text, delimiter, take);
  return { encoding, delimiter };
}

function decode(bytes: Buffer, encoding: Encoding): string {
  const written = decodeAs(bytes, encoding);
  // Old systems end a file with a mark of their own.
  const text = written.endsWith('\u001a') ? written.slice(0, -1) : written;
  const place = text.search(CONTROL);
  if (place === -1) return text.toWellFormed();
  if (text[place] === '\0' || controlShare(text) > 0.01)
    throw new Refusal('import.not-text', { line: lineAt(text, place) });
  // What cannot be stored is shown as the replacement character; the line is then named as a problem.
  return text.toWellFormed().replaceAll(CONTROLS, '\ufffd');
}

const controlShare = (text: string) => {
  const sample = text.slice(0, SLICE);
  return (sample.match(CONTROLS)?.length ?? 0) / sample.length;
};
const lineAt = (text: string, place: number) => text.slice(0, place).split('\n').length;

/** The delimiter that cuts the first lines into the same number of cells most often, more cells winning a tie. */
function detectDelimiter(text: string, said: string | undefined): { delimiter: string; text: string } {
  const declared = /^sep=(.)\r?\n/i.exec(text);
  // The line stays as an empty one, so that line numbers keep their meaning.
  if (declared?.[1]) return { delimiter: said ?? declared[1], text: text.slice(declared[0].length - 1) };
  if (said !== undefined) return { delimiter: said, text };
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

async function eachRecord(
  text: string,
  delimiter: string,
  take: (records: { line: number; cells: string[] }[]) => Promise<void> | void,
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
  let read: { line: number; cells: string[] }[] = [];
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
      read.push({ line: begins, cells: record });
      begins = info.lines + 1;
    }
  };
  for (let start = 0; start < text.length && problem === undefined; start += SLICE) {
    parser.write(text.slice(start, start + SLICE));
    drain();
    await setImmediate();
    drain();
    const ready = read;
    read = [];
    if (ready.length > 0) await take(ready);
  }
  if (problem === undefined) {
    const ended = new Promise<void>((resolve) => parser.once('end', resolve).once('error', () => resolve()));
    parser.end();
    drain();
    parser.on('readable', drain);
    await ended;
  }
  if (read.length > 0) await take(read);
  if (problem === undefined) return;
  if (!(problem instanceof CsvError)) throw problem;
  throw new Refusal('import.broken-quote', { line: begins });
}
