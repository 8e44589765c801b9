import type { ChartTable } from './chart-table.ts';

/** A step of time with what was reached in it and what was planned. `label` is short, for the axis: "3 Aug". */
export type TargetColumn = {
  id: string;
  label: string;
  /** Null: not shown, which is not zero. */
  value: number | null;
  target: number | null;
};

/** A column as it is drawn: `tall` and `line` are shares of the height, null where there is nothing to draw. */
export type DrawnColumn = TargetColumn & {
  tall: number | null;
  line: number | null;
  /** Under the column, where it has room: the width in rem from which it has. */
  mark: { words: string; from: 0 | 24 } | null;
  /** Its mark ends with the column: it would run out of the picture. */
  isLast: boolean;
};

export type DrawnColumns = {
  columns: DrawnColumn[];
  /** From how many rem of width on the values have room under their columns; null: never. */
  valuesFrom: 0 | 24 | 36 | null;
  hasHidden: boolean;
};

/** What the marks of the picture stand for, and the word for what is not shown. */
export type TargetColumnsWords = { category: string; value: string; target: string; hidden: string };

/** More columns than this are read as fours in one: weeks as months. */
const mostColumns = 44;
/** More marks than this cannot stand beside each other. */
const mostMarks = 7;
/** The highest column does not touch the top. */
const headroom = 1.04;
/** Free at either side of a column, as a share of its step. A line goes over all of the step. */
export const columnInset = 0.12;

const sum = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>(
    (total, value) => (total === null || value === null ? null : total + value),
    0,
  );

/** What holds something withheld is withheld. */
function merged(items: readonly TargetColumn[]): readonly TargetColumn[] {
  if (items.length <= mostColumns) return items;
  return items.flatMap((first, index) => {
    if (index % 4 > 0) return [];
    const four = items.slice(index, index + 4);
    return [
      { ...first, value: sum(four.map(({ value }) => value)), target: sum(four.map(({ target }) => target)) },
    ];
  });
}

function valuesFrom(count: number): DrawnColumns['valuesFrom'] {
  if (count <= 16) return 0;
  if (count <= 24) return 24;
  return count <= 30 ? 36 : null;
}

/**
 * What was reached against what was planned as time goes by, in shares of the picture's height: the same on a screen and
 * on paper. More than 44 columns become fours in one.
 */
export function targetColumns(items: readonly TargetColumn[]): DrawnColumns {
  const shown = merged(items);
  const full = Math.max(1, ...shown.flatMap(({ value, target }) => [value ?? 0, target ?? 0])) * headroom;
  const every = Math.ceil(shown.length / mostMarks);
  return {
    columns: shown.map((item, index) => ({
      ...item,
      tall: item.value === null ? null : item.value / full,
      line: item.target === null || item.target <= 0 ? null : item.target / full,
      mark: index % every > 0 ? null : { words: item.label, from: (index / every) % 2 === 1 ? 24 : 0 },
      isLast: shown.length > mostMarks && index > shown.length - 3,
    })),
    valuesFrom: valuesFrom(shown.length),
    hasHidden: shown.some(({ value }) => value === null),
  };
}

/** The same numbers as a table; `number` writes one. */
export function targetColumnsTable(
  { columns }: DrawnColumns,
  words: TargetColumnsWords,
  number: (value: number) => string,
): ChartTable {
  const say = (value: number | null) => (value === null ? words.hidden : number(value));
  return {
    headers: [words.category, words.value, words.target],
    rows: columns.map(({ label, value, target }) => [label, say(value), say(target)]),
  };
}
