import { describe, expect, it } from '@jest/globals';

import { assertAhead, assertBegun, evidenceOf, meetingAfterPairing, settleMeeting } from './meeting.ts';

describe('whether a meeting took place', () => {
  it('is held when any side says so, and missed when nobody does', () => {
    expect(settleMeeting('planned', ['held'])).toBe('held');
    expect(settleMeeting('planned', ['not-held'])).toBe('missed');
    expect(settleMeeting('missed', ['not-held', 'held'])).toBe('held');
    expect(settleMeeting('held', ['not-held'])).toBe('missed');
    expect(settleMeeting('planned', [])).toBe('planned');
  });

  it('cannot be said of a cancelled meeting', () => {
    expect(() => settleMeeting('cancelled', ['held'])).toThrow('meeting.wrong-state');
  });

  it('is known by both, by one, by none, or disputed', () => {
    expect(evidenceOf(['held', 'held'], 2)).toBe('both');
    expect(evidenceOf(['held'], 2)).toBe('one');
    expect(evidenceOf(['not-held'], 2)).toBe('none');
    expect(evidenceOf(['held', 'not-held'], 2)).toBe('disputed');
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
