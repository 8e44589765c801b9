import { describe, expect, it } from '@jest/globals';
import { circleAfterAnswer, circlePlacesLeft } from './circle.ts';
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
