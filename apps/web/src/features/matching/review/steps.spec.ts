import { describe, expect, it } from '@jest/globals';
import { stepsBetween, type Seat, type Seats } from './steps.ts';

const seats = (all: Record<string, string | null>): Seats =>
  new Map(
    Object.entries(all).map(([mentee, seat]): [string, Seat] => {
      const [mentorId = '', state = 'proposed'] = seat?.split(' ') ?? [];
      return [
        mentee,
        seat === null ? null : { mentorId, state: state as 'proposed' | 'approved' | 'locked' },
      ];
    }),
  );

describe('the steps between two seatings', () => {
  it('are one state when only the decision differs', () => {
    expect(stepsBetween(seats({ ana: 'ben' }), seats({ ana: 'ben approved' }))).toEqual([
      { kind: 'state', menteeId: 'ana', state: 'approved' },
    ]);
  });

  it('are one exchange when two mentees change places, and back with the states they had', () => {
    const before = seats({ ana: 'ben', cem: 'dea approved' });
    const after = seats({ ana: 'dea locked', cem: 'ben locked' });
    expect(stepsBetween(before, after)).toEqual([{ kind: 'swap', menteeId: 'ana', otherId: 'cem' }]);
    expect(stepsBetween(after, before)).toEqual([
      { kind: 'swap', menteeId: 'ana', otherId: 'cem' },
      { kind: 'state', menteeId: 'ana', state: 'proposed' },
      { kind: 'state', menteeId: 'cem', state: 'approved' },
    ]);
  });

  it('free a place before somebody takes it', () => {
    const before = seats({ ana: 'ben', cem: 'dea' });
    const after = seats({ ana: 'dea locked', cem: null });
    expect(stepsBetween(before, after)).toEqual([
      { kind: 'remove', menteeId: 'cem' },
      { kind: 'propose', menteeId: 'ana', mentorId: 'dea' },
    ]);
    // Undone in the other order: Ana has to leave Dea before Cem can come back.
    expect(stepsBetween(after, before).filter(({ kind }) => kind === 'propose')).toEqual([
      { kind: 'propose', menteeId: 'ana', mentorId: 'ben' },
      { kind: 'propose', menteeId: 'cem', mentorId: 'dea' },
    ]);
  });

  it('put a pair that was taken apart together again', () => {
    expect(stepsBetween(seats({ ana: null }), seats({ ana: 'ben' }))).toEqual([
      { kind: 'propose', menteeId: 'ana', mentorId: 'ben' },
      { kind: 'state', menteeId: 'ana', state: 'proposed' },
    ]);
  });

  it('are none when nothing differs', () => {
    expect(stepsBetween(seats({ ana: 'ben locked' }), seats({ ana: 'ben locked' }))).toEqual([]);
  });
});
