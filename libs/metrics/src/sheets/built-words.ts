import type { NumberWord, ToldMetric } from '../metric-words.ts';
import type { FootWord, SheetFormats } from './sheet.ts';

const named = ['not-stated', 'several'] as const;
const sides = ['mentor', 'mentee', 'peer'] as const;
const tenures = ['under-2', '2-5', 'over-5'] as const;
/** Why a number of a group is not told. */
export const silences = ['small-group', 'protects-others', 'nothing'] as const;
export type Silence = (typeof silences)[number];

type GroupWord =
  `builder.group.${'grade' | (typeof named)[number] | (typeof sides)[number] | (typeof tenures)[number]}`;
type PeriodWord = `builder.period.${'whole' | 'days'}`;

/** The words that a catalogue must have for a built report. */
export type BuiltWord =
  | NumberWord
  | FootWord
  | GroupWord
  | PeriodWord
  | 'metrics.asOf'
  | 'ui.chart.axis'
  | `builder.${'asOf' | 'group.all' | 'line.whole'}`
  | `builder.finding.${'value' | 'range' | 'withheld' | 'nothing'}`
  | `builder.header.${'group' | 'value' | 'base' | 'range'}`
  | `builder.rest.${Silence}`;

/** What a built report is put into words with. */
export type BuiltWriter = {
  say: (word: BuiltWord, values?: Record<string, string | number>) => string;
  format: SheetFormats;
};

type Metric = ToldMetric & { version: number; asOf: string };
type Period = { from: string; to: string } | null;

/** What a built report is formed from, as the API answers it. */
export type ToldBuilt = {
  asOf: string;
  stamp?: { dataVersion: string | null; computedAt: string } | undefined;
  minimumGroup: number;
  split: string | null;
  period: Period;
  cohorts: { id: string; name: string }[];
  metrics: {
    key: string;
    cohorts: { cohortId: string; whole: Metric | null; groups: { group: string; metric: Metric }[] }[];
  }[];
};

/** The name of a group of a split. One that is no word of ours, such as a department, is called as it is. */
export function groupName(
  say: (word: GroupWord, values?: Record<string, string>) => string,
  split: string | null,
  group: string,
): string {
  const known = named.find((one) => one === group);
  if (known) return say(`builder.group.${known}`);
  if (split === 'grade') return say('builder.group.grade', { band: group.replace('-', '–') });
  const side = split === 'side' && sides.find((one) => one === group);
  if (side) return say(`builder.group.${side}`);
  const tenure = split === 'tenure' && tenures.find((one) => one === group);
  return tenure ? say(`builder.group.${tenure}`) : group;
}

/** Of which time a built report is. */
export const periodName = (
  say: (word: PeriodWord, values?: Record<string, string>) => string,
  { dayRange }: Pick<SheetFormats, 'dayRange'>,
  period: Period,
): string =>
  period
    ? say('builder.period.days', { days: dayRange(period.from, period.to) })
    : say('builder.period.whole');
