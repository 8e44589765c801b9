import { describe, expect, it } from '@jest/globals';

import {
  assertRoomForGoal,
  assertRoomForMilestone,
  goalOwner,
  moveGoal,
  needsRoom,
  progressOf,
} from './goal.ts';

describe('a goal', () => {
  const members = [
    { personId: 'mentor', role: 'mentor' },
    { personId: 'mentee', role: 'mentee' },
    { personId: 'other mentee', role: 'mentee' },
  ] as const;

  it('belongs to the mentee, whoever writes it', () => {
    expect(goalOwner('one-to-one', members, 'mentor')).toBe('mentee');
    expect(goalOwner('circle', members, 'other mentee')).toBe('other mentee');
  });

  it('belongs to its writer among peers', () => {
    expect(goalOwner('peer', members, 'mentor')).toBe('mentor');
  });

  it('is one of three at most', () => {
    expect(() => assertRoomForGoal(2)).not.toThrow();
    expect(() => assertRoomForGoal(3)).toThrow('goal.too-many');
  });

  it('takes twelve steps, and only while it is open', () => {
    expect(() => assertRoomForMilestone('open', 11)).not.toThrow();
    expect(() => assertRoomForMilestone('open', 12)).toThrow('goal.too-many-milestones');
    expect(() => assertRoomForMilestone('reached', 0)).toThrow('goal.wrong-state');
  });

  it('is reached when one side says so and the other confirms', () => {
    expect(moveGoal('open', 'claimed', 'mentee', null)).toBe('claimed');
    expect(moveGoal('claimed', 'reached', 'mentor', 'mentee')).toBe('reached');
    expect(() => moveGoal('claimed', 'reached', 'mentee', 'mentee')).toThrow('goal.own-claim');
    expect(() => moveGoal('open', 'reached', 'mentor', null)).toThrow('goal.wrong-state');
  });

  it('needs a place to be opened again, unless it was only claimed', () => {
    expect(needsRoom('reached', 'open')).toBe(true);
    expect(needsRoom('abandoned', 'open')).toBe(true);
    expect(needsRoom('claimed', 'open')).toBe(false);
  });

  it('progresses with its steps', () => {
    expect(progressOf([])).toBeNull();
    expect(progressOf([{ doneAt: null }, { doneAt: '2026-03-02' }])).toBe(0.5);
  });
});
