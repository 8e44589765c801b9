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
    .filter(isWorthALook)
    .sort(compareAtRisk);
}

/** Worst first: by weight, within that by how overdue they are. */
export function compareAtRisk(x: PairingAtRisk, y: PairingAtRisk): number {
  return (
    weightOf(x) - weightOf(y) ||
    (y.overdueRatio ?? 0) - (x.overdueRatio ?? 0) ||
    (x.pairingId < y.pairingId ? -1 : 1)
  );
}

/** Where a pairing comes among those worth a look, the worst 0: by its state, then by its worst reason. */
export function weightOf({ state, reasons }: Pick<PairingAtRisk, 'state' | 'reasons'>): number {
  const worst = reasons[0];
  const reason = worst ? earlySignals.indexOf(worst.signal) : earlySignals.length;
  return stateRank(state) * (earlySignals.length + 1) + reason;
}

/** Whether a running pairing belongs to those at risk. */
export function isWorthALook({ state, reasons }: Pick<PairingAtRisk, 'state' | 'reasons'>): boolean {
  return state === 'stalled' || state === 'slipping' || reasons.length > 0;
}

/** Share of open, unpaused pairings that are worth a look; paused ones are excluded and counted. */
export function measurePairingsAtRisk(
  rows: readonly RiskRow[],
  frame: Frame,
  thresholds: Thresholds = {},
): MetricRecord {
  const open = rows.filter(({ life }) => isOpenOn(life, frame.asOf));
  const denominator = open.filter(({ life }) => isRunning(life, frame.asOf)).length;
  return atRiskRecord(
    {
      atRisk: listPairingsAtRisk(rows, frame.asOf, thresholds).length,
      running: denominator,
      paused: open.length - denominator,
    },
    frame,
  );
}

/** The same from pairings that were counted already. */
export function atRiskRecord(
  { atRisk, running, paused }: { atRisk: number; running: number; paused: number },
  frame: Frame,
): MetricRecord {
  return rateRecord(
    'pairings-at-risk',
    { numerator: atRisk, denominator: running, excluded: paused > 0 ? { paused } : {} },
    frame,
  );
}

/** Whether a pairing is open and not paused on a day. */
export function isRunning(life: PairingLife, asOf: Day): boolean {
  return isOpenOn(life, asOf) && !isPausedOn(life.pauses, asOf);
}

function stateRank(state: HealthState): number {
  return state === 'stalled' ? 0 : state === 'slipping' ? 1 : 2;
}
