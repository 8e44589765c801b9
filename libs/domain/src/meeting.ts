import { move } from './lifecycle.ts';
import type { Transitions } from './lifecycle.ts';

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

export type MeetingEvidence = 'both' | 'one' | 'none' | 'disputed';

/** How well "held" is known, from the sides' own answers: both said so, one did, none has answered, or they disagree. */
export function evidenceOf(answers: readonly ('held' | 'not-held')[], sides: number): MeetingEvidence {
  const held = answers.filter((answer) => answer === 'held').length;
  if (held > 0 && held < answers.length) return 'disputed';
  if (held === 0) return 'none';
  return held >= sides ? 'both' : 'one';
}
