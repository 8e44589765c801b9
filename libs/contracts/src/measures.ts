import { formats, sides } from '@ithaca/domain/vocabulary';
import { surveyMoments } from '@ithaca/domain/survey';
import * as z from 'zod/mini';

import { metric, retention } from './metrics.ts';
import { defineRoutes } from './route.ts';
import { stamp } from './stamp.ts';
import { id, instant } from './text.ts';

/** What groups of a measure are told apart by: fields of the directory. */
export const measureFields = ['department', 'site', 'grade', 'tenure'] as const;

/** One group in one week: so many of the due pairings met within their own rhythm; a hidden one has no counts. */
export const rhythmCell = z.object({
  met: z.nullable(z.int()),
  due: z.nullable(z.int()),
  paused: z.nullable(z.int()),
  /** Pairings begun less than a cadence before. */
  young: z.nullable(z.int()),
  suppressed: z.nullable(z.string()),
});
export type RhythmCell = z.infer<typeof rhythmCell>;

/** Do pairs meet? By group and week, with the numbers that carry it. */
export const rhythmReport = z.object({
  asOf: instant,
  stamp,
  by: z.enum(measureFields),
  /** weekly-rhythm, meetings-held, meetings-held-confirmed, cadence-adherence, meeting-volume, active-pairings. */
  metrics: z.array(metric),
  evidence: z.object({ both: z.int(), one: z.int(), calendar: z.int(), late: z.int() }),
  weeks: z.array(z.string()),
  groups: z.array(
    z.object({
      /** A value of the field, 'not-stated', or 'several' where the people of a pairing differ. */
      group: z.string(),
      pairings: z.nullable(z.int()),
      cells: z.array(rhythmCell),
    }),
  ),
  all: z.array(rhythmCell),
});
export type RhythmReport = z.infer<typeof rhythmReport>;

const range = z.nullable(z.object({ lo: z.number(), hi: z.number() }));

/** By more than chance, within chance, or of fewer than 20 answers on one side. */
const changeVerdict = z.enum(['higher', 'lower', 'chance', 'few']);
const waveOfAnswers = z.object({ wave: z.int(), satisfied: z.int(), n: z.int() });

/** What do check-ins say, by side, and who would recommend the program? */
export const pulseReport = z.object({
  asOf: instant,
  stamp,
  sides: z.array(
    z.object({
      side: z.enum(sides),
      satisfaction: metric,
      mean: metric,
      /** If all who kept silent were discontent, and if all were content. */
      bounds: range,
      response: metric,
      waves: z.array(z.object({ wave: z.int(), askedOn: z.string(), response: metric })),
      /** The latest wave whose answers can be told apart against the one before it (satisfaction-change); null while there are no two. */
      change: z.nullable(
        z.object({
          latest: waveOfAnswers,
          before: waveOfAnswers,
          difference: metric,
          verdict: changeVerdict,
        }),
      ),
    }),
  ),
  /** One for each survey that asks for a recommendation. */
  recommendations: z.array(
    z.object({
      moment: z.enum(surveyMoments),
      question: z.string(),
      recommendation: metric,
      /** Against the last survey before it that asked the same question (recommendation-change); null unless both are told. */
      change: z.nullable(
        z.object({ since: z.enum(surveyMoments), difference: metric, verdict: changeVerdict }),
      ),
    }),
  ),
});
export type PulseReport = z.infer<typeof pulseReport>;

const money = z.object({ estimate: z.number(), lo: z.number(), hi: z.number() });

/** How long everybody in the organisation stays, in whole months of tenure. */
const tenure = z.object({
  /** The share still here, from month 0 by quarters of a year, as far as ten people are at risk; null where there are too few. */
  curve: z.nullable(
    z.object({
      months: z.array(z.int()),
      survival: z.array(z.number()),
      lo: z.array(z.nullable(z.number())),
      hi: z.array(z.nullable(z.number())),
      atRisk: z.array(z.int()),
    }),
  ),
  /** `tenure`: when a quarter, half and three quarters have left; an estimate of null is not reached. */
  quartiles: z.array(z.object({ share: z.number(), metric })),
  /** `tenure-left-by-choice` within so many years, as far as it can be told. */
  leftByChoice: z.array(z.object({ years: z.int(), metric })),
});

/** What came of the cohort: goals, completion, who stays and rises, what mentors carry, and what it costs and gives back. */
export const outcomesReport = z.object({
  asOf: instant,
  stamp,
  /** completion-rate, goal-progress, goal-completion, goals-stale, goals-written-after, mentee-to-mentor. */
  metrics: z.array(metric),
  /** time-to-match, time-to-match-most, match-acceptance of each side, places-filled (none of peers), proposals-needed. */
  matching: z.array(metric),
  /** Where mentees ask mentors: how many said yes, by the rank of the choice (request-acceptance); else empty. */
  requests: z.array(z.object({ rank: z.int(), acceptance: metric })),
  /** Of everybody: turnover, of it voluntary, involuntary and retirement, retention-closed-group, promotion-rate, mobility-rate; participation-year. */
  workforce: z.array(metric),
  tenure,
  /** mentor-utilisation, mentor-load, mentor-over-capacity, mentor-idle, mentor-minutes; none of peers. */
  mentors: z.array(metric),
  retention,
  /** Mentors beside colleagues of the same grade who could mentor and do not; null of peers. */
  retentionOfMentors: z.nullable(retention),
  /** The difference after 12 months by other landmarks than the main one: null while it is too early or too few to tell. None after a lottery. */
  sensitivity: z.array(
    z.object({
      landmarkDays: z.int(),
      difference: z.nullable(money),
      /** Whether it points the way of the main one; null where either is not known. */
      sameDirection: z.nullable(z.boolean()),
    }),
  ),
  /**
   * Of mentees, or peers, against comparable others; then of mentors against colleagues of their grade, but not who of them left by choice.
   * The side is the metric's.
   */
  careers: z.array(
    z.object({
      key: z.enum(['voluntary-exit-difference', 'promotion-difference', 'mobility-difference']),
      /** Who left by choice is told of one cohort of a year alone. */
      status: z.enum(['not-due', 'too-early', 'too-few-to-tell', 'told-of-another', 'compared']),
      /** From when on it can be told. */
      dueOn: z.string(),
      participants: z.object({ n: z.nullable(z.int()), share: z.nullable(z.number()) }),
      others: z.object({ n: z.nullable(z.int()), share: z.nullable(z.number()) }),
      /** The smallest difference that groups of this size could have shown, in whole percent upwards. */
      detectable: z.nullable(z.number()),
      difference: metric,
    }),
  ),
  /** What a return is formed from; hours are those of both sides in held meetings. */
  investment: z.object({
    participants: z.int(),
    meetingHours: z.number(),
    effect: z.nullable(money),
    maturesOn: z.string(),
  }),
  /** Null until somebody says what a year's salary and the program cost. Ranges hold 90 % of the draws. */
  roi: z.nullable(
    z.object({
      metric,
      /** What it was formed from beside the above, with the usual where nothing was said; shares of a year's salary. */
      assumed: z.object({
        salary: z.number(),
        least: z.number(),
        likely: z.number(),
        most: z.number(),
        licence: z.number(),
        coordinatorHours: z.number(),
        hourlyRate: z.number(),
      }),
      cost: z.object({
        licence: z.number(),
        coordination: z.number(),
        meetings: z.number(),
        total: z.number(),
      }),
      breakEven: z.object({ avoided: z.number(), expected: z.nullable(z.number()) }),
      avoided: z.nullable(money),
      benefit: z.nullable(money),
      positive: z.nullable(z.number()),
      headline: z.enum(['roi', 'break-even']),
    }),
  ),
});
export type OutcomesReport = z.infer<typeof outcomesReport>;

const amount = (most: number) => z.optional(z.coerce.number().check(z.minimum(0), z.maximum(most)));
/** What the reader assumes; a return is told once salary and one cost are above 0. */
export const roiQuery = {
  salary: amount(10_000_000),
  /** Percent of a year's salary: least, most likely, most. */
  least: amount(400),
  likely: amount(400),
  most: amount(400),
  licence: amount(1_000_000_000),
  coordinatorHours: amount(100_000),
  hourlyRate: amount(10_000),
};

/** The same parts, in the same order, as the metrics form them. */
const engagementParts = ['adherence', 'confirmation', 'goals', 'response'] as const;

const estimated = z.object({ estimate: z.number(), lo: z.number(), hi: z.number() });

/** The engagement score with its parts, what they weigh, and whether it tells what becomes of pairings. */
export const engagementReport = z.object({
  asOf: instant,
  stamp,
  /** Withdrawn: it does not tell, so neither the number nor the pairings are shown. */
  isWithdrawn: z.boolean(),
  /** engagement-score: the mean of the running pairings. */
  metric,
  /** The most that a part adds, and the share of the cohort towards which each pairing is drawn; null where nothing is known. */
  parts: z.array(
    z.object({
      part: z.enum(engagementParts),
      weight: z.number(),
      share: z.nullable(z.number()),
      met: z.int(),
      of: z.int(),
      pairings: z.int(),
    }),
  ),
  /** The lowest scores first, not more than `most`. */
  most: z.int(),
  pairings: z.array(
    z.object({
      id,
      format: z.enum(formats),
      mentorName: z.string(),
      menteeNames: z.array(z.string()),
      peerNames: z.array(z.string()),
      score: z.number(),
      parts: z.array(
        z.object({ part: z.enum(engagementParts), met: z.int(), of: z.int(), points: z.number() }),
      ),
    }),
  ),
  /** Of the whole program, anew each quarter: by the score of day 90, which pairings were completed with all sides content. */
  judgement: z.object({
    status: z.enum(['not-yet', 'judged']),
    /** Null: not yet known. */
    holds: z.nullable(z.boolean()),
    since: z.string(),
    counted: z.int(),
    fewest: z.object({ all: z.int(), ofEachKind: z.int() }),
    pending: z.int(),
    unknown: z.int(),
    /** engagement-discrimination, and how far the score may be read as a chance (1: as it says). */
    auc: z.nullable(estimated),
    slope: z.nullable(estimated),
    /** What it has to keep to. */
    limits: z.object({ leastAuc: z.number(), leastSlope: z.number(), mostSlope: z.number() }),
  }),
});
export type EngagementReport = z.infer<typeof engagementReport>;

/** One running pairing's score, always with its parts. Null: not running, nothing known yet, or the score is withdrawn. */
export const pairingEngagement = z.object({
  asOf: instant,
  pairing: z.nullable(
    z.object({
      score: z.number(),
      parts: z.array(
        z.object({
          part: z.enum(engagementParts),
          weight: z.number(),
          met: z.int(),
          of: z.int(),
          points: z.number(),
        }),
      ),
    }),
  ),
});
export type PairingEngagement = z.infer<typeof pairingEngagement>;

const cohortParams = z.strictObject({ cohortId: id });

export const measureRoutes = defineRoutes('measures', {
  rhythm: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/rhythm',
    summary: 'Do pairs meet? Who met within their own rhythm, by group and week, and how well that is known',
    access: 'metrics.read',
    params: cohortParams,
    query: z.strictObject({ by: z.optional(z.enum(measureFields)) }),
    reply: rhythmReport,
  },
  pulse: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/pulse',
    summary:
      'What check-ins say by side, with response by wave and bounds, and who would recommend the program',
    access: 'metrics.read',
    params: cohortParams,
    reply: pulseReport,
  },
  engagement: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/engagement',
    summary: 'The engagement score of running pairings, lowest first, with its parts and how well it tells',
    access: 'metrics.read',
    params: cohortParams,
    reply: engagementReport,
  },
  engagementOfPairing: {
    method: 'GET',
    path: '/api/pairings/:pairingId/engagement',
    summary: 'The engagement score of a running pairing with its parts, for those who look after it',
    access: 'metrics.read',
    params: z.strictObject({ pairingId: id }),
    reply: pairingEngagement,
  },
  outcomes: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/outcomes',
    summary:
      'What came of the cohort: goals, completion, who stays and rises, what mentors carry, cost and return',
    access: 'metrics.read',
    params: cohortParams,
    query: z.strictObject(roiQuery),
    reply: outcomesReport,
  },
});
