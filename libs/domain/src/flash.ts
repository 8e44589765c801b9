import { SAY_DAYS } from './meeting.ts';
import type { MeetingState } from './meeting.ts';
import { Refusal } from './refusal.ts';
import type { Format } from './vocabulary.ts';

/** A meeting as the rules of flash mentoring see it. */
export interface FlashMeeting {
  state: MeetingState;
  startsAt: Date;
}

/**
 * True when the one conversation of a flash pairing is behind it: a side said that it was held, or nobody said anything
 * for `SAY_DAYS` after it began. One that was called off or did not take place leaves room for another.
 */
export function isFlashOver(meetings: readonly FlashMeeting[], now: Date): boolean {
  return meetings.some(
    ({ state, startsAt }) =>
      state === 'held' || (state === 'planned' && now.getTime() - startsAt.getTime() > SAY_DAYS * 86_400_000),
  );
}

/** Refuses `wanted` more meetings of a flash pairing that has, or would have, more than one (`meeting.only-one`). */
export function assertRoomForMeeting(format: Format, meetings: readonly MeetingState[], wanted = 1): void {
  if (format !== 'flash') return;
  const taken = meetings.filter((state) => state === 'planned' || state === 'held').length;
  if (taken + wanted > 1) throw new Refusal('meeting.only-one');
}
