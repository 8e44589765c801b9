import { isOpenOn } from './cadence.ts';
import { addDays, quarterOf, type Day } from './days.ts';
import { countEngagement, scoreEngagement, type EngagementRow } from './engagement-score.ts';
import { judgeForecasts, type ScoreQuality, type SettledForecast } from './score-quality.ts';

/**
 * A pairing with how it ended: `isCompleted` = closed as completed, not ended early; `ratings` = the last answer of each side
 * to whether it was useful (1 to 5), null where a side gave none before the quarter.
 */
export type LivedPairing = EngagementRow & {
  cohortId: string;
  isCompleted: boolean;
  ratings: readonly (number | null)[];
};

/** The day of a pairing on which its score is read, long before it is known what becomes of it. */
export const engagementReadingDay = 90;
/** Outside these the score is withdrawn. Source: metrics 2.2. */
export const engagementHolds = { leastAuc: 0.6, leastSlope: 0.7, mostSlope: 1.3 } as const;
const contentFrom = 4;

/** `holds` null: not yet known. `since`: the day of the quarter on which it was judged; only what was settled before counts. */
export type EngagementJudgement = ScoreQuality & { since: Day; holds: boolean | null };

/**
 * Does the score tell which pairings complete with both sides content? Judged anew at the start of each quarter, by the score
 * that each pairing had on its ninetieth day beside the others of its cohort on theirs, so that no end is known to it. Whoever
 * ended by then is not judged; who is still at it is pending; completed without every side's answer is unknown.
 */
export function judgeEngagement(pairings: readonly LivedPairing[], asOf: Day): EngagementJudgement {
  const since = quarterOf(asOf).from;
  const read = pairings.filter(({ life }) => {
    const day = addDays(life.startedOn, engagementReadingDay);
    return day < since && isOpenOn(life, day);
  });
  const settled: SettledForecast[] = [];
  const counts = { pending: 0, unknown: 0 };
  for (const ofCohort of Map.groupBy(read, ({ cohortId }) => cohortId).values()) {
    const { scores } = scoreEngagement(
      ofCohort.map((row) => ({
        row,
        counts: countEngagement(row, addDays(row.life.startedOn, engagementReadingDay)),
      })),
    );
    for (const { pairing, score } of scores) {
      const { life } = pairing.row;
      const outcome = outcomeOf(pairing.row, since);
      if (outcome === 'pending' || outcome === 'unknown') counts[outcome] += 1;
      else
        settled.push({
          pairingId: life.pairingId,
          settledOn: life.endedOn ?? since,
          isYes: outcome === 'yes',
          // Two that are equal may differ in the last digit of their sums.
          score: Math.round(score * 1e6) / 1e8,
        });
    }
  }
  const quality = judgeForecasts(settled, { asOf: since, ...counts });
  return { ...quality, since, holds: quality.status === 'judged' ? isWithin(quality) : null };
}

function outcomeOf({ life, isCompleted, ratings }: LivedPairing, since: Day) {
  if (life.endedOn === null || life.endedOn >= since) return 'pending';
  if (!isCompleted || ratings.some((rating) => rating !== null && rating < contentFrom)) return 'no';
  return ratings.length > 0 && ratings.every((rating) => rating !== null) ? 'yes' : 'unknown';
}

/** A slope that cannot be estimated is no proof of calibration. */
function isWithin({ auc, measures }: ScoreQuality): boolean {
  const slope = measures?.slope?.estimate;
  if (!auc || slope === undefined) return false;
  const { leastAuc, leastSlope, mostSlope } = engagementHolds;
  return auc.estimate >= leastAuc && slope >= leastSlope && slope <= mostSlope;
}
