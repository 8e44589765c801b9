import type { Metric, Retention } from '@ithaca/contracts/metrics';
import type { Side } from '@ithaca/domain/vocabulary';
import { getMetric } from '@ithaca/metrics/catalogue';
import type { FunnelStep } from '@ithaca/metrics/funnel';
import { hide } from '@ithaca/metrics/records';
import type { MetricRecord } from '@ithaca/metrics/records';
import type { RetentionArm, RetentionComparison } from '@ithaca/metrics/retention';
import type { MentorsComparison } from '@ithaca/metrics/retention-mentors';
import { isTold } from '@ithaca/metrics/suppression';

/** A record as the contract tells it; its day becomes the moment of the reading. */
export function metricOf(record: MetricRecord, at: Date, side: Side | null = null): Metric {
  const { key, version, numerator, denominator, estimate, lo, hi, method, n } = record;
  const { pending, unknown, excluded, sourceMix, suppressed } = record;
  const { grain, unit } = getMetric(key);
  return {
    key,
    version,
    grain,
    unit,
    side,
    numerator,
    denominator,
    estimate,
    lo,
    hi,
    method,
    n,
    pending,
    unknown,
    excluded,
    sourceMix,
    suppressed,
    asOf: at.toISOString(),
  };
}

/**
 * Hides a record that fewer than k people stand behind, however many units it counts: thirty meetings of one pairing are
 * two people. `behind` names them, with repetitions, and is read only until k are found; for k = 0 not at all.
 */
export function protect(record: MetricRecord, behind: Iterable<string>, k: number): MetricRecord {
  if (k === 0 || record.suppressed || record.n === 0) return record;
  const people = new Set<string>();
  for (const id of behind) if (isTold(people.add(id).size, k)) break;
  return isTold(people.size, k) ? record : hide(record, 'small-group');
}

/**
 * Withholds counts of what was left out where that is itself a group below k; for k = 0 all are shown. What is counted by how well
 * it is known is then not told at all: its parts would be numbers of their own.
 */
export function concealLeftOut(record: MetricRecord, k: number): MetricRecord {
  const isSmall = (count: number) => count > 0 && !isTold(count, k);
  const visible = (count: number | null) => (count !== null && isSmall(count) ? null : count);
  return {
    ...record,
    pending: visible(record.pending),
    unknown: visible(record.unknown),
    sourceMix: k === 0 ? record.sourceMix : null,
    excluded: Object.fromEntries(Object.entries(record.excluded).filter(([, count]) => !isSmall(count))),
  };
}

export function stageOf(step: FunnelStep) {
  return {
    stage: step.stage,
    reached: step.reached,
    conversion: step.conversion?.estimate ?? null,
    lo: step.conversion?.lo ?? null,
    hi: step.conversion?.hi ?? null,
    pending: step.mature?.pending ?? null,
    mature: matureOf(step.mature),
    medianDays: step.medianDays,
  };
}

function matureOf(record: MetricRecord | null) {
  if (!record) return null;
  const { estimate, lo, hi, n } = record;
  return estimate === null || lo === null || hi === null || n === null
    ? null
    : { share: estimate, lo, hi, base: n };
}

/** The comparison of one side as the contract tells it. Without an interval to read, whatever the reason, it is too few to tell. */
export function retentionOf(found: RetentionComparison | MentorsComparison, side: Side): Retention {
  const { difference, keptDays, participants, others, naive } = found;
  const compared = found.status === 'compared';
  const isHidden = participants.n === null || others.n === null;
  const leftOut = (count: number) =>
    isHidden || (count > 0 && !isTold(count, FEWEST_NAMELESS)) ? null : count;
  return {
    side,
    within: compared && 'within' in found ? found.within : null,
    verdict: compared && difference.suppressed === null ? verdictOf(difference.lo, difference.hi) : 'too-few',
    status: found.status,
    design: found.design,
    landmarkDays: found.design === 'lottery' ? 0 : LANDMARK_DAYS,
    landmarkOn: found.landmarkOn,
    maturesOn: found.maturesOn,
    participants: { n: participants.n, events: participants.exits },
    others: { n: others.n, events: others.exits },
    difference: intervalOf(difference),
    restrictedMeanDays: intervalOf(keptDays),
    logRankP: found.logRank.status === 'estimated' ? found.logRank.pValue : null,
    hazard: isHidden ? null : hazardOf(found.hazard),
    overTime: isHidden ? null : hazardOf(found.overTime),
    weighted: isHidden ? null : weightedOf(found.weighted),
    balance: isHidden ? [] : found.balance,
    noCounterpart: leftOut(found.noCounterpart),
    otherSide: leftOut(found.otherSide),
    smallestDetectableHazardRatio:
      found.detectable.status === 'estimated' && !isHidden ? found.detectable.below : null,
    naive:
      naive && naive.participants !== null && naive.others !== null
        ? { participants: naive.participants, others: naive.others }
        : null,
    curves: compared ? { participants: curveOf(participants), others: curveOf(others) } : null,
  };
}

export const LANDMARK_DAYS = 60;
/** Fewer people than this who were left out could be told by name. */
export const FEWEST_NAMELESS = 10;

function hazardOf(found: RetentionComparison['hazard']): Retention['hazard'] {
  if (found.status === 'not-estimable') return null;
  const { ratio, lower, upper, isProportional, eValue, eValueLimit } = found;
  return { ratio, lo: lower, hi: upper, proportional: isProportional, eValue, eValueLimit };
}

function weightedOf(found: RetentionComparison['weighted']): Retention['weighted'] {
  if (found.status === 'not-estimable') return null;
  const { ratio, lower, upper, participants, others, balance, leftOut } = found;
  return {
    ratio,
    lo: lower,
    hi: upper,
    participants,
    others,
    balance,
    leftOut: leftOut > 0 && !isTold(leftOut, FEWEST_NAMELESS) ? null : leftOut,
  };
}

function verdictOf(lo: number | null, hi: number | null): Retention['verdict'] {
  if (lo === null || hi === null) return 'too-few';
  if (lo > 0) return 'longer';
  return hi < 0 ? 'shorter' : 'no-difference';
}

function intervalOf({ estimate, lo, hi }: MetricRecord) {
  return estimate === null || lo === null || hi === null ? null : { estimate, lo, hi };
}

function curveOf(arm: RetentionArm) {
  return {
    days: arm.curve.map((step) => step.time),
    survival: arm.curve.map((step) => step.survival),
    lo: arm.curve.map((step) => step.lower),
    hi: arm.curve.map((step) => step.upper),
    atRisk: arm.curve.map((step) => step.atRisk),
    n: arm.n ?? 0,
    events: arm.exits ?? 0,
  };
}
