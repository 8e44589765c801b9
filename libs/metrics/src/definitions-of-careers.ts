import type { MetricDefinitionData } from './definitions.ts';

/** How long everybody in an organisation stays, and how often they rise or move. */
export const careers: readonly MetricDefinitionData[] = [
  {
    key: 'tenure',
    version: 1,
    label: 'How long people stay',
    unit: 'months',
    population:
      'Everybody whose day of hiring is known, once for each time of employment; back within 30 days is the same one.',
    numerator: 'Whole month of tenure by which a quarter, half and three quarters have left.',
    denominator:
      'All of them. Who was hired before the data begin counts from then on; who is still here, for as long as they have been.',
    window:
      'From the day the organisation was set up here, or the first leaving that is known, to the first of the month.',
    method:
      'Kaplan–Meier with delayed entry, Greenwood’s error, log-log 95 % band; a quartile’s limits where the band crosses.',
    minimumGroup: 20,
    homogeneity: null,
    notes:
      'In months of tenure that are over, told each quarter of a year, and cut where fewer than ten are at risk. A quartile that is not reached by then is none.',
  },
  {
    key: 'tenure-left-by-choice',
    version: 2,
    label: 'Left by choice, by tenure',
    unit: 'share',
    population: 'As for how long people stay.',
    numerator: 'Those who have left by their own choice, without retirement, within 2, 5, 10 and 20 years.',
    denominator: 'All of them; leaving for other reasons is the competing end.',
    window:
      'As for how long people stay, for each stretch of tenure to the end of a calendar year that has been over for a month.',
    method:
      'Cumulative incidence with other exits competing (Aalen–Johansen), log-log 95 % interval. As far as ten are at risk. Of each stretch it is known how many of its leavers chose to; they are spread evenly over them.',
    minimumGroup: 20,
    homogeneity: null,
    notes:
      'One minus the curve of those still here would be too much. Reasons count by calendar years: of a stretch once five more have left by choice and five for other reasons, and nothing less than that follows beside the reasons of turnover. Without a recorded reason it is no choice.',
  },
  {
    key: 'promotion-rate',
    version: 1,
    label: 'Promotions a year',
    unit: 'per-year',
    population:
      'Everybody employed, while below the highest grade of the first day and six months or more in theirs.',
    numerator: 'Rises to a higher grade.',
    denominator: 'Years of employment in which they could have risen.',
    window:
      'The last twelve full months, after the day the organisation was set up here or the first change of job that is known.',
    method: 'Exact Poisson 95 % interval (Garwood).',
    minimumGroup: 20,
    homogeneity: null,
    notes:
      'A day on which a fifth of all people or more rise is a re-grading: no promotion, and no new grade. The first job that is known says nothing of its age.',
  },
  {
    key: 'mobility-rate',
    version: 1,
    label: 'Moves inside a year',
    unit: 'per-year',
    population: 'Everybody employed.',
    numerator: 'Changes of department or site without a higher grade.',
    denominator: 'Their years of employment.',
    window: 'As for promotions.',
    method: 'Exact Poisson 95 % interval (Garwood).',
    minimumGroup: 20,
    homogeneity: null,
    notes: 'Promotions are told apart, even where they come with a move.',
  },
];
