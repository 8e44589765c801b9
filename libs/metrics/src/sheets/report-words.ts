import type { NumberWord, ToldMetric } from '../metric-words.ts';
import type { RetentionWord, ToldRetention } from '../retention-words.ts';
import type { FootWord, SheetFormats } from './sheet.ts';

type Verdict = 'most-meet' | 'half-meet' | 'few-meet' | 'over' | 'too-early' | 'too-few';
type Limit =
  'voluntary' | 'lottery' | 'running' | 'retention' | 'silent' | 'few' | 'withheld' | 'unconfirmed' | 'money';
/** Goals as the bar shows them, from its start. */
export const goalStates = ['reached', 'claimed', 'open', 'abandoned'] as const;
/** What a quarter took, line by line; those of one side are not told of peers. */
export const measures = ['meetings', 'people', 'hours', 'mentorHours', 'menteeHours'] as const;

/** The words that a catalogue must have for the pages of a report. */
export type ReportWord =
  | NumberWord
  | RetentionWord
  | FootWord
  | `metrics.${'asOf' | 'retention' | 'weeks.header' | 'weeks.held'}`
  | `reports.${'of' | 'mentees' | 'kept' | 'hours' | 'next' | 'retention.area'}`
  | `reports.audience.${'cohort' | 'area'}`
  | `reports.${'verdict' | 'next'}.${Verdict}`
  | `reports.weeks.${'title' | 'title.plain' | 'title.told' | 'summary' | 'summary.withheld' | 'expected' | 'none'}`
  | `reports.goals.${'title' | 'title.plain' | 'row' | 'none' | 'withheld' | (typeof goalStates)[number]}`
  | `reports.hours.${'total' | 'each' | 'withheld'}`
  | `reports.response${'' | '.withheld'}`
  | `reports.quarter.${'title' | 'finding' | 'finding.withheld' | 'limits' | 'took'}`
  | `reports.quarter.took.${'measure' | 'quarter' | 'whole' | 'cost' | (typeof measures)[number]}`
  | `reports.quarter.limits.${Limit}`;

/** What a page is put into words with: the reader's catalogue, and how they write numbers and days. */
export type Writer = {
  say: (word: ReportWord, values?: Record<string, string | number>) => string;
  format: SheetFormats;
};

/** What the page of a report is formed from, as the API answers it. */
export type ToldReport = {
  cohort: {
    name: string;
    programName: string;
    format: string;
    purpose: string;
    startsOn: string;
    endsOn: string;
  };
  organisationName: string;
  asOf: string;
  stamp: { dataVersion: string | null; computedAt: string };
  audience: 'cohort' | 'area';
  areaPeople: number;
  minimumGroup: number;
  period: { nextOn: string | null } | null;
  verdict: { code: Verdict; facts: Record<string, number> };
  metrics: (ToldMetric & { version: number; asOf: string })[];
  heldByWeek: { weekStartsOn: string; held: number | null; expected: number | null }[];
  goals: Record<(typeof goalStates)[number], number | null> | null;
  hours: number | null;
  retention: ToldRetention | null;
  retentionOfMentors: ToldRetention | null;
};

/** What the page of a quarter is formed from besides. */
export type ToldQuarter = {
  report: ToldReport;
  quarter: { key: string; from: string; to: string };
  spent: ({ span: 'quarter' | 'whole' } & Record<(typeof measures)[number], number | null>)[];
  limits: { code: Limit; facts: Record<string, number> }[];
};
