import type { Foot, Part, Sheet, Tile } from '@ithaca/metrics/sheets/sheet';

import { Paper, colours } from '../../../platform/paper/paper.ts';
import type { Place } from '../../../platform/paper/paper.ts';
import { drawStackedBar, drawTargetColumns } from './charts.ts';
import type { Reader } from './reader.queries.ts';

export const MUTED = { size: 8, colour: colours.muted } as const;
export const NOTE = { ...MUTED, size: 7.5, gap: 1 } as const;
const TITLE = { size: 10, bold: true } as const;
const WEIGHTS = {
  lead: { size: 9, gap: 3 },
  plain: { size: 8 },
  small: { ...MUTED, size: 7.5, gap: 3 },
} as const;

/** What a sheet is drawn with. */
interface Pen {
  paper: Paper;
  number: (value: number) => string;
  isDense: boolean;
}

/** A page of a report as one tagged sheet of A4: draws what the sheet holds and decides nothing. */
export async function writeSheet(
  sheet: Sheet,
  { locale, format, at, address }: Pick<Reader, 'locale' | 'format'> & { at: string; address: string },
): Promise<Buffer> {
  const { organisation, scope, heading, isDense } = sheet;
  const paper = await Paper.open({ title: sheet.title, author: organisation, at: new Date(at), locale });
  const pen = { paper, number: format.number, isDense };
  writeTop(paper, organisation, scope);
  paper.text('H1', `${heading.name} · ${heading.days}`, { ...MUTED, size: 9, gap: 5 });
  paper.text('P', sheet.finding, { size: 15, bold: true, gap: 5 });
  if (sheet.purpose !== null) paper.text('P', sheet.purpose, { colour: colours.muted, lines: 2 });
  for (const [row, parts] of sheet.rows.entries()) {
    paper.y += isDense ? 8 : 12;
    if (row > 1) paper.rule(isDense ? 8 : 12);
    const places = paper.columns(parts.length, 26);
    paper.beside(parts.map((part, column) => () => writePart(pen, part, places[column] ?? paper.full)));
  }
  writeFoot(paper, sheet.foot, address);
  return paper.close();
}

/** Whose it is, who is told of and as of when, above everything. */
export function writeTop(paper: Paper, organisation: string, scope: string): void {
  const [start, end] = paper.columns(2);
  paper.beside([
    () => paper.text('P', organisation, { size: 9, bold: true, gap: 6 }, start),
    () => paper.text('P', scope, { ...MUTED, gap: 6, isAtEnd: true }, end),
  ]);
  paper.rule(12);
}

function writePart(pen: Pen, part: Part, place: Place): void {
  const { paper, number } = pen;
  if (part.kind === 'tiles') return writeTiles(paper, part);
  paper.text('H2', part.title, { ...TITLE, gap: part.kind === 'columns' ? 2 : 4 }, place);
  switch (part.kind) {
    case 'columns':
      paper.text('P', part.summary, { ...MUTED, gap: 6 });
      return drawTargetColumns(paper, part, { height: pen.isDense ? 96 : 170, number });
    case 'stack':
      drawStackedBar(paper, part, { place, number });
      if (part.note !== null) paper.text('P', part.note, MUTED, place);
      return;
    case 'figure':
      paper.text('P', part.value, { size: 19, bold: true, gap: 2 }, place);
      return paper.text('P', part.note, MUTED, place);
    case 'words':
      for (const { text, weight } of part.lines) paper.text('P', text, WEIGHTS[weight], place);
      return;
    case 'list':
      return paper.list(part.items, { size: 8, gap: 2 }, place);
    default:
      return paper.table(part.table.headers, part.table.rows, place);
  }
}

function writeTiles(paper: Paper, { caption, tiles }: Extract<Part, { kind: 'tiles' }>): void {
  if (caption !== null) paper.text('P', caption, MUTED);
  const places = paper.columns(tiles.length, 14);
  paper.beside(tiles.map((tile, at) => () => writeTile(paper, tile, places[at] ?? paper.full)));
}

function writeTile(paper: Paper, { label, value, isTold, isFew, notes }: Tile, place: Place): void {
  const grey = isFew || !isTold ? { colour: colours.muted } : {};
  paper.text('H2', label, { ...MUTED, gap: 2 }, place);
  paper.text('P', value, { size: isTold ? 19 : 11, bold: true, gap: 2, ...grey }, place);
  for (const note of notes) paper.text('P', note, NOTE, place);
}

/** At the end of the last page: method and privacy beside each other, then what else is said of the numbers, and where they are found. */
export function writeFoot(
  paper: Paper,
  { method, privacy, stamp, definitions }: Foot,
  address: string,
): void {
  const places = paper.columns(2, 26);
  const [start = paper.full, end = paper.full] = places;
  const left = [`${method.name}: ${method.words}`, ...(stamp === null ? [] : [stamp])];
  const right = [`${privacy.name}: ${privacy.words}`];
  const heightOf = (lines: readonly string[], place: Place) =>
    lines.reduce((sum, words) => sum + paper.heightOf(words, NOTE, place), 0);
  const height =
    7 + Math.max(heightOf(left, start), heightOf(right, end)) + heightOf([definitions, address], paper.full);
  paper.turnUnless(height);
  paper.y += paper.left - height;
  paper.rule(7);
  paper.beside([
    () => left.forEach((words) => paper.text('P', words, NOTE, start)),
    () => right.forEach((words) => paper.text('P', words, NOTE, end)),
  ]);
  paper.text('P', definitions, NOTE);
  paper.text('P', address, { ...NOTE, colour: colours.accent, link: address });
}
