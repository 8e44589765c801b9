import { isPausedWithin, listFullPeriods, type PairingLife } from './cadence.ts';
import type { Day } from './days.ts';
import { meanShareRecord, type Frame, type MetricRecord } from './records.ts';
import { Remembered } from './remembered.ts';

/**
 * How one pairing kept its cadence. `volume` is held meetings over full periods, capped at 1; it may hide empty
 * months and stands beside adherence only. Without a full period (`isPending`) both are null.
 */
export type PairingAdherence = {
  pairingId: string;
  fullPeriods: number;
  metPeriods: number;
  pausedPeriods: number;
  isPending: boolean;
  adherence: number | null;
  volume: number | null;
};

/**
 * Full periods with at least one held meeting over full periods, both up to the as-of day. A period that a pause
 * touches is dropped from both, even when a meeting was held in it.
 */
export function measurePairingAdherence(life: PairingLife, asOf: Day): PairingAdherence {
  return known.find(life, asOf, () => formAdherence(life, asOf));
}

const known = new Remembered<PairingLife, PairingAdherence>();

function formAdherence(life: PairingLife, asOf: Day): PairingAdherence {
  const periods = listFullPeriods(life, asOf);
  const running = periods.filter((period) => !isPausedWithin(life.pauses, period.from, period.to));
  const held = life.heldOn.toSorted();
  let metPeriods = 0;
  let meetings = 0;
  let next = 0;
  for (const period of running) {
    while (next < held.length && (held[next] ?? '') < period.from) next++;
    const first = next;
    while (next < held.length && (held[next] ?? '') < period.to) next++;
    meetings += next - first;
    if (next > first) metPeriods += 1;
  }
  const fullPeriods = running.length;
  const isPending = fullPeriods === 0;
  return {
    pairingId: life.pairingId,
    fullPeriods,
    metPeriods,
    pausedPeriods: periods.length - fullPeriods,
    isPending,
    adherence: isPending ? null : metPeriods / fullPeriods,
    volume: isPending ? null : Math.min(1, meetings / fullPeriods),
  };
}

/** Whether a pairing at its end counts as completed: at least half of its due periods were met. */
export function hasMetHalf(pairing: PairingAdherence): boolean {
  return pairing.adherence !== null && pairing.adherence >= 0.5;
}

/** A cohort's volume: held meetings against the agreed ones, capped at 1 for each pairing, so that many here hide no gap there. */
export function measureMeetingVolume(lives: readonly PairingLife[], frame: Frame): MetricRecord {
  return overPairings('meeting-volume', lives, frame, ({ volume }) => volume);
}

/** A cohort's adherence: the mean over its pairings with an interval by pairing; pairings without a full period are pending. */
export function measureCadenceAdherence(lives: readonly PairingLife[], frame: Frame): MetricRecord {
  return overPairings('cadence-adherence', lives, frame, ({ adherence }) => adherence);
}

function overPairings(
  key: 'cadence-adherence' | 'meeting-volume',
  lives: readonly PairingLife[],
  frame: Frame,
  shareOf: (pairing: PairingAdherence) => number | null,
): MetricRecord {
  const started = lives.filter((life) => life.startedOn <= frame.asOf);
  const shares = started.flatMap((life) => shareOf(measurePairingAdherence(life, frame.asOf)) ?? []);
  return meanShareRecord(key, shares, { pending: started.length - shares.length }, frame);
}
