import { cohortStates } from '@ithaca/domain/cohort';
import { sides } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { waitingMentee } from './mentor-requests.ts';
import { pairingItem } from './pairings.ts';
import { defineRoutes } from './route.ts';
import { stamp } from './stamp.ts';
import { id, instant } from './text.ts';

/** One number with all that is needed to trust it; a suppressed one carries the reason and no figures. */
export const metric = z.object({
  key: z.string(),
  version: z.int(),
  /** What one unit of it is; missing on a page that was frozen before it was told. */
  grain: z.optional(z.string()),
  unit: z.string(),
  /** The side whose answers these are; null where both count. Satisfaction is never read over both at once. */
  side: z.nullable(z.enum(sides)),
  numerator: z.nullable(z.number()),
  denominator: z.nullable(z.number()),
  estimate: z.nullable(z.number()),
  lo: z.nullable(z.number()),
  hi: z.nullable(z.number()),
  method: z.nullable(z.string()),
  n: z.nullable(z.int()),
  pending: z.nullable(z.int()),
  unknown: z.nullable(z.int()),
  excluded: z.record(z.string(), z.int()),
  /** What is counted by how well it is known, where that is graded and told by name: held meetings by 'both', 'one', 'calendar'. */
  sourceMix: z.optional(z.nullable(z.record(z.string(), z.int()))),
  suppressed: z.nullable(z.object({ reason: z.string() })),
  asOf: instant,
});
export type Metric = z.infer<typeof metric>;

export const metricDefinition = z.object({
  key: z.string(),
  version: z.int(),
  label: z.string(),
  unit: z.string(),
  grain: z.string(),
  population: z.string(),
  numerator: z.string(),
  denominator: z.string(),
  window: z.string(),
  method: z.string(),
  minimumGroup: z.int(),
  /** The size below which answers all alike are hidden; null where nobody's answer could be told by them. */
  homogeneity: z.nullable(z.int()),
  notes: z.string(),
});
export type MetricDefinition = z.infer<typeof metricDefinition>;

export const funnelStage = z.object({
  stage: z.string(),
  /** Null where the count is too small to show. */
  reached: z.nullable(z.int()),
  conversion: z.nullable(z.number()),
  lo: z.nullable(z.number()),
  hi: z.nullable(z.number()),
  pending: z.nullable(z.int()),
  /** The same of those alone whose time for the stage is over; null where it has no such time, or too few. */
  mature: z.nullable(z.object({ share: z.number(), lo: z.number(), hi: z.number(), base: z.int() })),
  /** Days until half of those of the stage before have come this far, those who still wait included. */
  medianDays: z.nullable(z.int()),
});

const curve = z.object({
  days: z.array(z.number()),
  survival: z.array(z.number()),
  lo: z.array(z.nullable(z.number())),
  hi: z.array(z.nullable(z.number())),
  atRisk: z.array(z.int()),
  n: z.int(),
  events: z.int(),
});

/** How often participants left for each leaver of the others; 0.7 = 30 % less often. */
const hazard = z.object({
  ratio: z.number(),
  lo: z.number(),
  hi: z.number(),
  /** False: the ratio changes over time, and days of employment say it better. */
  proportional: z.boolean(),
  /** How strong a hidden cause would have to be to explain it, and to explain the end of its interval. */
  eValue: z.number(),
  eValueLimit: z.number(),
});

const balance = z.object({
  fact: z.enum(['grade', 'tenure', 'department', 'site']),
  difference: z.number(),
});

/**
 * Those who took part on one side against eligible others who were employed at the landmark; `verdict` is 'too-few' when the data
 * cannot carry a comparison.
 */
export const retention = z.object({
  /** Whom the participants are: mentees, or peers; mentors in the comparison of their own, which is one analysis alone. */
  side: z.enum(sides),
  /**
   * Of mentors: what both groups have alike, their grade alone, grade and tenure, or also department and site ('place'). Null while
   * nothing is compared, and of the others, who have department, site, a band of grades and one of tenure alike, or have been drawn.
   */
  within: z.nullable(z.enum(['grade', 'tenure', 'place'])),
  verdict: z.enum(['too-few', 'no-difference', 'longer', 'shorter']),
  /** 'not-due': the landmark has not come yet. */
  status: z.enum(['not-due', 'too-few-to-tell', 'compared']),
  /** 'lottery': those whom a lottery gave a seat against those it did not, as drawn; only then is a difference an effect. */
  design: z.enum(['landmark', 'lottery']),
  /** Days from the start to the landmark; 0 from a draw. */
  landmarkDays: z.int(),
  /** The day from which both groups are followed: the landmark, or the day of the draw. */
  landmarkOn: z.string(),
  /** The day from which the difference after 12 months can be read. */
  maturesOn: z.string(),
  /** Null where the group is too small to show. */
  participants: z.object({ n: z.nullable(z.int()), events: z.nullable(z.int()) }),
  others: z.object({ n: z.nullable(z.int()), events: z.nullable(z.int()) }),
  /** Difference of the share still employed 12 months after the landmark, with its 95 % interval. */
  difference: z.nullable(z.object({ estimate: z.number(), lo: z.number(), hi: z.number() })),
  /** Difference of days employed within 12 months. */
  restrictedMeanDays: z.nullable(z.object({ estimate: z.number(), lo: z.number(), hi: z.number() })),
  logRankP: z.nullable(z.number()),
  hazard: z.nullable(hazard),
  /** The second analysis: everybody from the start, a participant from the day of the match on. */
  overTime: z.nullable(hazard),
  /** The comparison with weights instead of strata, and how many equally weighted people each group is worth then. */
  weighted: z.nullable(
    z.object({
      ratio: z.number(),
      lo: z.number(),
      hi: z.number(),
      participants: z.number(),
      others: z.number(),
      balance: z.array(balance),
      /** People of a place from which nobody, or everybody, took part; null where that would name somebody. */
      leftOut: z.nullable(z.int()),
    }),
  ),
  /** How far the groups lie apart, in standard deviations; below 0.1 counts as alike. */
  balance: z.array(balance),
  /** People left out because nobody comparable was in the other group; null where that would name somebody. */
  noCounterpart: z.nullable(z.int()),
  /** People left out because they took part on the other side by the landmark; null where that would name somebody. */
  otherSide: z.nullable(z.int()),
  smallestDetectableHazardRatio: z.nullable(z.number()),
  naive: z.nullable(z.object({ participants: z.number(), others: z.number() })),
  curves: z.nullable(z.object({ participants: curve, others: curve })),
});
export type Retention = z.infer<typeof retention>;

export const cohortOverview = z.object({
  cohort: z.object({
    id,
    name: z.string(),
    programId: id,
    programName: z.string(),
    state: z.enum(cohortStates),
    startsOn: z.string(),
    endsOn: z.string(),
  }),
  asOf: instant,
  stamp,
  /** match-rate, match-rate-current, active-pairings, cadence-adherence, pairings-at-risk, satisfaction, check-in-response, meetings-held, meetings-held-confirmed. */
  metrics: z.array(metric),
  /** In `metrics` satisfaction is the mentees'; this is the mentors'. */
  /** Null in a cohort of peers. */
  satisfactionOfMentors: z.nullable(metric),
  /** Of the mentees: if all who kept silent were discontent, and if all were content. */
  satisfactionBounds: z.nullable(z.object({ lo: z.number(), hi: z.number() })),
  /** Of the people invited; of the walk-ins, from 'registered', where nobody was invited. */
  funnel: z.array(funnelStage),
  /** People who came by themselves although others were invited, from 'registered'; else empty. */
  walkIns: z.array(funnelStage),
  /** At which stage people left, and why; null where fewer than five did. */
  dropOuts: z.array(z.object({ stage: z.string(), reason: z.string(), count: z.nullable(z.int()) })),
  heldByWeek: z.array(z.object({ weekStartsOn: z.string(), held: z.int(), planned: z.int() })),
  /**
   * Past meetings by how well it is known that they were held: two said so, somebody did, only the calendar does. `late`: of
   * the held ones, those written down more than a day later.
   */
  meetingEvidence: z.object({ both: z.int(), one: z.int(), calendar: z.int(), late: z.int() }),
  health: z.record(z.string(), z.int()),
  queue: z.array(pairingItem),
});
export type CohortOverview = z.infer<typeof cohortOverview>;

/** What is told of a cohort over everybody in the directory. */
export const cohortWorkforce = z.object({
  asOf: instant,
  stamp,
  participation: metric,
  retention,
  /** Mentors beside colleagues of the same grade who could mentor and do not; null of peers. */
  retentionOfMentors: z.nullable(retention),
});
export type CohortWorkforce = z.infer<typeof cohortWorkforce>;

const ratio = z.object({ ratio: z.number(), lo: z.number(), hi: z.number() });
const testedRatio = z.object({ ...ratio.shape, p: z.nullable(z.number()) });

/** One group at one stage; a hidden one carries the reason and no figures. */
export const accessGroup = z.object({
  group: z.string(),
  n: z.nullable(z.int()),
  reached: z.nullable(z.int()),
  rate: z.nullable(z.number()),
  lo: z.nullable(z.number()),
  hi: z.nullable(z.number()),
  /** Against the group with the highest share. */
  toReference: z.nullable(testedRatio),
  toOthers: z.nullable(testedRatio),
  /** Against all others of the same department and grade band. */
  adjusted: z.nullable(z.object({ ...ratio.shape, strata: z.int() })),
  flag: z.nullable(z.enum(['gap', 'watch', 'small-gap'])),
  /** The p behind the flag, adjusted for all ratios of the page; missing on pages that were frozen before it was told. */
  q: z.optional(z.nullable(z.number())),
  noRatio: z.nullable(z.enum(['reference', 'small-share', 'too-few'])),
  suppressed: z.nullable(z.object({ reason: z.string() })),
});
export type AccessGroup = z.infer<typeof accessGroup>;

/** What the mentors of one group carry; a hidden one carries the reason and no figures. Of what people declared no minutes are told. */
const burdenOfGroup = z.object({
  group: z.string(),
  mentors: z.nullable(z.int()),
  /** How many of them give more minutes than the median mentor. */
  heavy: z.nullable(z.int()),
  rate: z.nullable(z.number()),
  lo: z.nullable(z.number()),
  hi: z.nullable(z.number()),
  shareOfEligible: z.nullable(z.number()),
  shareOfMentors: z.nullable(z.number()),
  shareOfMinutes: z.nullable(z.number()),
  /** Minutes a mentor, in the mean. */
  perMentor: z.nullable(z.number()),
  /** The rate minus that of all other mentors. */
  difference: z.nullable(z.object({ estimate: z.number(), lo: z.number(), hi: z.number() })),
  /** The p of the difference, adjusted for all groups. */
  q: z.nullable(z.number()),
  verdict: z.nullable(z.enum(['more', 'less'])),
  suppressed: z.nullable(z.object({ reason: z.string() })),
});

/** Who of the mentors carries the mentoring (mentor-burden). */
const mentorBurden = z.object({
  mentors: z.nullable(z.int()),
  heavy: z.nullable(z.int()),
  minutes: z.nullable(z.int()),
  groups: z.array(burdenOfGroup),
  suppressed: z.nullable(z.object({ reason: z.string() })),
});

/** Who gets how far, by groups of the directory or by what people said of themselves. */
export const accessReport = z.object({
  asOf: instant,
  stamp,
  /** By what the groups are told apart: a field of the directory, or the id of a declared attribute. */
  by: z.string(),
  dimensions: z.array(
    z.object({
      key: z.string(),
      /** Of a declared attribute; fields of the directory are named by whoever shows them. */
      name: z.nullable(z.string()),
    }),
  ),
  /** The smallest group that is shown. */
  minimumGroup: z.int(),
  /** What people declared is frozen for a month: since when (null: the first page is still to come), and when the next comes. */
  frozen: z.nullable(z.object({ on: z.nullable(z.string()), nextOn: z.string() })),
  /** Names of the groups that have one of their own: the answers of a declared attribute. */
  names: z.record(z.string(), z.string()),
  stages: z.array(
    z.object({
      stage: z.enum(['participation', 'match', 'active', 'completed']),
      n: z.nullable(z.int()),
      reached: z.nullable(z.int()),
      pending: z.nullable(z.int()),
      reference: z.nullable(z.string()),
      groups: z.array(accessGroup),
      suppressed: z.nullable(z.object({ reason: z.string() })),
    }),
  ),
  /** Null of peers, of mentees alone, and on pages that were frozen before it was told. */
  burden: z.nullable(mentorBurden),
});
export type AccessReport = z.infer<typeof accessReport>;

export const metricRoutes = defineRoutes('metrics', {
  dictionary: {
    method: 'GET',
    path: '/api/metrics',
    summary: 'The definition of every metric, also for who was sent a link to a report',
    access: 'public',
    reply: z.object({ items: z.array(metricDefinition) }),
  },
  cohortOverview: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/overview',
    summary: 'Is the cohort on plan? Funnel, matching, rhythm, satisfaction',
    access: 'metrics.read',
    params: z.strictObject({ cohortId: id }),
    reply: cohortOverview,
  },
  cohortWorkforce: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/workforce',
    summary: 'Who of all who could take part does, and do participants stay? Participation, retention',
    access: 'metrics.read',
    params: z.strictObject({ cohortId: id }),
    reply: cohortWorkforce,
  },
  access: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/access',
    summary: 'Who gets how far: the share of each group that takes each step, and how the groups compare',
    access: 'metrics.read',
    params: z.strictObject({ cohortId: id }),
    query: z.strictObject({
      by: z.optional(z.union([z.enum(['department', 'site', 'grade', 'tenure']), id])),
      role: z.optional(z.enum(sides)),
    }),
    reply: accessReport,
  },
  today: {
    method: 'GET',
    path: '/api/today',
    summary: 'Which pairings of my programs need help today, worst first, and what else waits for me',
    access: 'programs.manage',
    reply: z.object({
      asOf: instant,
      onTrack: z.int(),
      active: z.int(),
      queue: z.array(
        z.object({
          ...pairingItem.shape,
          cohortId: id,
          cohortName: z.string(),
          programId: id,
          programName: z.string(),
        }),
      ),
      /** Who of my programs is without a partner and gets none without me, longest first. */
      waiting: z.array(
        z.object({
          ...waitingMentee.shape,
          cohortId: id,
          cohortName: z.string(),
          programId: id,
          programName: z.string(),
        }),
      ),
      deadlines: z.array(
        z.object({
          cohortId: id,
          cohortName: z.string(),
          programId: id,
          programName: z.string(),
          kind: z.enum(['enrolment-closes', 'starts', 'ends', 'matching-due']),
          on: z.string(),
        }),
      ),
    }),
  },
});
