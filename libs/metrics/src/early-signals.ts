import { isOpenOn, isPausedOn, lastHeldOn, type PairingLife } from './cadence.ts';
import { daysBetween, type Day } from './days.ts';

/** The signals, worst first: this order is the order they are shown in. */
export const earlySignals = [
  'no-first-meeting',
  'meeting-unconfirmed',
  'none-scheduled',
  'one-sided-cancellations',
  'meetings-moved',
  'doubtful-fit',
  'low-usefulness',
  'on-leave',
  'message-unanswered',
  'no-goal',
  'mentor-over-capacity',
  'job-changed',
] as const;

export type EarlySignal = (typeof earlySignals)[number];

/** `days` is how long it lasts, where that means something. It never tells who answered what. */
export type SignalReason = { signal: EarlySignal; days: number | null };

/**
 * What is looked at besides the life of the pairing. `unconfirmedOn`: the first day of a past
 * meeting that nobody has said anything of, so that it may have been held; `lastMoved`: of the last two meetings, which
 * were given another hour (those to come count once they were); `cancellations`: the last two acts of calling off, the
 * newest first, and by whom (null: by nobody's hand); `lastUsefulness`: the latest answer (1–5) of each side that gave one;
 * `usefulnessChange`: from the answer before to that one, of each side that gave two; `fit`: what its people answered
 * (1–5) after the first meeting, whether the two suit; `jobChangedOn`: when one of them last came to another department,
 * grade or manager; `leaves`: the present or next leave of each side that has one, `until` null while its end is open.
 */
export type SignalFacts = {
  nextMeetingOn: Day | null;
  unconfirmedOn: Day | null;
  lastMoved: readonly boolean[];
  cancellations: readonly { on: Day; by: string | null }[];
  lastUsefulness: readonly number[];
  usefulnessChange: readonly number[];
  fit: readonly number[];
  unansweredSince: Day | null;
  goals: number;
  mentorLoad: number;
  mentorCapacity: number;
  jobChangedOn: Day | null;
  leaves: readonly { from: Day; until: Day | null }[];
};

/** Limits in days, the usefulness that is low and the fall that is steep. A program may set its own. */
export type SignalThresholds = {
  firstMeetingDays: number;
  confirmDays: number;
  scheduleDays: number;
  cancellationDays: number;
  lowUsefulness: number;
  usefulnessFall: number;
  lowFit: number;
  unansweredDays: number;
  goalDays: number;
  jobChangeDays: number;
  leaveAheadDays: number;
  leaveLeastDays: number;
};

export const defaultSignalThresholds: SignalThresholds = {
  firstMeetingDays: 14,
  // Its sides are asked in the week after it.
  confirmDays: 7,
  // A pairing gets a week to find its first date before its empty calendar says anything.
  scheduleDays: 7,
  cancellationDays: 60,
  lowUsefulness: 2,
  usefulnessFall: 2,
  lowFit: 2,
  unansweredDays: 7,
  goalDays: 30,
  jobChangeDays: 30,
  // Time enough to agree on a pause before; anything shorter is a holiday, about which nobody need do anything.
  leaveAheadDays: 14,
  leaveLeastDays: 14,
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
    'one-sided-cancellations':
      isOneSided(life, facts.cancellations, asOf, thresholds.cancellationDays) && null,
    'meetings-moved': facts.lastMoved.length === 2 && facts.lastMoved.every(Boolean) && null,
    'doubtful-fit': facts.fit.some((answer) => answer <= thresholds.lowFit) && null,
    // One reason for both: a fall told apart from a low answer could only be one from 5 to 3.
    'low-usefulness':
      (facts.lastUsefulness.some((answer) => answer <= thresholds.lowUsefulness) ||
        facts.usefulnessChange.some((change) => change <= -thresholds.usefulnessFall)) &&
      null,
    'on-leave': facts.leaves.some((leave) => isAwayLong(leave, asOf, thresholds)) && null,
    'message-unanswered': waiting >= thresholds.unansweredDays && waiting,
    'no-goal': facts.goals === 0 && age >= thresholds.goalDays && age,
    'mentor-over-capacity': facts.mentorLoad > facts.mentorCapacity && null,
    'job-changed':
      facts.jobChangedOn !== null &&
      facts.jobChangedOn > life.startedOn &&
      facts.jobChangedOn <= asOf &&
      daysBetween(facts.jobChangedOn, asOf) <= thresholds.jobChangeDays &&
      null,
  };
  return earlySignals.flatMap((signal) => {
    const since = days[signal];
    return since === false ? [] : [{ signal, days: since }];
  });
}

/** Whether a leave is on or near, and long enough to interrupt a pairing. */
function isAwayLong(
  { from, until }: SignalFacts['leaves'][number],
  asOf: Day,
  { leaveAheadDays, leaveLeastDays }: SignalThresholds,
): boolean {
  if (daysBetween(asOf, from) > leaveAheadDays || (until !== null && until < asOf)) return false;
  return until === null || daysBetween(from, until) + 1 >= leaveLeastDays;
}

/** Whether the same person called off the last two, lately, and nothing was held since the first of them. */
function isOneSided(
  life: PairingLife,
  [last, before]: SignalFacts['cancellations'],
  asOf: Day,
  withinDays: number,
): boolean {
  if (!last || !before || last.by === null || last.by !== before.by) return false;
  return (
    daysBetween(before.on, asOf) <= withinDays && !life.heldOn.some((day) => day > before.on && day <= asOf)
  );
}
