import type { BuiltReport } from '@ithaca/contracts/saved-reports';
import { readingsOf } from '@ithaca/metrics/charts/chart-table';
import type { BuiltLine, BuiltPicture, BuiltSheet } from '@ithaca/metrics/sheets/built-sheet';

import { Paper, colours } from '../../../platform/paper/paper.ts';
import type { Reader } from './reader.queries.ts';
import { MUTED, NOTE, writeFoot, writeTop } from './sheet-paper.ts';

/** The least height of a number; of what is said of it, more lines than one take more. */
const ROW = 14;
const LEADING = 9;
const GAP = 10;
/** Heading, note and a line: less of a picture never stands alone at the foot of a page. */
const LEAST = 66;
/** Where the parts of a line begin, as shares of its width. */
const BAR = { from: 0.28, width: 0.2 } as const;
const VALUE = 0.5;
const NOTES = 0.57;

/** A built report on A4, page after page where one does not hold it: draws what its sheet holds and decides nothing. */
export async function writeBuilt(
  { metrics, scope, cohorts, foot }: BuiltSheet,
  { organisationName, programName, asOf }: BuiltReport,
  { name, locale, address }: Pick<Reader, 'locale'> & { name: string; address: string },
): Promise<Buffer> {
  const paper = await Paper.open({
    title: `${name}, ${programName}`,
    author: organisationName,
    at: new Date(asOf),
    locale,
  });
  writeTop(paper, organisationName, scope);
  paper.text('H1', name, { size: 15, bold: true, gap: 4 });
  paper.text('P', `${programName} · ${cohorts}`, { ...MUTED, size: 9, gap: 14 });
  for (const { pictures } of metrics) for (const picture of pictures) writePicture(paper, picture);
  writeFoot(paper, foot, address);
  return paper.close();
}

function writePicture(paper: Paper, { finding, when, lines, axis, mark, rest, table }: BuiltPicture): void {
  paper.turnUnless(LEAST);
  paper.text('H2', finding, { size: 10, bold: true, gap: 1 });
  const under = [when, lines.some(({ share }) => share) ? axis.words : null, mark?.words ?? null];
  const words = under.filter((one) => one !== null).join(' · ');
  if (words !== '') paper.text('P', words, { ...MUTED, gap: 5 });
  const readings = readingsOf(table);
  for (const line of lines)
    writeLine(paper, line, {
      alt: readings[table.rows.findIndex(([name]) => name === line.name)] ?? line.name,
      placeOf: axis.placeOf,
      mark: mark?.at ?? null,
    });
  if (rest !== null) {
    paper.turnUnless(2 * ROW);
    paper.text('P', rest, { ...MUTED, gap: 2 });
  }
  paper.y += GAP;
}

/** Name, share with its range, value and base; below what else is said of it. Whoever listens hears what the screen says. */
function writeLine(
  paper: Paper,
  { name, isWhole, isFew, value, base, notes, share }: BuiltLine,
  { alt, placeOf, mark }: { alt: string; placeOf: (share: number) => number; mark: number | null },
): void {
  const { width } = paper.full;
  const at = (from: number) => paper.across(from * width, 0);
  const style = { size: 8.5, bold: isWhole };
  const said = [...(base === null ? [] : [base]), ...notes].join(' · ');
  const lines = paper.lines(said, NOTE, width * (1 - NOTES));
  const height = Math.max(ROW, lines.length * LEADING + 5);
  paper.turnUnless(height);
  paper.figure(alt, height, (top) => {
    paper.label(paper.fit(name, width * (BAR.from - 0.02), style), at(0), top, paper.start, style);
    paper.label(value, at(VALUE), top, paper.start, { ...style, ...(isFew && { colour: colours.muted }) });
    for (const [row, words] of lines.entries())
      paper.label(words, at(NOTES), top + 0.5 + row * LEADING, paper.start, NOTE);
    if (!share) return;
    const box = (from: number, to: number, y: number, tall: number, colour: string, least = 0) => {
      const [start, end] = [placeOf(from), placeOf(to)].map(
        (place) => (BAR.from + place * BAR.width) * width,
      );
      const wide = Math.max(least, (end ?? 0) - (start ?? 0));
      paper.box(paper.across((start ?? 0) - least / 2, wide), top + y, wide, tall, colour);
    };
    box(0, Number.POSITIVE_INFINITY, 4.5, 2, colours.track);
    if (mark !== null) box(mark, mark, 0.5, 10, colours.edge, 0.75);
    box(share.low, share.high, 4.5, 2, isFew ? colours.edge : colours.accent);
    box(share.value, share.value, 2, 7, isFew ? colours.edge : colours.accent, 3);
  });
}
