import type { MetricDefinitionData } from './definitions.ts';

/** How a cohort goes, beyond its overview: its rhythm week by week and what it would say to others. */
export const measures = [
  {
    key: 'weekly-rhythm',
    version: 1,
    labelKey: 'metric.weekly-rhythm',
    label: 'Met within their rhythm',
    unit: 'share',
    grain: 'pairing',
    population:
      'Pairings open on the last day of the week (of the running week: the as-of day) and begun at least one cadence before it.',
    numerator: 'Those that held a meeting within one agreed cadence up to that day.',
    denominator: 'All of them.',
    window: 'One agreed cadence up to the last day of the week.',
    method: 'Share with a Wilson 95 % interval; in the heat map the share alone, in five steps.',
    minimumGroup: 5,
    homogeneity: null,
    notes:
      'A monthly pairing is not late in a week without a meeting. A pairing with a pause in that cadence is paused, a younger one not due: both are left out and shown.',
  },
  {
    key: 'recommendation',
    version: 1,
    labelKey: 'metric.recommendation',
    label: 'Would recommend it (net promoter score)',
    unit: 'points',
    grain: 'survey-ask',
    population: 'Counted answers to the question whether one would recommend the program, 0 to 10.',
    numerator: 'Answers of 9 or 10 minus answers of 0 to 6, times 100.',
    denominator: 'All answers.',
    window: 'One survey of the program.',
    method: 'Adjusted Wald 95 % interval, which adds three answers.',
    minimumGroup: 10,
    homogeneity: null,
    notes:
      'From -100 to 100. Not shown below ten answers. With a hundred answers on each side even 20 points apart may be chance.',
  },
] as const satisfies readonly MetricDefinitionData[];
