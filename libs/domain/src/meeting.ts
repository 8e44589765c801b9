import { move } from './lifecycle.ts';
import type { Transitions } from './lifecycle.ts';
import { Refusal } from './refusal.ts';

export const meetingStates = ['planned', 'held', 'missed', 'cancelled'] as const;
export type MeetingState = (typeof meetingStates)[number];

export const meetingTransitions: Transitions<MeetingState> = {
  planned: ['held', 'missed', 'cancelled'],
  held: ['missed'],
  missed: ['held'],
  cancelled: [],
};

export const MEETING_MINUTES = { least: 10, most: 480, usual: 45 } as const;

/** The next state of a meeting, or a refusal `meeting.wrong-state`. */
export function moveMeeting(from: MeetingState, to: MeetingState): MeetingState {
  return move(meetingTransitions, from, to, 'meeting.wrong-state');
}

/** What an invited side says before the meeting. */
export const meetingReplies = ['coming', 'not-coming'] as const;
export type MeetingReply = (typeof meetingReplies)[number];

/** What a side says afterwards: we met; we did not; or, of a circle, it took place without me. */
export const meetingAnswers = ['held', 'not-held', 'absent'] as const;
export type MeetingAnswer = (typeof meetingAnswers)[number];

const tookPlace = (answer: MeetingAnswer) => answer !== 'not-held';

/** The state that the sides' answers give a meeting: held when any side says so, missed when all who answered say not. */
export function settleMeeting(from: MeetingState, answers: readonly MeetingAnswer[]): MeetingState {
  if (answers.length === 0) return from;
  const to = answers.some(tookPlace) ? 'held' : 'missed';
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

export type MeetingEvidence = 'both' | 'one' | 'none' | 'disputed';

/** How well "held" is known, from the sides' own answers: both said so, one did, none has answered, or they disagree. */
export function evidenceOf(answers: readonly MeetingAnswer[], sides: number): MeetingEvidence {
  const held = answers.filter(tookPlace).length;
  if (held > 0 && held < answers.length) return 'disputed';
  if (held === 0) return 'none';
  return held >= sides ? 'both' : 'one';
}
