import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  mentorRequestStates,
  moveMentorRequest,
  nextToAsk,
  toldToMentee,
  mayBeChosen,
  placesShown,
  waitsForCoordinator,
} from './mentor-request.ts';
import type { Choice } from './mentor-request.ts';

const anyChoices = fc.uniqueArray(
  fc.record({
    state: fc.constantFrom(...mentorRequestStates),
    rank: fc.integer({ min: 1, max: 9 }),
    freePlaces: fc.integer({ min: 0, max: 2 }),
  }),
  { selector: ({ rank }) => rank, maxLength: 5 },
);

describe('whom a mentee asks next', () => {
  it('is the best waiting choice that has a place', () => {
    const choice = (rank: number, more: Partial<Choice> = {}): Choice => ({
      state: 'waiting',
      rank,
      freePlaces: 1,
      ...more,
    });
    expect(nextToAsk([choice(2), choice(1, { freePlaces: 0 }), choice(3)])?.rank).toBe(2);
    expect(nextToAsk([choice(1, { state: 'declined' }), choice(2)])?.rank).toBe(2);
    expect(nextToAsk([])).toBeNull();
  });

  it('is nobody while somebody is asked, and never somebody without a place', () => {
    fc.assert(
      fc.property(anyChoices, (choices) => {
        const next = nextToAsk(choices);
        if (choices.some(({ state }) => state === 'asked')) expect(next).toBeNull();
        else if (next) {
          expect(next).toMatchObject({ state: 'waiting' });
          expect(next.freePlaces).toBeGreaterThan(0);
          for (const other of choices)
            if (other.state === 'waiting' && other.freePlaces > 0)
              expect(other.rank).toBeGreaterThanOrEqual(next.rank);
        } else
          expect(choices.filter(({ state, freePlaces }) => state === 'waiting' && freePlaces > 0)).toEqual(
            [],
          );
      }),
    );
  });

  it('is told the same of a mentor who declined, was silent or was full', () => {
    expect(new Set(['declined', 'lapsed', 'passed'].map((state) => toldToMentee(state as 'lapsed')))).toEqual(
      new Set(['no-place']),
    );
  });
});

describe('a request', () => {
  it('may be chosen again after it was taken back, not after a mentor answered', () => {
    expect(moveMentorRequest('withdrawn', 'waiting')).toBe('waiting');
    for (const from of ['accepted', 'declined', 'lapsed'] as const)
      expect(() => moveMentorRequest(from, 'waiting')).toThrow();
  });
});

describe('a mentor as a mentee sees them', () => {
  it('looks the same after a no, after silence and when every place is taken', () => {
    for (const state of ['declined', 'lapsed'] as const) {
      expect(placesShown(state, 3)).toBe(0);
      expect(mayBeChosen(state, 3)).toBe(false);
    }
    for (const state of [null, 'passed', 'withdrawn'] as const) {
      expect(placesShown(state, 0)).toBe(0);
      expect(mayBeChosen(state, 0)).toBe(false);
      expect(mayBeChosen(state, 1)).toBe(true);
    }
  });

  it('keeps their turn once they are in line, however full they become', () => {
    expect(mayBeChosen('waiting', 0)).toBe(true);
    expect(mayBeChosen('asked', 0)).toBe(true);
  });
});

describe('what waits for the coordinator', () => {
  const now = new Date('2026-03-10T09:00:00Z');
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const choice = (state: Choice['state'], more: { freePlaces?: number; asked?: number } = {}) => ({
    state,
    rank: 1,
    freePlaces: more.freePlaces ?? 1,
    askedAt: more.asked === undefined ? null : daysAgo(more.asked),
    dueAt: more.asked === undefined ? null : daysAgo(more.asked - 4),
  });
  const judge = (
    choices: ReturnType<typeof choice>[],
    more: { hadPairing?: boolean; mode?: 'coordinator'; isRunning?: boolean } = {},
  ) =>
    waitsForCoordinator(
      {
        mode: more.mode ?? 'self-service',
        hadPairing: more.hadPairing ?? false,
        isRunning: more.isRunning ?? false,
        since: daysAgo(6),
        answerDays: 5,
        choices,
      },
      now,
    );

  it('is a mentor who lets half of the time go by, not one who was asked just now', () => {
    expect(judge([choice('asked', { asked: 1 })])).toBeNull();
    expect(judge([choice('asked', { asked: 3 })])).toMatchObject({
      cause: 'silent-mentor',
      help: 'more-time',
    });
  });

  it('is a mentee whose choices have come to nothing or have no place', () => {
    expect(judge([choice('waiting')])).toBeNull();
    expect(judge([choice('waiting', { freePlaces: 0 })])).toMatchObject({ cause: 'no-place' });
    expect(judge([choice('declined')])).toMatchObject({ cause: 'choices-over', help: 'match-by-hand' });
    expect(judge([choice('lapsed')])).toMatchObject({ cause: 'choices-over', help: 'ask-again' });
  });

  it('is a mentee whose pairing is over, or who has chosen nobody for days, and before it runs nobody else where coordinators match', () => {
    expect(judge([], { hadPairing: true, mode: 'coordinator' })).toMatchObject({ cause: 'pairing-over' });
    expect(judge([])).toMatchObject({ cause: 'nobody-chosen' });
    expect(judge([], { mode: 'coordinator' })).toBeNull();
  });

  it('is whoever joined once the pairings were published, where coordinators match', () => {
    expect(judge([], { mode: 'coordinator', isRunning: true })).toMatchObject({
      cause: 'without-pairing',
      help: 'match-by-hand',
    });
    expect(judge([choice('waiting')], { isRunning: true })).toBeNull();
  });
});
