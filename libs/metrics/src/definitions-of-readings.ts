import type { MetricDefinitionData } from './definitions.ts';

/** Other readings of what is told elsewhere: over a year, by the rank of a choice, by group, from one wave to the next. */
export const readings: readonly MetricDefinitionData[] = [
  {
    key: 'participation-year',
    version: 1,
    label: 'Took part within a year',
    unit: 'share',
    population:
      'A closed group: people employed on the first day of the year, eligible by the rule of the program and the job of that day, and employed on its last day.',
    numerator: 'Those with an open enrolment in any cohort of the program on any day of the year.',
    denominator: 'All of them.',
    window: 'The twelve months up to the as-of day.',
    method: 'Share with a Wilson 95 % interval.',
    minimumGroup: 5,
    homogeneity: null,
    notes:
      'Who came or left within the year is in neither number; who left is counted as left out. The rule is the one in force on the as-of day. Job titles and attributes are those of today, because the directory remembers no earlier ones.',
  },
  {
    key: 'request-acceptance',
    version: 1,
    label: 'Requests accepted, by rank',
    unit: 'share',
    population:
      'Mentors whom mentees asked, by the rank that the mentee gave them: first choice, second choice and so on.',
    numerator: 'Those who accepted.',
    denominator: 'Those who accepted, declined or let the time for an answer pass.',
    window: 'To the as-of day.',
    method: 'Share with a Wilson 95 % interval.',
    minimumGroup: 5,
    homogeneity: null,
    notes:
      'Requests still open are pending; those taken back, and mentors whom a coordinator suggested, are left out and counted. A rank with fewer than five is hidden, and another with it. Peers are never shown what a mentor declined.',
  },
  {
    key: 'mentor-burden',
    version: 1,
    label: 'Who carries the mentoring',
    unit: 'share-difference',
    population: 'Mentors of the cohort who were matched by the as-of day.',
    numerator:
      'Share of a group’s mentors in the half that gives more: more minutes in held meetings than the median mentor.',
    denominator: 'Minus that share of all other mentors.',
    window: 'From the start of the cohort to the as-of day.',
    method:
      'Difference with a Newcombe 95 % interval, Fisher’s exact test, q by Benjamini–Hochberg over the groups. Beside it the share of all minutes, of all mentors and of those who could take part.',
    minimumGroup: 10,
    homogeneity: 20,
    notes:
      'A group carries more or less only from 20 mentors on, with an interval on one side of 0 and q below 5 %. Of what people declared no minutes are told: those of each mentor are known by name, and their sum would tell whose they are.',
  },
  {
    key: 'satisfaction-change',
    version: 2,
    label: 'Satisfaction from wave to wave',
    unit: 'share-difference',
    population:
      'Answers to the latest check-in that may be told by wave, and to the one before it, one side at a time.',
    numerator: 'Share of answers of 4 or 5 out of 5 in the latest check-in.',
    denominator: 'Minus that share in the check-in before it.',
    window: 'Two check-ins.',
    method: 'Difference with a Newcombe 95 % interval.',
    minimumGroup: 5,
    homogeneity: 20,
    notes:
      'More than chance only where the interval lies on one side of 0, and never below 20 answers in one of the two. Answers are let in by batches; a batch counts by wave only where each wave in it is a batch of its own. The same people answer, so that the interval is rather too wide.',
  },
  {
    key: 'recommendation-change',
    version: 1,
    label: 'Recommendation from survey to survey',
    unit: 'points',
    population:
      'Counted answers to the same question of recommendation in two surveys that follow one another.',
    numerator: 'Net promoter score of the later survey.',
    denominator: 'Minus that of the earlier one.',
    window: 'Two surveys of the program.',
    method: 'Difference by z on adjusted values (three answers added to each), 95 % interval.',
    minimumGroup: 10,
    homogeneity: null,
    notes:
      'More than chance only where the interval lies on one side of 0, and never below 20 answers in one of the two. Answers bear no names, so that those of one person cannot be paired.',
  },
];
