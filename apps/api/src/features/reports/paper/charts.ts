import { readingsOf } from '@ithaca/metrics/charts/chart-table';
import { stackedShares } from '@ithaca/metrics/charts/stacked-shares';
import { columnInset, targetColumns, targetColumnsTable } from '@ithaca/metrics/charts/target-columns';
import type { TargetColumn, TargetColumnsWords } from '@ithaca/metrics/charts/target-columns';

import { colours, fills } from '../../../platform/paper/paper.ts';
import type { Paper, Place } from '../../../platform/paper/paper.ts';

const SMALL = 7;
/** Points of a rem, the measure by which a picture knows what has room in it. */
const REM = 12;

interface Columns {
  title: string;
  words: TargetColumnsWords;
  items: readonly TargetColumn[];
}

/** What was reached against what was planned, as the screen draws it: a column and a line for each step, hatched where it is withheld. */
export function drawTargetColumns(
  paper: Paper,
  { title, words, items }: Columns,
  { height, number }: { height: number; number: (value: number) => string },
): void {
  const drawn = targetColumns(items);
  const { columns, valuesFrom, hasHidden } = drawn;
  drawLegend(paper, words, hasHidden);
  const { x, width } = paper.full;
  const step = width / columns.length;
  const hasRoom = (from: number) => width >= from * REM;
  const alt = [title, ...readingsOf(targetColumnsTable(drawn, words, number))].join('. ');
  paper.figure(alt, height, (top) => {
    const floor = top + height - 2 * (SMALL + 4);
    const room = floor - top;
    for (const [at, { value, tall, line, mark, isLast }] of columns.entries()) {
      const left = paper.across(at * step, step);
      const inner = { x: left + step * columnInset, width: step * (1 - 2 * columnInset) };
      if (tall === null) paper.hatched(inner.x, top, inner.width, room);
      else paper.box(inner.x, floor - tall * room, inner.width, tall * room, colours.accent);
      if (line !== null) paper.box(left, floor - line * room - 0.75, step, 1.5, colours.text);
      if (valuesFrom !== null && hasRoom(valuesFrom))
        paper.label(value === null ? '–' : number(value), left + step / 2, floor + 2, 'middle', {
          size: SMALL,
        });
      if (!mark || !hasRoom(mark.from)) continue;
      const isRight = (paper.direction === 'rtl') !== isLast;
      paper.label(mark.words, isRight ? left + step : left, floor + SMALL + 6, isRight ? 'end' : 'start', {
        size: SMALL,
        colour: colours.muted,
      });
    }
    paper.box(x, floor, width, 0.75, colours.edge);
  });
}

interface Stack {
  title: string;
  row: string;
  parts: readonly { label: string; value: number }[];
}

/** The parts of a whole as one bar; each part is named with its count under it. */
export function drawStackedBar(
  paper: Paper,
  { title, row, parts }: Stack,
  { place, number }: { place: Place; number: (value: number) => string },
): void {
  const table = {
    headers: ['', ...parts.map(({ label }) => label)],
    rows: [[row, ...parts.map(({ value }) => number(value))]],
  };
  const alt = [title, ...readingsOf(table, 'cells')].join('. ');
  const shares = stackedShares(parts.map(({ value }) => value));
  paper.figure(
    alt,
    18 + parts.length * 12,
    (top) => {
      let done = 0;
      for (const [at, { label, value }] of parts.entries()) {
        const fill = fills[at % fills.length] ?? fills[0];
        const width = (shares[at] ?? 0) * place.width;
        paper.filled(paper.across(done, width, place), top, width - 1, 10, fill);
        done += width;
        const line = top + 16 + at * 12;
        paper.filled(paper.across(0, 7, place), line + 1, 7, 7, fill);
        paper.label(`${label}: ${number(value)}`, paper.across(12, 0, place), line, paper.start, { size: 8 });
      }
    },
    place,
  );
}

/** Names of what the marks of a chart stand for. */
function drawLegend(paper: Paper, { value, target, hidden }: TargetColumnsWords, hasHidden: boolean): void {
  let done = 0;
  const entry = (draw: (left: number) => void, words: string) => {
    draw(paper.across(done, 8));
    const style = { size: SMALL + 0.5, colour: colours.muted };
    done += 27 + paper.label(words, paper.across(done + 13, 0), paper.y, paper.start, style);
  };
  const top = paper.y;
  paper.figure([value, target, ...(hasHidden ? [hidden] : [])].join(', '), 14, () => {
    entry((left) => paper.box(left, top + 1, 8, 7, colours.accent), value);
    entry((left) => paper.box(left, top + 4, 8, 1.5, colours.text), target);
    if (hasHidden) entry((left) => paper.hatched(left, top + 1, 8, 7), hidden);
  });
}
