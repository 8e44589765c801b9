import type { MetricDefinitionData } from './definitions.ts';

/** How cohorts do beside one another. */
export const comparisons: readonly MetricDefinitionData[] = [
  {
    key: 'cohort-difference',
    version: 1,
    label: 'Cohort against all others',
    unit: 'share-difference',
    population:
      'Cohorts of a program, or of all programs that the reader may read, at the same age since their start.',
    numerator: 'Share of one cohort in a metric of the dictionary.',
    denominator: 'Minus the share of all other cohorts together that do not differ themselves.',
    window: 'From the start of each cohort to the same number of days after it, or to the as-of day.',
    method:
      'Difference with a Newcombe 95 % interval. A cohort differs when, with departments and grades at its start standardised indirectly, it lies outside the 99.8 % funnel limits of its size and stays below 5 % after Benjamini–Hochberg over the table. Beta-binomial pooling tells what is left without chance.',
    minimumGroup: 5,
    homogeneity: null,
    notes:
      'Under 20 units nothing is called a difference. Meetings and check-ins weigh as many as there are pairings or people behind them, because those of one are alike. What a cohort had not named at its start is exploring.',
  },
];
