import {
  cadenceAt,
  cadenceDays,
  countUnpausedDays,
  isPausedOn,
  lastHeldOn,
  type PairingLife,
} from './cadence.ts';
import { daysBetween, type Day } from './days.ts';

export const healthStates = ['on-rhythm', 'slipping', 'stalled', 'new', 'paused', 'ended'] as const;

export type HealthState = (typeof healthStates)[number];

/** Limits of the states: ratios are in cadences, the rest in days. A program may set its own. */
export type HealthThresholds = {
  slippingAbove: number;
  stalledAbove: number;
  stalledFromDays: number;
  newForDays: number;
  cadenceDaysIfNone: number;
};

export const defaultHealthThresholds: HealthThresholds = {
  slippingAbove: 1.25,
  stalledAbove: 2,
  stalledFromDays: 14,
  newForDays: 14,
  cadenceDaysIfNone: 30,
};

/** The state, and for an open pairing how long it waits: unpaused days since the last meeting or start, and in cadences. */
export type PairingHealth = {
  pairingId: string;
  state: HealthState;
  overdueDays: number | null;
  overdueRatio: number | null;
};

/**
 * The health of one pairing at a day. ended > paused > new (no meeting yet, within the first 14 days) > by the ratio.
 * Paused days do not count as waiting. A pairing that agreed no cadence is measured against 30 days.
 */
export function healthOf(
  life: PairingLife,
  asOf: Day,
  thresholds: HealthThresholds = defaultHealthThresholds,
): PairingHealth {
  const { pairingId } = life;
  const none = { pairingId, overdueDays: null, overdueRatio: null };
  if (life.endedOn !== null && life.endedOn <= asOf) return { ...none, state: 'ended' };
  if (isPausedOn(life.pauses, asOf)) return { ...none, state: 'paused' };
  if (life.startedOn > asOf) return { ...none, state: 'new' };
  const last = lastHeldOn(life, asOf);
  const cadence = cadenceAt(life.cadences, asOf);
  const overdueDays = countUnpausedDays(life.pauses, last ?? life.startedOn, asOf);
  const overdueRatio = overdueDays / (cadence ? cadenceDays(cadence) : thresholds.cadenceDaysIfNone);
  const isNew = last === null && daysBetween(life.startedOn, asOf) < thresholds.newForDays;
  const state = isNew ? 'new' : stateOf(overdueDays, overdueRatio, thresholds);
  return { pairingId, state, overdueDays, overdueRatio };
}

function stateOf(days: number, ratio: number, thresholds: HealthThresholds): HealthState {
  if (ratio <= thresholds.slippingAbove) return 'on-rhythm';
  return ratio > thresholds.stalledAbove && days >= thresholds.stalledFromDays ? 'stalled' : 'slipping';
}

/** How many pairings are in each state; the states without any are 0. */
export function countHealth(
  lives: readonly PairingLife[],
  asOf: Day,
  thresholds: HealthThresholds = defaultHealthThresholds,
): Record<HealthState, number> {
  const counts: Record<HealthState, number> = {
    'on-rhythm': 0,
    slipping: 0,
    stalled: 0,
    new: 0,
    paused: 0,
    ended: 0,
  };
  for (const life of lives) counts[healthOf(life, asOf, thresholds).state] += 1;
  return counts;
}
