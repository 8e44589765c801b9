import { colours } from '../../../platform/paper/paper.ts';
import type { Paper, Place } from '../../../platform/paper/paper.ts';

const SMALL = 7;

export interface TargetColumn {
  label: string;
  value: number | null;
  target: number | null;
}

/** What was reached against what was planned: a column and a line for each step, hatched where it is withheld. */
export function drawTargetColumns(
  paper: Paper,
  items: readonly TargetColumn[],
  { alt, height, number }: { alt: string; height: number; number: (value: number) => string },
): void {
  const { x, width } = paper.full;
  const most = Math.max(1, ...items.flatMap(({ value, target }) => [value ?? 0, target ?? 0])) * 1.05;
  const step = width / items.length;
  const every = Math.ceil(items.length / 9);
  paper.figure(alt, height, (top) => {
    const floor = top + height - 2 * (SMALL + 4);
    const room = floor - top;
    for (const [at, { label, value, target }] of items.entries()) {
      const left = paper.direction === 'rtl' ? x + width - (at + 1) * step : x + at * step;
      if (value === null) paper.hatched(left + step * 0.14, top, step * 0.72, room);
      else {
        const tall = (value / most) * room;
        paper.box(left + step * 0.14, floor - tall, step * 0.72, tall, colours.accent);
      }
      if (target !== null && target > 0)
        paper.box(left, floor - (target / most) * room - 0.75, step, 1.5, colours.text);
      const middle = left + step / 2;
      if (step >= 14)
        paper.label(value === null ? '–' : number(value), middle, floor + 2, 'middle', { size: SMALL });
      if (at % every === 0)
        paper.label(
          label,
          paper.direction === 'rtl' ? left + step : left,
          floor + SMALL + 6,
          paper.direction === 'rtl' ? 'end' : 'start',
          { size: SMALL, colour: colours.muted },
        );
    }
    paper.box(x, floor, width, 0.75, '#808693');
  });
}

/** The parts of a whole as one bar; each part is named with its count under it. */
export function drawStackedBar(
  paper: Paper,
  parts: readonly { label: string; value: number }[],
  { alt, place, number }: { alt: string; place: Place; number: (value: number) => string },
): void {
  const all = parts.reduce((sum, { value }) => sum + value, 0);
  const shown = parts.filter(({ value }) => value > 0);
  const isRight = paper.direction === 'rtl';
  paper.figure(alt, 16 + shown.length * 12, (top) => {
    let done = 0;
    for (const [at, { label, value }] of shown.entries()) {
      const width = (value / all) * place.width;
      const colour = colours.series[at % colours.series.length] ?? colours.accent;
      paper.box(isRight ? place.x + place.width - done - width : place.x + done, top, width - 1, 10, colour);
      done += width;
      const line = top + 16 + at * 12;
      const edge = isRight ? place.x + place.width : place.x;
      paper.box(isRight ? edge - 7 : edge, line + 1, 7, 7, colour);
      paper.label(
        `${label}: ${number(value)}`,
        isRight ? edge - 12 : edge + 12,
        line,
        isRight ? 'end' : 'start',
        {
          size: 8,
        },
      );
    }
  });
}

/** Names of what the marks of a chart stand for. */
export function drawLegend(paper: Paper, held: string, agreed: string, withheld: string | null): void {
  const isRight = paper.direction === 'rtl';
  let x = isRight ? paper.full.x + paper.full.width : paper.full.x;
  const entry = (draw: (left: number) => void, words: string) => {
    draw(isRight ? x - 9 : x);
    const width = paper.label(words, isRight ? x - 13 : x + 13, paper.y, isRight ? 'end' : 'start', {
      size: SMALL + 0.5,
      colour: colours.muted,
    });
    x += (isRight ? -1 : 1) * (width + 27);
  };
  const top = paper.y;
  paper.figure([held, agreed, ...(withheld === null ? [] : [withheld])].join(', '), 14, () => {
    entry((left) => paper.box(left, top + 1, 8, 7, colours.accent), held);
    entry((left) => paper.box(left, top + 4, 9, 1.5, colours.text), agreed);
    if (withheld !== null) entry((left) => paper.hatched(left, top + 1, 8, 7), withheld);
  });
}
