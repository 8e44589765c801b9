import { notEstimable, type IntervalEstimate, type NotEstimable } from '@ithaca/statistics/estimates';
import {
  detectableHazardRatio,
  logRank,
  type DetectableHazardRatio,
  type LogRankResult,
} from '@ithaca/statistics/log-rank';
import { newcombe, wilson } from '@ithaca/statistics/proportions';
import {
  kaplanMeier,
  lastTimeWithAtRisk,
  type CurveStep,
  type SurvivalCurve,
} from '@ithaca/statistics/survival';
import type { Spell } from '@ithaca/statistics/timeline';
import { restrictedMeanDifference, survivalDifference } from '@ithaca/statistics/survival-differences';
import { addDays, hasHappened, type Day } from './days.ts';
import { estimateRecord, minimumGroupOf, type Frame, type MetricRecord } from './records.ts';
import { balanceOf, type Balance } from './retention-balance.ts';
import { compareHazards, compareHazardsOverTime, type Hazard } from './retention-hazard.ts';
import { designOf, splitArms, type Design, type RetentionArms, type RetentionRow } from './retention-arms.ts';
import { compareWeighted, type Weighted } from './retention-weights.ts';

/**
 * The protocol: days from the start to the landmark, or the day of the draw where a lottery decided; how long both groups
 * are followed, and what is enough to tell.
 */
export type RetentionProtocol = {
  startsOn: Day;
  landmarkDays?: number;
  drawnOn?: Day | null;
  horizonDays?: number;
  minimumPerArm?: number;
  minimumEvents?: number;
  /** The mentors' comparison is one analysis alone, and of its own name. */
  of?: 'mentors';
};

/** One group. `n` and `exits` are null when too small to show; the curve is cut where fewer than 10 are at risk. */
export type RetentionArm = { n: number | null; exits: number | null; curve: CurveStep[] };

/**
 * The comparison. 'not-due': the landmark or the as-of day has not come; 'too-few-to-tell': below the minimum, so no
 * curve and no difference; 'compared' otherwise. `difference` stays pending until the horizon has been reached
 * (`maturesOn`). `detectable` = the hazard ratios nearest to 1 that these exits could have shown at 80 % power.
 */
export type RetentionComparison = {
  status: 'not-due' | 'too-few-to-tell' | 'compared';
  design: Design['by'];
  landmarkOn: Day;
  maturesOn: Day;
  participants: RetentionArm;
  others: RetentionArm;
  difference: MetricRecord;
  keptDays: MetricRecord & { horizonDays: number | null };
  logRank: LogRankResult | NotEstimable;
  hazard: Hazard | NotEstimable;
  /** The second analysis: everybody from the start, taking part from the day of their match on. */
  overTime: Hazard | NotEstimable;
  /** The comparison with weights instead of strata. */
  weighted: Weighted | NotEstimable;
  balance: Balance[];
  /** People left out because nobody comparable was in the other group. */
  noCounterpart: number;
  /** People left out because they had been matched on the other side by the landmark. */
  otherSide: number;
  detectable: DetectableHazardRatio | NotEstimable;
  /** None of the mentors' comparison. */
  naive: NaiveRetention | null;
};

/** The usual, wrong comparison: shares still employed of the ever and never matched, with the reason it is wrong. */
export type NaiveRetention = {
  record: MetricRecord;
  participants: number | null;
  others: number | null;
  whyWrong: string;
};

const smallestAtRisk = 10;
const whyNaiveIsWrong =
  'To be matched one must still be employed, so people who left early could only be counted among the others: ' +
  'a program without any effect shows a gap here too.';

/**
 * Participants against eligible others from the landmark (metrics, 2.5): Kaplan–Meier of both, difference at the
 * horizon (365 days), difference of restricted means and log-rank. "Ever took part" is no option, only the naive
 * number shown beside. With strata the others stand in them as the participants do. Enrolment was voluntary: the result is an association. Where a lottery decided, those drawn are
 * compared with those not drawn from that day on, and the result is an effect.
 */
export function compareRetention(
  rows: readonly RetentionRow[],
  protocol: RetentionProtocol,
  frame: Frame,
): RetentionComparison {
  const { startsOn } = protocol;
  const { design, landmarkOn, maturesOn, isDue, arms, n, exits, status, curves, found } = readGroups(
    rows,
    protocol,
    frame.asOf,
  );
  const isOfMentors = protocol.of === 'mentors';
  // Chance has made the groups alike: neither needs a second analysis.
  const isAlone = design.by === 'lottery' || isOfMentors;
  const { participants, others } = arms;
  const k = minimumGroupOf('retention-naive', frame);
  const rest = { excluded: arms.excluded, unknown: arms.unknown, n };
  const isPending = frame.asOf < maturesOn;
  // Past the horizon a difference can still be missing: a group has dwindled below 10.
  const isTooFew =
    status === 'too-few-to-tell' || (!isPending && found?.difference.status === 'not-estimable');
  return {
    status,
    design: design.by,
    landmarkOn,
    maturesOn,
    participants: armOf(participants, isDue, curves?.participants, k),
    others: armOf(others, isDue, curves?.others, k),
    difference: estimateRecord(
      isOfMentors ? 'mentor-retention-difference' : 'retention-difference',
      found?.difference ?? notEstimable('too-few-observations'),
      { ...rest, pending: isPending ? n : 0, suppressed: isTooFew ? 'too-few-to-tell' : null },
      frame,
    ),
    keptDays: {
      ...estimateRecord(
        isOfMentors ? 'mentor-retention-kept-days' : 'retention-kept-days',
        found?.keptDays ?? notEstimable('too-few-observations'),
        {
          ...rest,
          pending: isDue ? 0 : n,
          suppressed: status === 'too-few-to-tell' ? 'too-few-to-tell' : null,
        },
        frame,
      ),
      horizonDays: found?.keptHorizonDays ?? null,
    },
    logRank: curves ? logRank([participants, others]) : notEstimable('too-few-observations'),
    hazard: curves ? compareHazards(arms.compared) : notEstimable('too-few-observations'),
    overTime:
      curves && !isAlone
        ? compareHazardsOverTime(arms.base, startsOn, frame.asOf)
        : notEstimable('too-few-observations'),
    weighted:
      curves && !isAlone ? compareWeighted(arms.present, startsOn) : notEstimable('too-few-observations'),
    balance: curves
      ? balanceOf(
          arms.compared,
          startsOn,
          arms.compared.map(({ spell }) => spell.weight ?? 1),
        )
      : [],
    noCounterpart: arms.excluded['no-counterpart'] ?? 0,
    otherSide: arms.excluded['other-side'] ?? 0,
    detectable: detectableHazardRatio(exits, { share: n === 0 ? 0 : participants.length / n }),
    naive: isOfMentors ? null : compareNaively(arms.base, frame),
  };
}

/** The two groups as the protocol splits them, with their curves and differences where there is enough to tell. */
type Groups = {
  design: Design;
  landmarkOn: Day;
  maturesOn: Day;
  isDue: boolean;
  arms: RetentionArms;
  n: number;
  exits: number;
  status: RetentionComparison['status'];
  curves: Curves | null;
  found: Differences | null;
};

function readGroups(rows: readonly RetentionRow[], protocol: RetentionProtocol, asOf: Day): Groups {
  const { horizonDays = 365, minimumPerArm = 20, minimumEvents = 10 } = protocol;
  const design = designOf(protocol);
  const landmarkOn = design.from;
  const isDue = asOf > landmarkOn;
  const arms = splitArms(rows, { ...design, asOf });
  const { participants, others } = arms;
  const exits = isDue ? [...participants, ...others].filter((spell) => spell.event).length : 0;
  const isEnough =
    participants.length >= minimumPerArm && others.length >= minimumPerArm && exits >= minimumEvents;
  const status = !isDue ? 'not-due' : isEnough ? 'compared' : 'too-few-to-tell';
  const curves = status === 'compared' ? curvesOf(arms) : null;
  return {
    design,
    landmarkOn,
    maturesOn: addDays(landmarkOn, horizonDays),
    isDue,
    arms,
    n: participants.length + others.length,
    exits,
    status,
    curves,
    found: curves ? differencesOf(curves, horizonDays) : null,
  };
}

/** Difference of the shares still employed a year after another landmark; null: too early, or too few to tell. */
export type OtherLandmark = { landmarkDays: number; difference: IntervalEstimate | null };

/** The landmarks beside the main one, 60 days (metrics, 2.5). */
const otherLandmarks = [30, 90] as const;

/**
 * The comparison again with a landmark of 30 and of 90 days: an answer that turns with the choice of the day is none. No
 * answer of its own, so nothing but the difference. A lottery has no landmark to choose: none.
 */
export function compareOtherLandmarks(
  rows: readonly RetentionRow[],
  protocol: RetentionProtocol,
  { asOf }: Pick<Frame, 'asOf'>,
): OtherLandmark[] {
  if (designOf(protocol).by === 'lottery') return [];
  return otherLandmarks.map((landmarkDays) => {
    const { maturesOn, found } = readGroups(rows, { ...protocol, landmarkDays }, asOf);
    const difference = asOf >= maturesOn ? found?.difference : undefined;
    return { landmarkDays, difference: difference?.status === 'estimated' ? difference : null };
  });
}

type Curves = { participants: SurvivalCurve; others: SurvivalCurve };

function curvesOf(arms: RetentionArms): Curves | null {
  const participants = kaplanMeier(arms.participants);
  const others = kaplanMeier(arms.others);
  return participants.status === 'estimated' && others.status === 'estimated'
    ? { participants, others }
    : null;
}

type Differences = {
  difference: IntervalEstimate | NotEstimable;
  keptDays: IntervalEstimate | NotEstimable;
  keptHorizonDays: number;
};

/** No curve is read where fewer than 10 of its group are still followed. */
function differencesOf({ participants, others }: Curves, horizonDays: number): Differences {
  const followed = (curve: SurvivalCurve) => lastTimeWithAtRisk(curve, smallestAtRisk) ?? 0;
  const safe = Math.min(followed(participants), followed(others));
  const keptHorizonDays = Math.min(horizonDays, safe);
  return {
    difference:
      safe >= horizonDays
        ? survivalDifference(participants, others, horizonDays)
        : notEstimable('beyond-follow-up'),
    keptDays: restrictedMeanDifference(participants, others, keptHorizonDays),
    keptHorizonDays,
  };
}

function armOf(
  spells: readonly Spell[],
  isDue: boolean,
  curve: SurvivalCurve | undefined,
  k: number,
): RetentionArm {
  const isHidden = spells.length < k;
  return {
    n: isHidden ? null : spells.length,
    exits: isHidden || !isDue ? null : spells.filter((spell) => spell.event).length,
    curve: curve ? curve.steps.filter((step) => step.atRisk >= smallestAtRisk) : [],
  };
}

function compareNaively(base: readonly RetentionRow[], frame: Frame): NaiveRetention {
  const told = base.filter((row) => !hasHappened(row.otherSideOn ?? null, frame.asOf));
  const ever = told.filter((row) => hasHappened(row.matchedOn, frame.asOf));
  const never = told.filter((row) => !hasHappened(row.matchedOn, frame.asOf));
  const countStaying = (group: readonly RetentionRow[]) =>
    group.filter((row) => !hasHappened(row.leftOn, frame.asOf)).length;
  const smaller = Math.min(ever.length, never.length);
  const isHidden = smaller < minimumGroupOf('retention-naive', frame);
  const record = estimateRecord(
    'retention-naive',
    newcombe(countStaying(ever), ever.length, countStaying(never), never.length),
    { n: told.length, suppressed: isHidden ? 'small-group' : null },
    frame,
  );
  const shareOf = (group: readonly RetentionRow[]): number | null => {
    const share = wilson(countStaying(group), group.length);
    return record.suppressed === null && share.status === 'estimated' ? share.estimate : null;
  };
  return { record, participants: shareOf(ever), others: shareOf(never), whyWrong: whyNaiveIsWrong };
}
