import { isOpenOn, isPausedOn, type PairingLife } from './cadence.ts';
import type { Day } from './days.ts';
import {
  defaultSignalThresholds,
  earlySignals,
  listEarlySignals,
  type SignalFacts,
  type SignalReason,
  type SignalThresholds,
} from './early-signals.ts';
import {
  defaultHealthThresholds,
  healthOf,
  type HealthThresholds,
  type HealthState,
  type PairingHealth,
} from './health.ts';
import { rateRecord, type Frame, type MetricRecord } from './records.ts';

/** A pairing with the facts its signals are read from. */
export type RiskRow = { life: PairingLife; facts: SignalFacts };

/** A pairing worth a look and why: its health, and the reasons, the worst first. */
export type PairingAtRisk = PairingHealth & { reasons: SignalReason[] };

type Thresholds = { health?: HealthThresholds; signals?: SignalThresholds };

/**
 * The open, unpaused pairings that are slipping, stalled or show an early signal: stalled before slipping before the
 * rest, within that by the worst reason, then by how overdue they are.
 */
export function listPairingsAtRisk(
  rows: readonly RiskRow[],
  asOf: Day,
  thresholds: Thresholds = {},
): PairingAtRisk[] {
  const { health = defaultHealthThresholds, signals = defaultSignalThresholds } = thresholds;
  return rows
    .filter(({ life }) => isRunning(life, asOf))
    .map(({ life, facts }) => ({
      ...healthOf(life, asOf, health),
      reasons: listEarlySignals(life, facts, asOf, signals),
    }))
    .filter((pairing) => isOffRhythm(pairing.state) || pairing.reasons.length > 0)
    .sort(
      (x, y) =>
        stateRank(x.state) - stateRank(y.state) ||
        reasonRank(x) - reasonRank(y) ||
        (y.overdueRatio ?? 0) - (x.overdueRatio ?? 0) ||
        (x.pairingId < y.pairingId ? -1 : 1),
    );
}

/** Share of open, unpaused pairings that are worth a look; paused ones are excluded and counted. */
export function measurePairingsAtRisk(
  rows: readonly RiskRow[],
  frame: Frame,
  thresholds: Thresholds = {},
): MetricRecord {
  const open = rows.filter(({ life }) => isOpenOn(life, frame.asOf));
  const denominator = open.filter(({ life }) => isRunning(life, frame.asOf)).length;
  const paused = open.length - denominator;
  return rateRecord(
    'pairings-at-risk',
    {
      numerator: listPairingsAtRisk(rows, frame.asOf, thresholds).length,
      denominator,
      excluded: paused > 0 ? { paused } : {},
    },
    frame,
  );
}

function isRunning(life: PairingLife, asOf: Day): boolean {
  return isOpenOn(life, asOf) && !isPausedOn(life.pauses, asOf);
}

function isOffRhythm(state: HealthState): boolean {
  return state === 'stalled' || state === 'slipping';
}

function stateRank(state: HealthState): number {
  return state === 'stalled' ? 0 : state === 'slipping' ? 1 : 2;
}

function reasonRank(pairing: PairingAtRisk): number {
  const worst = pairing.reasons[0];
  return worst ? earlySignals.indexOf(worst.signal) : earlySignals.length;
}
