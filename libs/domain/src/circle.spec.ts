import { describe, expect, it } from '@jest/globals';
import { beginCircle, circleAfterAnswer, circlePlacesLeft, mayBeginWith } from './circle.ts';
import type { CircleMember } from './circle.ts';

const at = new Date('2026-03-02T09:00:00Z');
const member = (more: Partial<CircleMember> = {}): CircleMember => ({
  personId: 'a',
  role: 'mentee',
  acceptedAt: at,
  declinedAt: null,
  leftAt: null,
  ...more,
});
const circleOf = (accepted: number, silent = 0) => [
  member({ role: 'mentor' }),
  ...Array.from({ length: accepted }, () => member()),
  ...Array.from({ length: silent }, () => member({ acceptedAt: null })),
];

describe('a circle that gathers', () => {
  it('waits for its smallest size, however few it has, while one of a draft begins with everybody who is left', () => {
    const gathering = { smallest: 3, gathers: true };
    const drafted = { smallest: 3, gathers: false };
    expect(circleAfterAnswer('offered', gathering, circleOf(1))).toBe('offered');
    expect(circleAfterAnswer('offered', gathering, circleOf(2))).toBe('offered');
    expect(circleAfterAnswer('offered', gathering, circleOf(3))).toBe('active');
    expect(circleAfterAnswer('offered', drafted, circleOf(2))).toBe('active');
    expect(circleAfterAnswer('offered', drafted, circleOf(1))).toBe('declined');
    expect(circleAfterAnswer('offered', gathering, circleOf(0))).toBe('declined');
  });
});

describe('a circle that begins early', () => {
  it('needs its mentor and two mentees who have said yes, however large the program would have it', () => {
    expect(mayBeginWith('offered', circleOf(2, 3))).toBe(2);
    expect(beginCircle('offered', circleOf(2, 3))).toBe('active');
    const isTooFew = (members: CircleMember[]) => {
      expect(mayBeginWith('offered', members)).toBeNull();
      expect(() => beginCircle('offered', members)).toThrow(
        expect.objectContaining({ code: 'pairing.too-few-accepted', facts: { least: 2 } }),
      );
    };
    isTooFew(circleOf(1, 4));
    isTooFew([...circleOf(1), member({ leftAt: at }), member({ acceptedAt: null, declinedAt: at })]);
    isTooFew([member({ role: 'mentor', acceptedAt: null }), member(), member()]);
  });

  it('is one that is still offered', () => {
    expect(mayBeginWith('active', circleOf(4))).toBeNull();
    expect(() => beginCircle('paused', circleOf(4))).toThrow(
      expect.objectContaining({ code: 'pairing.wrong-state' }),
    );
  });
});

describe('the places of a circle', () => {
  it('are what mentor and size allow, and none where they suffice for no circle', () => {
    const sizes = { smallest: 3, largest: 6 };
    expect(circlePlacesLeft(8, 0, sizes)).toBe(6);
    expect(circlePlacesLeft(4, 3, sizes)).toBe(1);
    expect(circlePlacesLeft(2, 0, sizes)).toBe(0);
    // Somebody who takes fewer than there are gives no place.
    expect(circlePlacesLeft(2, 3, sizes)).toBe(0);
  });
});
