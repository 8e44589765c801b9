import { isOpenOn, isPausedOn, lastHeldOn, type PairingLife } from './cadence.ts';
import { daysBetween, type Day } from './days.ts';

/** The signals, worst first: this order is the order they are shown in. */
export const earlySignals = [
  'no-first-meeting',
  'meeting-unconfirmed',
  'none-scheduled',
  'doubtful-fit',
  'low-usefulness',
  'message-unanswered',
  'no-goal',
  'mentor-over-capacity',
] as const;

export type EarlySignal = (typeof earlySignals)[number];

/** `days` is how long it lasts, where that means something. It never tells who answered what. */
export type SignalReason = { signal: EarlySignal; days: number | null };

/**
 * What is looked at besides the life of the pairing. `unconfirmedOn`: the first day of a past
 * meeting that nobody has said anything of, so that it may have been held; `lastUsefulness`: the latest answer (1–5) of each side that gave one;
 * `fit`: what its people answered (1–5) after the first meeting, whether the two suit.
 */
export type SignalFacts = {
  nextMeetingOn: Day | null;
  unconfirmedOn: Day | null;
  lastUsefulness: readonly number[];
  fit: readonly number[];
  unansweredSince: Day | null;
  goals: number;
  mentorLoad: number;
  mentorCapacity: number;
};

/** Limits in days, and the usefulness that is low. A program may set its own. */
export type SignalThresholds = {
  firstMeetingDays: number;
  confirmDays: number;
  scheduleDays: number;
  lowUsefulness: number;
  lowFit: number;
  unansweredDays: number;
  goalDays: number;
};

export const defaultSignalThresholds: SignalThresholds = {
  firstMeetingDays: 14,
  // Its sides are asked in the week after it.
  confirmDays: 7,
  // A pairing gets a week to find its first date before its empty calendar says anything.
  scheduleDays: 7,
  lowUsefulness: 2,
  lowFit: 2,
  unansweredDays: 7,
  goalDays: 30,
};

/** Why a pairing is worth a look at a day, worst first; nothing for one that is paused, ended or yet to begin. */
export function listEarlySignals(
  life: PairingLife,
  facts: SignalFacts,
  asOf: Day,
  thresholds: SignalThresholds = defaultSignalThresholds,
): SignalReason[] {
  if (!isOpenOn(life, asOf) || isPausedOn(life.pauses, asOf)) return [];
  const age = daysBetween(life.startedOn, asOf);
  const waiting = facts.unansweredSince === null ? 0 : daysBetween(facts.unansweredSince, asOf);
  const unconfirmed = facts.unconfirmedOn === null ? null : daysBetween(facts.unconfirmedOn, asOf);
  const isNothingAhead = facts.nextMeetingOn === null || facts.nextMeetingOn < asOf;
  const days: Record<EarlySignal, number | null | false> = {
    // Whoever has a past meeting that nobody spoke of may well have met: that is asked first.
    'no-first-meeting':
      lastHeldOn(life, asOf) === null && unconfirmed === null && age >= thresholds.firstMeetingDays && age,
    'meeting-unconfirmed': unconfirmed !== null && unconfirmed >= thresholds.confirmDays && unconfirmed,
    'none-scheduled': isNothingAhead && age >= thresholds.scheduleDays && null,
    'doubtful-fit': facts.fit.some((answer) => answer <= thresholds.lowFit) && null,
    'low-usefulness': facts.lastUsefulness.some((answer) => answer <= thresholds.lowUsefulness) && null,
    'message-unanswered': waiting >= thresholds.unansweredDays && waiting,
    'no-goal': facts.goals === 0 && age >= thresholds.goalDays && age,
    'mentor-over-capacity': facts.mentorLoad > facts.mentorCapacity && null,
  };
  return earlySignals.flatMap((signal) => {
    const since = days[signal];
    return since === false ? [] : [{ signal, days: since }];
  });
}
