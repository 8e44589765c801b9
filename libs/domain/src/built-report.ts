/** What the numbers of a built report may be told apart by: the side of a pairing, or fields of the directory. */
export const reportSplits = ['side', 'department', 'site', 'grade', 'tenure'] as const;
export type ReportSplit = (typeof reportSplits)[number];

const ofDirectory: readonly ReportSplit[] = ['department', 'site', 'grade', 'tenure'];
const ofAnswers: readonly ReportSplit[] = ['side'];

/** What of the metrics' catalogue a report can be built from, in the order of the dictionary. */
export const buildableMetrics = [
  'participation-rate',
  'match-rate',
  'completion-rate',
  'active-pairings',
  'cadence-adherence',
  'weekly-rhythm',
  'meetings-held',
  'meetings-held-confirmed',
  'satisfaction',
  'check-in-response',
  'goal-progress',
  'goal-completion',
] as const;
export type BuildableMetric = (typeof buildableMetrics)[number];

/** What people answered, which nobody may read person by person. */
export const isOfAnswers = (key: BuildableMetric): boolean =>
  key === 'satisfaction' || key === 'check-in-response';

/**
 * How a metric may be split; unsplit each may be told. Answers are split by side alone: who belongs to a department is
 * known by name, so an answer could be found by choosing departments.
 */
export const splitsOf = (key: BuildableMetric): readonly ReportSplit[] =>
  isOfAnswers(key) ? ofAnswers : ofDirectory;

/** The metrics of a choice that may not be split so. */
export const refusingSplit = (
  keys: readonly BuildableMetric[],
  split: ReportSplit | null,
): BuildableMetric[] => keys.filter((key) => split !== null && !splitsOf(key).includes(split));

/** The time a report is about. The last month and the last quarter move with the day on which it is read. A quarter is named as well: '2026-Q3'. */
export const reportPeriods = ['whole', 'last-month', 'last-quarter'] as const;

/** How much one report may hold; of its name the characters. */
export const reportLimits = { metrics: 8, cohorts: 6, perProgram: 200, name: 80 } as const;
