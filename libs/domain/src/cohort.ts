import { move } from './lifecycle.ts';
import type { Transitions } from './lifecycle.ts';
import { Refusal } from './refusal.ts';

export const cohortStates = [
  'draft',
  'scheduled',
  'enrolling',
  'matching',
  'running',
  'closing',
  'closed',
  'archived',
] as const;
export type CohortState = (typeof cohortStates)[number];

/** A cohort may go back one step until people have been told of their pairings; after that only onwards (closed may reopen). */
export const cohortTransitions: Transitions<CohortState> = {
  draft: ['scheduled', 'enrolling'],
  scheduled: ['draft', 'enrolling'],
  enrolling: ['matching'],
  matching: ['enrolling', 'running'],
  running: ['closing'],
  closing: ['running', 'closed'],
  closed: ['closing', 'archived'],
  archived: [],
};

export interface CohortDates {
  enrolmentOpensOn: string;
  enrolmentClosesOn: string;
  startsOn: string;
  endsOn: string;
}

/** The next state of a cohort, or a refusal `cohort.wrong-state`. */
export function moveCohort(from: CohortState, to: CohortState): CohortState {
  return move(cohortTransitions, from, to, 'cohort.wrong-state');
}

/** A moment on the wall of the organisation: the day and the minutes since midnight. */
export interface WallTime {
  today: string;
  minute: number;
}

/** Has the hour come at which enrolment opens? */
export function opensBy(
  { enrolmentOpensOn, opensAtMinute }: Pick<CohortDates, 'enrolmentOpensOn'> & { opensAtMinute: number },
  { today, minute }: WallTime,
): boolean {
  return enrolmentOpensOn < today || (enrolmentOpensOn === today && opensAtMinute <= minute);
}

/** What of a cohort people can still do themselves before it closes, and can be asked for all together. */
export const closingItems = ['pairings', 'unansweredCheckIns', 'openGoals', 'unsignedAgreements'] as const;
export type ClosingItem = (typeof closingItems)[number];

/** How long what the pairings of a closed cohort wrote is kept, in days from the close: at least until it can no longer be reopened. */
export const KEPT_DAYS = { least: 30, usual: 365, most: 730 } as const;

/** Refuses a last day of keeping (`cohort.content-until`) that lies outside of what the product promises, from the day of the close. */
export function checkContentUntil(closedOn: string, untilOn: string): void {
  const range = { from: addDays(closedOn, KEPT_DAYS.least), to: addDays(closedOn, KEPT_DAYS.most) };
  if (untilOn < range.from || untilOn > range.to) throw new Refusal('cohort.content-until', range);
}

/** A closed cohort may be taken up again for so long; after that its numbers are history. */
export const REOPEN_DAYS = 30;

/** Refuses `cohort.reopen-expired` when a cohort was closed more than 30 days ago. */
export function assertReopenable(closedAt: Date | null, now: Date): void {
  if (closedAt && now.getTime() - closedAt.getTime() > REOPEN_DAYS * 86_400_000)
    throw new Refusal('cohort.reopen-expired', { closedAt: closedAt.toISOString(), days: REOPEN_DAYS });
}

/**
 * The state the calendar asks for at a moment: a scheduled cohort opens at its hour, an enrolling one goes to matching
 * the day after enrolment closes, a running one to closing the day after its end. Other steps wait for a person. One
 * step at a time: call again until the state stays.
 */
export function stateDueAt(
  state: CohortState,
  dates: CohortDates & { opensAtMinute: number },
  at: WallTime,
): CohortState {
  const { today } = at;
  if (state === 'scheduled' && opensBy(dates, at)) return moveCohort(state, 'enrolling');
  if (state === 'enrolling' && dates.enrolmentClosesOn < today) return moveCohort(state, 'matching');
  if (state === 'running' && dates.endsOn < today) return moveCohort(state, 'closing');
  return state;
}

/** The dates that may still move in a state: all until people are paired, then only the end, in the archive none. */
export function movableDates(state: CohortState): readonly (keyof CohortDates)[] {
  if (state === 'running' || state === 'closing') return ['endsOn'];
  if (state === 'closed' || state === 'archived') return [];
  return ['enrolmentOpensOn', 'enrolmentClosesOn', 'startsOn', 'endsOn'];
}

/** Enrolment opens ≤ closes ≤ start < end, else a refusal that names the first pair out of order. */
export function checkCohortDates(dates: CohortDates): void {
  const order = ['enrolmentOpensOn', 'enrolmentClosesOn', 'startsOn', 'endsOn'] as const;
  for (const [index, later] of order.entries()) {
    const earlier = order[index - 1];
    if (earlier === undefined) continue;
    const wrong = later === 'endsOn' ? dates[earlier] >= dates[later] : dates[earlier] > dates[later];
    if (wrong)
      throw new Refusal('cohort.dates-out-of-order', {
        earlier,
        later,
        [earlier]: dates[earlier],
        [later]: dates[later],
      });
  }
}

/** Days from a to b (`2026-03-01` strings); negative when b lies before a. */
export function daysBetween(a: string, b: string): number {
  return Math.round((Date.parse(`${b}T00:00:00Z`) - Date.parse(`${a}T00:00:00Z`)) / 86_400_000);
}

/** The day `count` days after `from`. */
export function addDays(from: string, count: number): string {
  return new Date(Date.parse(`${from}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** All dates of a cohort from its start and length: enrolment opens 28 days before and closes 10 days before the start. */
export function datesFromStart(startsOn: string, lengthDays: number): CohortDates {
  return {
    enrolmentOpensOn: addDays(startsOn, -28),
    enrolmentClosesOn: addDays(startsOn, -10),
    startsOn,
    endsOn: addDays(startsOn, lengthDays),
  };
}

export interface LaunchFacts {
  purpose: string;
  formQuestions: number;
  eligiblePeople: number;
  enrolmentClosesOn: string;
  today: string;
}

export const launchItems = ['purpose', 'form', 'eligibility', 'dates'] as const;
export type LaunchItem = (typeof launchItems)[number];

/** What is still missing before a cohort can be launched, in the order of the setup; empty when it may go. */
export function missingBeforeLaunch(facts: LaunchFacts): LaunchItem[] {
  const missing: LaunchItem[] = [];
  if (facts.purpose.trim() === '') missing.push('purpose');
  if (facts.formQuestions === 0) missing.push('form');
  if (facts.eligiblePeople < 2) missing.push('eligibility');
  if (facts.enrolmentClosesOn < facts.today) missing.push('dates');
  return missing;
}
