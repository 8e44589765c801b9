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
  stamp: string | null;
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

/** The words that a catalogue must have for the foot of a sheet. */
export type FootWord =
  | `metrics.${'computed' | 'stamp' | 'version'}`
  | `reports.frozen${'' | '.last'}`
  | `metrics.${'method' | 'privacy'}${'' | '.words'}`;

type Say = (word: FootWord, values?: Record<string, string | number>) => string;
/** Of which state of the data the numbers are; the version is null on what was frozen before that was noted. */
type ToldStamp = { dataVersion: string | null; computedAt: string };

/** Of which state of the data a page is, and when it was formed: the version alone where `said` has said that, null where nothing is left to say. */
export function stampWords(
  say: Say,
  { dataVersion, computedAt }: ToldStamp,
  instant: (value: string) => string,
  said?: string,
): string | null {
  const at = instant(computedAt);
  const isSaid = said !== undefined && instant(said) === at;
  if (dataVersion === null) return isSaid ? null : say('metrics.computed', { at });
  return isSaid
    ? say('metrics.version', { version: dataVersion })
    : say('metrics.stamp', { version: dataVersion, at });
}

/** How the numbers were formed, what keeps people safe, of which state of the data they are, how each of them is defined. */
export function footOf(
  { say, format }: { say: Say; format: SheetFormats },
  told: {
    asOf: string;
    stamp?: ToldStamp | undefined;
    minimumGroup: number;
    /** Frozen for a month, until the next page comes; null: it is the last. */
    frozen?: { nextOn: string | null } | null;
    metrics: readonly { key: string; version: number }[];
  },
): Foot {
  const { asOf, stamp, minimumGroup, frozen, metrics } = told;
  const privacy = say('metrics.privacy.words', { minimum: format.number(minimumGroup) });
  const next = frozen?.nextOn
    ? say('reports.frozen', { day: format.day(frozen.nextOn) })
    : frozen && say('reports.frozen.last');
  return {
    method: { name: say('metrics.method'), words: say('metrics.method.words') },
    privacy: { name: say('metrics.privacy'), words: next ? `${privacy} ${next}` : privacy },
    stamp: stamp ? stampWords(say, stamp, format.instant, asOf) : null,
    definitions: metrics.map(definitionOf).join(' · '),
  };
}

/** Under what name and version the dictionary defines a number, and what one unit of it is: as every file and answer says it. */
export function definitionOf({ key, version }: { key: string; version: number }): string {
  const grain = grainOf(key);
  return `${key} v${version}${grain ? ` (${grain})` : ''}`;
}
