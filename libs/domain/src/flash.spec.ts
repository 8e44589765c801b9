import { describe, expect, it } from '@jest/globals';

import { assertRoomForMeeting, isFlashOver } from './flash.ts';
import type { MeetingState } from './meeting.ts';

const startsAt = new Date('2026-03-10T09:00:00Z');
const daysLater = (days: number) => new Date(startsAt.getTime() + days * 86_400_000);

describe('a flash pairing', () => {
  it('is over with its meeting, or fourteen days after one that nobody spoke of', () => {
    const over = (state: MeetingState, days: number) => isFlashOver([{ state, startsAt }], daysLater(days));
    expect(over('held', 0)).toBe(true);
    expect(over('planned', -3)).toBe(false);
    expect(over('planned', 14)).toBe(false);
    expect(over('planned', 14.01)).toBe(true);
    for (const state of ['missed', 'cancelled'] as const) expect(over(state, 30)).toBe(false);
    expect(isFlashOver([], daysLater(99))).toBe(false);
  });

  it('has room for one meeting; one that was called off or missed takes no room', () => {
    const room = (states: MeetingState[], wanted?: number) => () =>
      assertRoomForMeeting('flash', states, wanted);
    expect(room(['missed', 'cancelled'])).not.toThrow();
    expect(room(['planned'])).toThrow('meeting.only-one');
    expect(room(['held'])).toThrow('meeting.only-one');
    expect(room([], 2)).toThrow('meeting.only-one');
    expect(() => assertRoomForMeeting('one-to-one', ['held', 'planned'], 6)).not.toThrow();
  });
});
