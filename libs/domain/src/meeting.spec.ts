import { describe, expect, it } from '@jest/globals';

import {
  assertAhead,
  assertBegun,
  carryOver,
  evidenceOf,
  meetingAfterPairing,
  MOST_POINTS,
  settleMeeting,
} from './meeting.ts';
import type { MeetingAnswer, MeetingState } from './meeting.ts';

describe('whether a meeting took place', () => {
  const ofPair = (from: MeetingState, ...answers: MeetingAnswer[]) => settleMeeting(from, answers, false);

  it('is held when any side says so, put off when any says that, and missed otherwise', () => {
    expect(ofPair('planned', 'held')).toBe('held');
    expect(ofPair('planned', 'not-held')).toBe('missed');
    expect(ofPair('planned', 'not-held', 'moved')).toBe('moved');
    expect(ofPair('moved', 'moved', 'held')).toBe('held');
    expect(ofPair('missed', 'not-held', 'held')).toBe('held');
    expect(ofPair('held', 'not-held')).toBe('missed');
    expect(ofPair('planned')).toBe('planned');
  });

  it('is missed by a pair when one of them was not there, and held by a circle all the same', () => {
    expect(ofPair('planned', 'absent')).toBe('missed');
    expect(ofPair('planned', 'alone')).toBe('missed');
    expect(settleMeeting('planned', ['absent'], true)).toBe('held');
    expect(settleMeeting('planned', ['alone'], true)).toBe('missed');
  });

  it('cannot be said of a cancelled meeting', () => {
    expect(() => ofPair('cancelled', 'held')).toThrow('meeting.wrong-state');
  });

  it('is known by both, by one, by none, not at all, or disputed', () => {
    expect(evidenceOf(['held', 'held'], false)).toBe('both');
    expect(evidenceOf(['held'], false)).toBe('one');
    expect(evidenceOf(['not-held', 'moved'], false)).toBe('none');
    expect(evidenceOf([], false)).toBe('unanswered');
    expect(evidenceOf(['held', 'alone'], false)).toBe('disputed');
    expect(evidenceOf(['held', 'absent'], false)).toBe('disputed');
    expect(evidenceOf(['held', 'absent'], true)).toBe('both');
  });

  it('leaves what was not ticked to the next agenda, once', () => {
    const point = (text: string, done = false) => ({ text, done });
    const next = [point('Goals'), point('Feedback')];
    expect(carryOver([point('Hello', true), point('Feedback'), point('Hopes')], next)).toEqual([
      point('Hopes'),
      ...next,
    ]);
    expect(carryOver(carryOver([point('Hopes')], next), carryOver([point('Hopes')], next))).toHaveLength(3);
    const full = Array.from({ length: MOST_POINTS }, (_, n) => point(String(n)));
    expect(carryOver([point('Hopes')], full)).toEqual(full);
  });

  it('is planned ahead and told afterwards', () => {
    const at = new Date('2026-03-02T09:00:00Z');
    expect(() => assertAhead(at, at)).toThrow('meeting.in-the-past');
    expect(() => assertBegun(new Date(at.getTime() + 1), at)).toThrow('meeting.in-the-future');
    expect(() => assertBegun(at, at)).not.toThrow();
  });
});

describe('a planned meeting of a pairing that is over', () => {
  const now = new Date('2026-03-20T09:00:00Z');
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);

  it('is cancelled ahead, waits for its sides once it has begun, and then counts as missed', () => {
    expect(meetingAfterPairing(ago(-1), now)).toBe('cancelled');
    expect(meetingAfterPairing(now, now)).toBeNull();
    expect(meetingAfterPairing(ago(14), now)).toBeNull();
    expect(meetingAfterPairing(ago(14.01), now)).toBe('missed');
  });
});
