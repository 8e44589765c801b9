/** What one row of a metric is. */
export type Grain =
  | 'person'
  | 'person-enrolment'
  | 'pairing'
  | 'meeting'
  | 'goal'
  | 'survey-ask'
  | 'employment-spell'
  | 'mentor'
  | 'mentor-slot';

/**
 * The names of all metrics, each with what one row of it is. Apart from the rest of the catalogue, because it is all
 * that a page with a number needs to say its base; the sentences stay with the API.
 */
export const metricGrains = {
  'funnel-conversion': 'person-enrolment',
  'drop-outs': 'person-enrolment',
  'participation-rate': 'person',
  'participation-year': 'person',
  'match-rate': 'person-enrolment',
  'match-rate-current': 'person-enrolment',
  'places-filled': 'mentor-slot',
  'active-pairings': 'pairing',
  'cadence-adherence': 'pairing',
  'meeting-volume': 'pairing',
  'meetings-held': 'meeting',
  'meetings-held-confirmed': 'meeting',
  'pairing-health': 'pairing',
  'early-signals': 'pairing',
  'pairings-at-risk': 'pairing',
  satisfaction: 'survey-ask',
  'satisfaction-mean': 'survey-ask',
  'survey-response': 'survey-ask',
  'check-in-response': 'survey-ask',
  'goal-progress': 'goal',
  'goal-completion': 'goal',
  'goals-stale': 'goal',
  'goals-written-after': 'goal',
  'retention-difference': 'employment-spell',
  'retention-kept-days': 'employment-spell',
  'retention-naive': 'employment-spell',
  'mentor-retention-difference': 'employment-spell',
  'mentor-retention-kept-days': 'employment-spell',
  'score-discrimination': 'pairing',
  'access-ratio': 'person',
  'weekly-rhythm': 'pairing',
  recommendation: 'survey-ask',
  'satisfaction-change': 'survey-ask',
  'recommendation-change': 'survey-ask',
  'engagement-score': 'pairing',
  'engagement-discrimination': 'pairing',
  'completion-rate': 'person',
  'mentor-utilisation': 'mentor-slot',
  'mentor-load': 'mentor',
  'mentor-over-capacity': 'mentor',
  'mentor-idle': 'mentor',
  'mentor-minutes': 'mentor',
  'mentor-burden': 'mentor',
  'mentee-to-mentor': 'person',
  'time-to-match': 'person',
  'time-to-match-most': 'person',
  'match-acceptance': 'person-enrolment',
  'request-acceptance': 'person-enrolment',
  'proposals-needed': 'person',
  turnover: 'employment-spell',
  'turnover-voluntary': 'employment-spell',
  'turnover-involuntary': 'employment-spell',
  'turnover-retirement': 'employment-spell',
  'retention-closed-group': 'employment-spell',
  tenure: 'employment-spell',
  'tenure-left-by-choice': 'employment-spell',
  'promotion-rate': 'person',
  'mobility-rate': 'person',
  'voluntary-exit-difference': 'employment-spell',
  'promotion-difference': 'employment-spell',
  'mobility-difference': 'employment-spell',
  'return-on-investment': 'person',
  'cohort-difference': 'pairing',
} as const satisfies Record<string, Grain>;

/** The name of a metric, e.g. 'match-rate'. */
export type MetricKey = keyof typeof metricGrains;

/** Whether a key that may come from outside is of a metric that this version knows. */
export function isMetricKey(key: string): key is MetricKey {
  return Object.hasOwn(metricGrains, key);
}

/** What one row of a metric is; undefined for a key that this version does not know. */
export function grainOf(key: string): Grain | undefined {
  return isMetricKey(key) ? metricGrains[key] : undefined;
}

/** Counted over what happened within the period of a report; all others stand as they stood on its last day. */
export const isOfPeriod = (key: string): boolean => key.startsWith('meetings-held');
