import { comparisons } from './definitions-of-comparisons.ts';
import { measures } from './definitions-of-measures.ts';
import { careers } from './definitions-of-careers.ts';
import { readings } from './definitions-of-readings.ts';
import type { MetricKey } from './metric-grains.ts';

export type Unit =
  | 'share'
  | 'score'
  | 'days'
  | 'months'
  | 'per-year'
  | 'state'
  | 'reasons'
  | 'share-difference'
  | 'ratio'
  | 'points'
  | 'count'
  | 'minutes';

/**
 * One entry of the catalogue; what one row of it is stands in `metricGrains`. The sentences are what the tooltip shows.
 * `minimumGroup` is the smallest n that is
 * shown unless the audience is told otherwise; `homogeneity` is the size below which all or none alike is hidden
 * (answers of people only). A changed formula gets a new version.
 */
export type MetricDefinitionData = {
  key: MetricKey;
  version: number;
  label: string;
  unit: Unit;
  population: string;
  numerator: string;
  denominator: string;
  window: string;
  method: string;
  minimumGroup: number;
  homogeneity: number | null;
  notes: string;
};

/** Every metric there is, in the order of the dictionary. */
export const definitions: readonly MetricDefinitionData[] = [
  {
    key: 'funnel-conversion',
    version: 1,
    label: 'Funnel conversion',
    unit: 'share',
    population:
      'People invited to the cohort, once per role; walk-ins, who came without an invitation, are kept apart.',
    numerator: 'Those who reached the stage or any later one by the as-of day.',
    denominator: 'Those who reached the stage before it by the as-of day.',
    window: 'From the first invitation to the as-of day.',
    method: 'Share with a Wilson 95 % interval.',
    minimumGroup: 5,
    homogeneity: null,
    notes:
      'A later stage implies the earlier ones, so the funnel never widens. Nobody leaves it by withdrawing. Eligible is no stage of its own: the rule of the program is asked before somebody registers, so that whoever registered was eligible then, and who was refused has no stage. The mature reading counts only those past the due time of the stage (14, 7, 21, 21 and 30 days).',
  },
  {
    key: 'drop-outs',
    version: 1,
    label: 'Where people left, and why',
    unit: 'reasons',
    population: 'People invited to the cohort or enrolled in it, once per role, who have not completed.',
    numerator:
      'Those who left, at the furthest stage they reached: withdrawn, not admitted, without a partner when the cohort closed, by the reason their last pairing ended for, or invited 14 days ago or more without a reply.',
    denominator: 'None.',
    window: 'To the as-of day.',
    method: 'Counts by stage and reason.',
    minimumGroup: 5,
    homogeneity: null,
    notes:
      'Counts below five are hidden, and others with them where they could be had by subtraction. A reason is a category; nobody’s words are read.',
  },
  {
    key: 'participation-rate',
    version: 2,
    label: 'Participation rate',
    unit: 'share',
    population: 'People employed and eligible on the as-of day.',
    numerator:
      'Those with an enrolment that they have not withdrawn by that day; whoever has completed counts to the end of the cohort.',
    denominator: 'All of them.',
    window: 'One day, the as-of day.',
    method: 'Share with a Wilson 95 % interval.',
    minimumGroup: 5,
    homogeneity: null,
    notes:
      'Each person counts once. People whose eligibility is not known are counted as unknown, not as ineligible.',
  },
  {
    key: 'match-rate',
    version: 1,
    label: 'Match rate (ever)',
    unit: 'share',
    population: 'Enrolments that entered the pool at least 21 days ago.',
    numerator: 'Those matched, accepted by both sides, within 21 days of entering the pool.',
    denominator: 'All of them, with those who withdrew.',
    window: '21 days from entering the pool.',
    method: 'Share with a Wilson 95 % interval.',
    minimumGroup: 5,
    homogeneity: null,
    notes:
      'Ending a pairing or withdrawing never changes it. Younger enrolments are pending. A second match counts once.',
  },
  {
    key: 'match-rate-current',
    version: 1,
    label: 'Match rate (current)',
    unit: 'share',
    population: 'Enrolments that entered the pool at least 21 days ago.',
    numerator: 'Those with an open pairing on the as-of day.',
    denominator: 'All of them, with those who withdrew.',
    window: 'One day, the as-of day.',
    method: 'Share with a Wilson 95 % interval.',
    minimumGroup: 5,
    homogeneity: null,
    notes: 'Falls when pairings end; read it beside the match rate (ever).',
  },
  {
    key: 'places-filled',
    version: 1,
    label: 'Match rate (mentors’ places)',
    unit: 'share',
    population: 'Places of mentors who entered the pool at least 21 days ago.',
    numerator: 'Places that a pairing, accepted by both sides, filled within 21 days of entering the pool.',
    denominator: 'All of them, with those of mentors who withdrew.',
    window: '21 days from entering the pool.',
    method: 'Share with a Wilson 95 % interval.',
    minimumGroup: 5,
    homogeneity: null,
    notes:
      'The mentors’ side of the match rate. A mentor above their places fills them once. Places are those the mentor offers on the as-of day; younger ones are pending.',
  },
  {
    key: 'active-pairings',
    version: 1,
    label: 'Active pairings',
    unit: 'share',
    population:
      'Pairings open on the as-of day and older than 30 days or one and a half cadences, whichever is longer.',
    numerator: 'Those with a held meeting within that span.',
    denominator: 'All of them.',
    window: 'The longer of 30 days and one and a half cadences before the as-of day.',
    method: 'Share with a Wilson 95 % interval.',
    minimumGroup: 5,
    homogeneity: null,
    notes: 'Younger pairings are pending, paused ones are left out and counted.',
  },
  {
    key: 'cadence-adherence',
    version: 1,
    label: 'Cadence adherence',
    unit: 'share',
    population: 'Pairings with at least one full period of their agreed cadence.',
    numerator: 'Sum over pairings of the share of full periods in which a meeting was held.',
    denominator: 'Those pairings.',
    window: 'From the start of the pairing to its end or the as-of day.',
    method:
      'Mean over pairings with a t 95 % interval, one value for each pairing; Wilson on the pairings when all are alike.',
    minimumGroup: 5,
    homogeneity: null,
    notes:
      'One meeting a period counts, so four meetings in a week do not hide three empty months. A period touched by a pause is dropped, a changed cadence starts a new split, a pairing without a full period is pending.',
  },
  {
    key: 'meeting-volume',
    version: 1,
    label: 'Meetings against the agreed number',
    unit: 'share',
    population: 'Pairings with at least one full period of their agreed cadence.',
    numerator: 'Sum over pairings of meetings held in full periods, divided by those periods, at most 1.',
    denominator: 'Those pairings.',
    window: 'As for cadence adherence.',
    method: 'As for cadence adherence.',
    minimumGroup: 5,
    homogeneity: null,
    notes: 'Read it beside cadence adherence: many meetings in one month may hide empty ones.',
  },
  {
    key: 'meetings-held',
    version: 1,
    label: 'Meetings held',
    unit: 'share',
    population:
      'Meetings whose day has come, save those cancelled a day or more ahead or moved to another day.',
    numerator: 'Meetings that were held.',
    denominator: 'Held, missed, and cancelled less than 24 hours before.',
    window: 'Meetings planned from the first to before the last day of the window, up to the as-of day.',
    method: 'Share with a Wilson 95 % interval.',
    minimumGroup: 5,
    homogeneity: null,
    notes:
      'Past meetings that only the calendar vouches for, because nobody has answered, are unknown. Meetings of one pairing are alike, so the interval is a narrow one.',
  },
  {
    key: 'meetings-held-confirmed',
    version: 1,
    label: 'Meetings held, confirmed by both',
    unit: 'share',
    population: 'As for meetings held.',
    numerator: 'Held meetings that both sides confirmed (of a circle: two people), and that nobody denied.',
    denominator: 'Held, missed, and cancelled less than 24 hours before.',
    window: 'As for meetings held.',
    method: 'Share with a Wilson 95 % interval.',
    minimumGroup: 5,
    homogeneity: null,
    notes:
      'A lower bound: a held meeting that only one side or only the calendar vouches for does not count.',
  },
  {
    key: 'pairing-health',
    version: 1,
    label: 'Pairing health',
    unit: 'state',
    population: 'Every pairing of the cohort.',
    numerator: 'Days since the last held meeting, or since the start, without paused days.',
    denominator: 'Days of one agreed cadence.',
    window: 'Up to the as-of day.',
    method:
      'On rhythm up to 1.25 cadences, slipping up to 2, stalled beyond 2 and from 14 days on; else new, paused, ended.',
    minimumGroup: 5,
    homogeneity: null,
    notes: 'A state of the pairing, never a score of a person. Thresholds may be set for each program.',
  },
  {
    key: 'early-signals',
    version: 2,
    label: 'Early signals',
    unit: 'reasons',
    population: 'Open pairings that are not paused.',
    numerator: 'Reasons to have a look, the worst first.',
    denominator: 'None.',
    window: 'Up to the as-of day.',
    method: 'Fixed rules, listed as reasons; no risk score.',
    minimumGroup: 5,
    homogeneity: null,
    notes:
      'Worth a look, never "will fail". A signal of a check-in, or of the question whether the two suit, names neither side nor answer; a low usefulness (2 or less) and a fall by 2 or more are one reason, so that the fall does not tell the answers. That one side called off the last two meetings (within 60 days, with none held since) does not tell which, and a new department, grade or manager (within 30 days) neither whose nor what.',
  },
  {
    key: 'pairings-at-risk',
    version: 2,
    label: 'Pairings worth a look',
    unit: 'share',
    population: 'Pairings open on the as-of day and not paused.',
    numerator: 'Those that are slipping or stalled, or show an early signal.',
    denominator: 'All of them.',
    window: 'One day, the as-of day.',
    method: 'Share with a Wilson 95 % interval.',
    minimumGroup: 5,
    homogeneity: null,
    notes: 'Each with its reasons; not a forecast.',
  },
  {
    key: 'satisfaction',
    version: 3,
    label: 'Satisfaction',
    unit: 'share',
    population: 'People who answered a check-in that has closed, the last answer of each person and wave.',
    numerator: 'Answers of 4 or 5 out of 5.',
    denominator: 'All answers.',
    window: 'Asks delivered from the first to before the last day of the window, up to the as-of day.',
    method:
      'Share with a Wilson 95 % interval, beside it the response rate and the bounds if all who kept silent were content or none.',
    minimumGroup: 5,
    homogeneity: 20,
    notes:
      'Mentors and mentees are read apart. Never shown without its response rate. Answers may be changed for 14 days; they are let in by the day on which that is over, and only when at least the minimum group of people has answered since the last ones were, not all alike; those that wait are pending. So nobody’s answer is the difference of two readings.',
  },
  {
    key: 'satisfaction-mean',
    version: 4,
    label: 'Mean satisfaction',
    unit: 'score',
    population: 'As for satisfaction.',
    numerator: 'Sum of the answers, 1 to 5.',
    denominator: 'All answers.',
    window: 'As for satisfaction.',
    method:
      'Mean with a t 95 % interval, whose width is that of the answers let in ten people at a time: limits of fewer would say how often each answer was given. No interval under ten people, or when all answers are alike.',
    minimumGroup: 5,
    homogeneity: 20,
    notes: 'Shown and hidden together with the share.',
  },
  {
    key: 'survey-response',
    version: 1,
    label: 'Survey response rate',
    unit: 'share',
    population: 'Survey asks delivered at least 14 days ago.',
    numerator: 'Those answered within 14 days.',
    denominator: 'All of them.',
    window: '14 days from delivery.',
    method: 'Share with a Wilson 95 % interval.',
    minimumGroup: 5,
    homogeneity: null,
    notes:
      'Bounced asks and people who left before the due day are left out and counted. Younger asks are pending.',
  },
  {
    key: 'check-in-response',
    version: 1,
    label: 'Check-in response rate',
    unit: 'share',
    population: 'Check-ins delivered at least 14 days ago.',
    numerator: 'Those answered within 14 days.',
    denominator: 'All of them.',
    window: '14 days from delivery.',
    method: 'Share with a Wilson 95 % interval.',
    minimumGroup: 5,
    homogeneity: null,
    notes:
      'Bounced asks and people who left before the due day are left out and counted. Younger asks are pending. Who has answered is known to those who run the program, from the list of pairings and from reminders; what they answered is not.',
  },
  {
    key: 'goal-progress',
    version: 2,
    label: 'Goal progress',
    unit: 'share',
    population: 'Goals set by the as-of day that are completed or have milestones; abandoned ones stay in.',
    numerator: 'Sum over goals of the weight of milestones done as a share of all weight.',
    denominator: 'Those goals.',
    window: 'From setting the goal to the as-of day.',
    method: 'Mean over goals with a t 95 % interval; Wilson on the goals when all are alike.',
    minimumGroup: 5,
    homogeneity: null,
    notes:
      'A goal that both sides call reached is at 1; one that only one side does counts by its milestones. An open goal without milestones is unknown. A goal written after it was completed is left out and counted.',
  },
  {
    key: 'goal-completion',
    version: 3,
    label: 'Goals completed in time',
    unit: 'share',
    population: 'Goals whose due day has passed; abandoned ones stay in.',
    numerator:
      'Those that one side called reached by their due day and the other confirmed by the as-of day.',
    denominator: 'All of them.',
    window: 'From setting the goal to its due day.',
    method: 'Share with a Wilson 95 % interval.',
    minimumGroup: 5,
    homogeneity: null,
    notes:
      'Goals not yet due are pending; goals without a due day, written after completion or, in a closed cohort, due after its last day are left out and counted.',
  },
  {
    key: 'goals-stale',
    version: 1,
    label: 'Goals left untouched',
    unit: 'share',
    population: 'Goals open on the as-of day: neither completed nor abandoned.',
    numerator: 'Those that nobody has changed for 30 days.',
    denominator: 'All of them.',
    window: 'The 30 days up to the as-of day.',
    method: 'Share with a Wilson 95 % interval.',
    minimumGroup: 5,
    homogeneity: null,
    notes: 'A goal may rest for good reasons: ask, do not remind.',
  },
  {
    key: 'goals-written-after',
    version: 1,
    label: 'Goals written after they were reached',
    unit: 'share',
    population: 'Goals written down by the as-of day.',
    numerator: 'Those that one side called reached on a day before they were written.',
    denominator: 'All of them.',
    window: 'To the as-of day.',
    method: 'Share with a Wilson 95 % interval.',
    minimumGroup: 5,
    homogeneity: null,
    notes: 'Such goals prove nothing: progress and completion leave them out.',
  },
  {
    key: 'retention-difference',
    version: 4,
    label: 'Still employed after 12 months: mentees minus comparable others',
    unit: 'share-difference',
    population:
      'People employed and eligible at the start of the cohort, without participation in the 12 months before, still employed at the landmark, 60 days later, and not matched as a mentor by then.',
    numerator: 'Survival of those matched as mentees, or as peers, by the landmark, 12 months after it.',
    denominator: 'Minus the survival of all others, who stay others whatever they do later.',
    window: 'From the landmark, 12 months.',
    method:
      'Kaplan–Meier in both groups; difference with log-log limits combined (MOVER), 95 %. Fewer than 20 people in a group or fewer than 10 exits: too few to tell.',
    minimumGroup: 20,
    homogeneity: null,
    notes:
      'Stayed longer than comparable colleagues is an association; enrolment was voluntary. Compared within department, site, grade band and tenure band as they were at the start; people without a counterpart are dropped and counted, the curve of the others is weighted to the strata of the mentees, log-rank test and hazard ratio are stratified, errors hold by team. Mentors are in neither group, even when they are mentees as well, and counted: they take part, and are compared by themselves. Beside it the hazard ratio with stabilised weights instead of strata. Where a lottery gave some a seat and others none, those drawn are compared with those not drawn, employed on the day of the draw, from that day on and as they were drawn: then the difference is an effect of the program.',
  },
  {
    key: 'retention-kept-days',
    version: 4,
    label: 'Days of employment kept in 12 months',
    unit: 'days',
    population: 'As for the retention difference.',
    numerator:
      'Mean days employed of those matched as mentees, or as peers, by the landmark, within 12 months after it.',
    denominator: 'Minus the mean days employed of the others.',
    window: 'From the landmark, 12 months, or less when fewer than 10 are followed for so long.',
    method: 'Difference of restricted means with a normal 95 % interval.',
    minimumGroup: 20,
    homogeneity: null,
    notes: 'Assumes nothing of how the risk changes.',
  },
  {
    key: 'retention-naive',
    version: 2,
    label: 'Naive retention gap',
    unit: 'share-difference',
    population: 'People employed and eligible at the start of the cohort, mentors left out.',
    numerator: 'Share still employed among those ever matched as mentees, or as peers, by the as-of day.',
    denominator: 'Minus the share still employed among those never matched.',
    window: 'From the start of the cohort to the as-of day.',
    method: 'Difference with a Newcombe 95 % interval.',
    minimumGroup: 10,
    homogeneity: null,
    notes:
      'Wrong, and shown small only to say why: whoever left early could not be matched any more. A program without any effect shows a gap here.',
  },
  {
    key: 'score-discrimination',
    version: 1,
    label: 'Does the matching score tell',
    unit: 'share',
    population:
      'Pairings that a matching run proposed, with the score they were proposed with, 90 days after they began.',
    numerator:
      'Pairs of one pairing that came to something and one that did not, in which the former had the higher score; ties count half.',
    denominator: 'All such pairs.',
    window: 'From the start of a pairing to its ninetieth day.',
    method:
      'Area under the curve with DeLong’s 95 % interval; beside it Brier score and skill, slope and calibration in the large, Kendall’s tau, and the share of each tenth with a Wilson interval.',
    minimumGroup: 10,
    homogeneity: 20,
    notes:
      'A pairing came to something when on day 90 the two still meet and both have said that they suit (4 or 5 of 5). An end or no meeting is a no; still meeting without both answers is unknown. Under 100 outcomes, or 20 of a kind, it is not yet known. Outcomes are let in ten at a time. Only accepted pairings are seen.',
  },
  {
    key: 'access-ratio',
    version: 2,
    label: 'Equity of access',
    unit: 'ratio',
    population:
      'At each stage those who could go on: people employed and eligible; those in the pool; those matched; those who met.',
    numerator: 'Share of a group that went on: into the pool, to a match, to a first meeting, to completion.',
    denominator:
      'Divided by the share of the group with the highest share (30 people or more; of equal shares the larger group), and by that of all others.',
    window: 'To the as-of day. Who entered the pool within 21 days or was matched within 30 is pending.',
    method:
      'Wilson 95 % interval of a share, Koopman 95 % interval of a ratio, Fisher’s exact test; Mantel–Haenszel ratio over department and grade.',
    minimumGroup: 10,
    homogeneity: 20,
    notes:
      'A ratio below 0.8 is a screening rule of selection law, no proof: it is flagged as a gap only when its interval lies below 1, else as worth watching. A group is called clearly behind from 20 people on, and only when q (Benjamini–Hochberg over the page) stays below 5 %. Under 5 people no share is told. Groups under 2 % of all have no ratio. Who has not declared is a group.',
  },
  ...measures,
  ...careers,
  ...readings,
  ...comparisons,
];
