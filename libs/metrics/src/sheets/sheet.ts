import type { ChartTable } from '../charts/chart-table.ts';
import type { TargetColumn, TargetColumnsWords } from '../charts/target-columns.ts';
import { grainOf } from '../metric-grains.ts';
import type { NumberFormats } from '../metric-words.ts';

/** A number with its lines, as `metricWords` says it. */
export type Tile = {
  key: string;
  label: string;
  value: string;
  isTold: boolean;
  isFew: boolean;
  notes: string[];
};

/** Of what weight a line is: what a part has to say, more of it, and what stands under it. */
export type Line = { text: string; weight: 'lead' | 'plain' | 'small' };

/** What a part of a sheet is about. */
export type PartId = 'numbers' | 'weeks' | 'goals' | 'hours' | 'retention' | 'next' | 'spent' | 'limits';

/** A part of a sheet: its heading and what stands under it. How it is drawn is up to whoever draws. */
export type Part = { id: PartId } & (
  | { kind: 'tiles'; caption: string | null; tiles: Tile[] }
  | { kind: 'words'; title: string; lines: Line[] }
  | { kind: 'figure'; title: string; value: string; note: string }
  | { kind: 'columns'; title: string; summary: string; words: TargetColumnsWords; items: TargetColumn[] }
  | {
      kind: 'stack';
      title: string;
      row: string;
      parts: { id: string; label: string; value: number }[];
      note: string | null;
    }
  | { kind: 'table'; title: string; table: ChartTable }
  | { kind: 'list'; title: string; items: string[] }
);

/** One page of a report in the words of its reader: what the screen shows and the sheet of paper holds. */
export type Sheet = {
  /** Of the document. */
  title: string;
  organisation: string;
  /** Who is told of, and as of when. */
  scope: string;
  heading: { name: string; days: string };
  /** The sentence on top. */
  finding: string;
  purpose: string | null;
  /** Much stands on the page: its parts are set closer. */
  isDense: boolean;
  /** In the order of reading; parts of one row stand beside each other where they have room. */
  rows: Part[][];
  foot: Foot;
};
export type Foot = {
  method: { name: string; words: string };
  privacy: { name: string; words: string };
  stamp: string;
  /** Under what names and versions the dictionary defines the numbers. */
  definitions: string;
};

/** Numbers and days as the reader's language writes them. */
export type SheetFormats = NumberFormats & {
  day: (value: string, style?: 'short' | 'medium') => string;
  dayRange: (from: string, to: string) => string;
  instant: (value: string) => string;
  list: (items: readonly string[]) => string;
};

/** Of which state of the data the numbers are; the version is null on what was frozen before that was noted. */
type ToldStamp = { dataVersion: string | null; computedAt: string };
type StampWord = 'metrics.computed' | 'metrics.stamp';

/** Of which state of the data a page is; a page that was frozen before that was noted says when it was formed alone. */
export const stampWords = (
  say: (word: StampWord, values: Record<string, string>) => string,
  instant: (value: string) => string,
  { dataVersion, computedAt }: ToldStamp,
): string =>
  dataVersion === null
    ? say('metrics.computed', { at: instant(computedAt) })
    : say('metrics.stamp', { version: dataVersion, at: instant(computedAt) });

/** Under what name and version the dictionary defines a number, and what one unit of it is: as every file and answer says it. */
export function definitionOf({ key, version }: { key: string; version: number }): string {
  const grain = grainOf(key);
  return `${key} v${version}${grain ? ` (${grain})` : ''}`;
}
