import { move } from './lifecycle.ts';
import type { Transitions } from './lifecycle.ts';
import { Refusal } from './refusal.ts';

export const meetingStates = ['planned', 'held', 'missed', 'moved', 'cancelled'] as const;
export type MeetingState = (typeof meetingStates)[number];

export const meetingTransitions: Transitions<MeetingState> = {
  planned: ['held', 'missed', 'moved', 'cancelled'],
  held: ['missed', 'moved'],
  missed: ['held', 'moved'],
  // Put off without a new hour yet; with one it is planned again, and is still the same meeting.
  moved: ['planned', 'held', 'missed', 'cancelled'],
  cancelled: [],
};

export const MEETING_MINUTES = { least: 10, most: 480, usual: 45 } as const;

/** The next state of a meeting, or a refusal `meeting.wrong-state`. */
export function moveMeeting(from: MeetingState, to: MeetingState): MeetingState {
  return move(meetingTransitions, from, to, 'meeting.wrong-state');
}

/** What an invited side says before the meeting. */
export const meetingReplies = ['coming', 'maybe', 'not-coming'] as const;
export type MeetingReply = (typeof meetingReplies)[number];

/**
 * What a side says afterwards: we met; we put it off; we did not meet; I was not there; I was there and the other side was
 * not. That somebody was not there makes the meeting of a pair a missed one; a circle meets without one of its members.
 */
export const meetingAnswers = ['held', 'moved', 'not-held', 'absent', 'alone'] as const;
export type MeetingAnswer = (typeof meetingAnswers)[number];

const tookPlace = (answer: MeetingAnswer, isCircle: boolean) =>
  answer === 'held' || (isCircle && answer === 'absent');

/**
 * The state that the sides' answers give a meeting: held when any side says that it took place; else moved when any says
 * that it was put off; else missed.
 */
export function settleMeeting(
  from: MeetingState,
  answers: readonly MeetingAnswer[],
  isCircle: boolean,
): MeetingState {
  if (answers.length === 0) return from;
  const to = answers.some((answer) => tookPlace(answer, isCircle))
    ? 'held'
    : answers.includes('moved')
      ? 'moved'
      : 'missed';
  return to === from ? from : moveMeeting(from, to);
}

/** Days after a meeting in which its sides are asked how it went. */
export const SAY_DAYS = 14;

/**
 * What becomes of a planned meeting of a pairing that is over, null when it stays as it is: ahead it is cancelled; once it
 * has begun its sides have `SAY_DAYS` to say that it was held, then it counts as missed, which either may still correct.
 */
export function meetingAfterPairing(startsAt: Date, now: Date): 'cancelled' | 'missed' | null {
  if (startsAt > now) return 'cancelled';
  return now.getTime() - startsAt.getTime() > SAY_DAYS * 86_400_000 ? 'missed' : null;
}

/** Refuses to plan for a time that has come (`meeting.in-the-past`). */
export function assertAhead(startsAt: Date, now: Date): void {
  if (startsAt <= now) throw new Refusal('meeting.in-the-past', { startsAt: startsAt.toISOString() });
}

/** Refuses to say how a meeting went before it began (`meeting.in-the-future`). */
export function assertBegun(startsAt: Date, now: Date): void {
  if (startsAt > now) throw new Refusal('meeting.in-the-future', { startsAt: startsAt.toISOString() });
}

export interface MeetingTime {
  startsAt: Date;
  durationMinutes: number;
}

/** True when two meetings share a minute; one may begin as the other ends. */
export function overlap(one: MeetingTime, other: MeetingTime): boolean {
  const endOf = ({ startsAt, durationMinutes }: MeetingTime) => startsAt.getTime() + durationMinutes * 60_000;
  return one.startsAt.getTime() < endOf(other) && other.startsAt.getTime() < endOf(one);
}

/** The earliest of `wanted` that shares a minute with a meeting the pairing has (`taken`), with that meeting; undefined when all are free. */
export function findOverlap<T extends MeetingTime>(
  wanted: readonly MeetingTime[],
  taken: readonly T[],
): { wanted: MeetingTime; taken: T } | undefined {
  for (const one of wanted) {
    const other = taken.find((each) => overlap(one, each));
    if (other) return { wanted: one, taken: other };
  }
  return undefined;
}

/** Points that an agenda holds at most. */
export const MOST_POINTS = 40;

export interface AgendaPoint {
  text: string;
  done: boolean;
}

/** The next agenda with what was left over of the last one: its unticked points first, none twice, at most `MOST_POINTS`. */
export function carryOver(last: readonly AgendaPoint[], next: readonly AgendaPoint[]): AgendaPoint[] {
  const known = new Set(next.map(({ text }) => text));
  const left = last.filter(({ text, done }) => !done && !known.has(text));
  return [...left.slice(0, MOST_POINTS - next.length), ...next];
}

export const meetingEvidences = ['both', 'one', 'disputed', 'none', 'unanswered'] as const;
export type MeetingEvidence = (typeof meetingEvidences)[number];

/**
 * How well "held" is known, from the sides' own answers: two say so ('both'; of a circle, any two), one does, some do and
 * some do not, nobody who answered does, or nobody has answered ('unanswered': once its hour is over, only the calendar
 * vouches for it).
 */
export function evidenceOf(answers: readonly MeetingAnswer[], isCircle: boolean): MeetingEvidence {
  if (answers.length === 0) return 'unanswered';
  const held = answers.filter((answer) => tookPlace(answer, isCircle)).length;
  if (held === 0) return 'none';
  if (held < answers.length) return 'disputed';
  return held >= 2 ? 'both' : 'one';
}
