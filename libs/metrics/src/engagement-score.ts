import { meanInterval } from '@ithaca/statistics/means';

import { measurePairingAdherence } from './adherence.ts';
import { isOpenOn, isPausedOn, type PairingLife } from './cadence.ts';
import { addDays, hasHappened, type Day } from './days.ts';
import { completedOn, isWrittenAfter, type GoalRow } from './goals.ts';
import { publish, tally, type Frame, type MetricRecord } from './records.ts';
import { askStateOf, isAnsweredInTime, responseDueDays, type AskRow } from './response-rate.ts';

/** What the score of a pairing is formed from; each part weighs the same. */
export const engagementParts = ['adherence', 'confirmation', 'goals', 'response'] as const;
export type EngagementPart = (typeof engagementParts)[number];

/** How many periods the share of the cohort is worth beside a pairing's own. */
const priorPeriods = 4;
/** Days within which a goal has to move, and before which it need not. */
const movementDays = 30;
const fullScore = 100;

/** One pairing as the score reads it: `confirmedOn` are the days of held meetings that both sides said took place. */
export type EngagementRow = {
  life: PairingLife;
  confirmedOn: readonly Day[];
  goals: readonly GoalRow[];
  asks: readonly AskRow[];
};

/** What counts in each part, and out of how much; `of` 0 = nothing is known of it yet. */
export type EngagementCounts = Record<EngagementPart, { met: number; of: number }>;

/**
 * Full periods with a meeting, held meetings that both sides confirmed, goals that moved, and check-ins answered within 14
 * days, each up to the as-of day. What is not due yet or not known is in neither number.
 */
export function countEngagement(row: EngagementRow, asOf: Day): EngagementCounts {
  const { metPeriods, fullPeriods } = measurePairingAdherence(row.life, asOf);
  const until = (days: readonly Day[]) => days.filter((day) => day <= asOf).length;
  const held = until(row.life.heldOn);
  const moves = row.goals.flatMap((goal) => hasMoved(goal, asOf) ?? []);
  const due = row.asks.filter((ask) => askStateOf(ask, { asOf }) === 'due');
  return {
    adherence: { met: metPeriods, of: fullPeriods },
    confirmation: { met: Math.min(until(row.confirmedOn), held), of: held },
    goals: { met: moves.filter(Boolean).length, of: moves.length },
    response: {
      met: due.filter((ask) => isAnsweredInTime(ask, asOf, responseDueDays)).length,
      of: due.length,
    },
  };
}

/**
 * Whether a goal moved: it is reached as both sides say, or within the last 30 days a milestone was done or a side called it
 * reached. Null while it is younger than that, where no milestone could tell, and where it was written after it was reached.
 * Editing its words moves nothing; giving it up leaves it in.
 */
export function hasMoved(goal: GoalRow, asOf: Day): boolean | null {
  if (goal.setOn > asOf || isWrittenAfter(goal)) return null;
  if (completedOn(goal, asOf) !== null) return true;
  if (addDays(goal.setOn, movementDays) > asOf) return null;
  const isClaimed = hasHappened(goal.claimedOn, asOf);
  if (goal.milestones.length === 0 && !isClaimed) return null;
  const since = addDays(asOf, -movementDays);
  const days = [goal.claimedOn, ...goal.milestones.map(({ doneOn }) => doneOn)];
  return days.some((day) => hasHappened(day, asOf) && day > since);
}

/** The share of a whole cohort in one part, what it weighs (0 where nothing is known of anybody), and its base. */
export type PartOfCohort = {
  part: EngagementPart;
  weight: number;
  share: number | null;
  met: number;
  of: number;
  pairings: number;
};

/** One pairing's score with what it is made of: `points` of the parts add up to it; `own` is the score without the cohort's share. */
export type EngagementScore<T> = {
  pairing: T;
  score: number;
  own: number;
  parts: { part: EngagementPart; met: number; of: number; points: number }[];
};

/**
 * Scores 0 to 100: the mean of the parts, each drawn towards the share of the cohort as if that were worth four more periods,
 * (x + 4μ) / (n + 4). A part of which nothing is known in the whole cohort weighs nothing, the others more. μ is the share of
 * all counts together; a pairing without any is at the cohort's. Source: metrics 2.2, appendix A (shrinkage).
 */
export function scoreEngagement<T extends { counts: EngagementCounts }>(
  pairings: readonly T[],
): { parts: PartOfCohort[]; scores: EngagementScore<T>[] } {
  const sums = engagementParts.map((part) => {
    const own = pairings.map(({ counts }) => counts[part]);
    const sum = (of: 'met' | 'of') => own.reduce((total, one) => total + one[of], 0);
    return { part, met: sum('met'), of: sum('of'), pairings: own.filter((one) => one.of > 0).length };
  });
  const known = sums.filter(({ of }) => of > 0).length;
  const parts = sums.map(({ part, met, of, pairings: behind }) => ({
    part,
    weight: of > 0 ? 1 / known : 0,
    share: of > 0 ? met / of : null,
    met,
    of,
    pairings: behind,
  }));
  const scores = pairings.map((pairing) => {
    const found = parts.map(({ part, weight, share }) => {
      const { met, of } = pairing.counts[part];
      const mean = share ?? 0;
      const worth = fullScore * weight;
      return {
        part,
        met,
        of,
        points: (worth * (met + priorPeriods * mean)) / (of + priorPeriods),
        own: worth * (of > 0 ? met / of : mean),
      };
    });
    const sum = (of: 'points' | 'own') => found.reduce((total, one) => total + one[of], 0);
    return {
      pairing,
      score: sum('points'),
      own: sum('own'),
      parts: found.map(({ part, met, of, points }) => ({ part, met, of, points })),
    };
  });
  return { parts, scores };
}

export type Engagement<T> = {
  record: MetricRecord;
  parts: PartOfCohort[];
  /** The running pairings of which something is known, the lowest score first. */
  scores: EngagementScore<T & { counts: EngagementCounts }>[];
};

/**
 * The scores of the running pairings of a cohort and their mean. The cohort's shares are those of every pairing that has begun,
 * ended ones too, so that they do not rise when pairings end. Paused ones are left out and counted, those of which nothing is
 * known yet are pending. The interval is by pairing and from the spread of their own shares: drawn together by the score,
 * theirs would boast.
 */
export function measureEngagement<T extends EngagementRow>(rows: readonly T[], frame: Frame): Engagement<T> {
  const { asOf } = frame;
  const begun = rows
    .filter(({ life }) => life.startedOn <= asOf)
    .map((row) => ({ ...row, counts: countEngagement(row, asOf) }));
  const { parts, scores } = scoreEngagement(begun);
  const excluded: Record<string, number> = {};
  const told: typeof scores = [];
  let pending = 0;
  for (const one of scores) {
    const { life } = one.pairing;
    if (!isOpenOn(life, asOf)) continue;
    if (isPausedOn(life.pauses, asOf)) tally(excluded, 'paused');
    else if (one.parts.every(({ of }) => of === 0)) pending += 1;
    else told.push(one);
  }
  told.sort((x, y) => x.score - y.score || (x.pairing.life.pairingId < y.pairing.life.pairingId ? -1 : 1));
  return {
    record: publish('engagement-score', { ...meanOf(told), excluded, pending, unknown: 0 }, frame),
    parts,
    scores: told,
  };
}

function meanOf(scores: readonly { score: number; own: number }[]) {
  const n = scores.length;
  const estimate = n === 0 ? null : scores.reduce((sum, { score }) => sum + score, 0) / n;
  const spread = meanInterval(scores.map(({ own }) => own));
  const hasRange = estimate !== null && spread.status === 'estimated';
  const half = hasRange ? (spread.upper - spread.lower) / 2 : null;
  return {
    numerator: null,
    denominator: null,
    n,
    estimate,
    lo: estimate === null || half === null ? null : Math.max(0, estimate - half),
    hi: estimate === null || half === null ? null : Math.min(fullScore, estimate + half),
    method: half === null ? null : 't-by-pairing',
  };
}
