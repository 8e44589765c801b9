import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  drawLots,
  expectedWait,
  freeSeats,
  nextToOffer,
  placeOnArrival,
  takesLateJoiners,
} from './admission.ts';
import { isReminderDue, isUnfinishedDue } from './approval.ts';

type Act = { kind: 'arrive' | 'leave' | 'take' | 'decline' | 'lapse' | 'seats'; pick: number };

/** A cohort's door as the rules say it: everybody arrives with the next number. */
function live(seats: number, acts: readonly Act[], look: (door: Door) => void) {
  const door: Door = { seats, inside: [], offered: [], waiting: [], offeredEver: [], next: 1 };
  const book = () => ({ seats: door.seats, taken: door.inside.length, offered: door.offered.length });
  const rules = { order: 'first-come', isDrawn: false } as const;
  const offer = () => {
    for (const one of nextToOffer(book(), door.waiting)) {
      door.waiting.splice(door.waiting.indexOf(one), 1);
      door.offered.push(one);
      door.offeredEver.push(one);
    }
  };
  for (const { kind, pick } of acts) {
    const one = door.offered[pick % Math.max(1, door.offered.length)];
    if (kind === 'arrive') {
      const place = placeOnArrival(rules, book(), door.waiting.length);
      (place === 'in-pool' ? door.inside : door.waiting).push(door.next);
      door.next += 1;
    } else if (kind === 'leave') {
      const all = [door.inside, door.waiting, door.offered].filter((list) => list.length > 0);
      const list = all[pick % Math.max(1, all.length)];
      list?.splice(pick % list.length, 1);
    } else if (kind === 'seats') door.seats = 1 + (pick % 6);
    else if (one !== undefined) {
      door.offered.splice(door.offered.indexOf(one), 1);
      if (kind === 'take') door.inside.push(one);
    }
    offer();
    look(door);
  }
}

interface Door {
  seats: number;
  inside: number[];
  offered: number[];
  waiting: number[];
  offeredEver: number[];
  next: number;
}

const acts = fc.array(
  fc.record({
    kind: fc.constantFrom<Act['kind']>(
      'arrive',
      'arrive',
      'arrive',
      'leave',
      'take',
      'decline',
      'lapse',
      'seats',
    ),
    pick: fc.nat(50),
  }),
  { maxLength: 80 },
);

describe('the waiting list', () => {
  it('offers seats in the order of arrival, whoever leaves, declines or lets an offer pass', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), acts, (seats, history) => {
        live(seats, history, (door) => {
          expect(door.waiting).toEqual(door.waiting.toSorted((a, b) => a - b));
          expect(door.offeredEver).toEqual(door.offeredEver.toSorted((a, b) => a - b));
          // Nobody behind has had an offer that somebody who still waits has not.
          expect(Math.max(0, ...door.offeredEver)).toBeLessThan(door.waiting[0] ?? Infinity);
        });
      }),
    );
  });

  it('never lets anybody in over those who wait, nor leaves a seat empty while somebody waits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), acts, (seats, history) => {
        let before = 0;
        let limit = seats;
        live(seats, history, (door) => {
          const held = door.inside.length + door.offered.length;
          // Only a limit that was lowered may lie under what is held already.
          if (door.seats >= limit) expect(held).toBeLessThanOrEqual(Math.max(door.seats, before));
          if (door.waiting.length > 0)
            expect(
              freeSeats({ seats: door.seats, taken: door.inside.length, offered: door.offered.length }),
            ).toBe(0);
          before = held;
          limit = door.seats;
        });
      }),
    );
  });

  it('has no end without a limit of seats', () => {
    const book = { seats: null, taken: 500, offered: 0 };
    expect(placeOnArrival({ order: 'first-come', isDrawn: false }, book, 0)).toBe('in-pool');
    expect(nextToOffer(book, [1, 2, 3])).toEqual([1, 2, 3]);
  });

  it('is offered seats until half of the cohort is over', () => {
    const cohort = { state: 'running', startsOn: '2026-01-01', endsOn: '2026-07-01' };
    expect(takesLateJoiners(cohort, '2026-03-31')).toBe(true);
    expect(takesLateJoiners(cohort, '2026-04-02')).toBe(false);
    expect(takesLateJoiners({ ...cohort, state: 'closing' }, '2026-01-02')).toBe(false);
  });
});

describe('the expected wait', () => {
  it('is not told from fewer than three seats, or less than a week', () => {
    expect(expectedWait(1, 2, 28, 90)).toEqual({ kind: 'too-early' });
    expect(expectedWait(1, 9, 6, 90)).toEqual({ kind: 'too-early' });
  });

  it('is a range around what happened lately, longer for those further behind', () => {
    expect(expectedWait(1, 4, 28, 90)).toEqual({ kind: 'days', least: 4, most: 20 });
    expect(expectedWait(5, 4, 28, 90)).toEqual({ kind: 'days', least: 21, most: 98 });
  });

  it('says so when no seat will be offered by then', () => {
    expect(expectedWait(40, 4, 28, 90)).toEqual({ kind: 'unlikely' });
  });
});

describe('a lottery', () => {
  const entrants = fc.uniqueArray(
    fc.record({ id: fc.uuid(), ticket: fc.string({ minLength: 1, maxLength: 6 }) }),
    {
      selector: ({ id }) => id,
      maxLength: 40,
    },
  );

  it('replays: the same entries give the same order, however they are handed in', () => {
    fc.assert(
      fc.property(
        entrants.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        fc.nat(40),
        ([list, shuffled], seats) => {
          expect(drawLots(shuffled, seats)).toEqual(drawLots(list, seats));
        },
      ),
    );
  });

  it('gives exactly the seats there are, to the first, and says whether chance decided', () => {
    fc.assert(
      fc.property(entrants, fc.nat(40), (list, seats) => {
        const { order, isRandomised } = drawLots(list, seats);
        expect(order.filter(({ won }) => won)).toHaveLength(Math.min(seats, list.length));
        expect(order.map(({ rank }) => rank)).toEqual(list.map((_, index) => index + 1));
        expect(order.findLastIndex(({ won }) => won)).toBeLessThan(seats);
        expect(isRandomised).toBe(list.length > seats);
      }),
    );
  });

  it('makes everybody wait until it is drawn', () => {
    const book = { seats: 3, taken: 0, offered: 0 };
    expect(placeOnArrival({ order: 'lottery', isDrawn: false }, book, 0)).toBe('waitlisted');
    expect(placeOnArrival({ order: 'lottery', isDrawn: true }, book, 0)).toBe('in-pool');
  });
});

describe('reminders', () => {
  const at = (day: number) => new Date(Date.UTC(2026, 2, day, 9));

  it('go to a manager three and seven days after asking, no more', () => {
    expect([2, 3, 4].map((day) => isReminderDue(at(1), 0, at(day)))).toEqual([false, false, true]);
    expect([7, 8].map((day) => isReminderDue(at(1), 1, at(day)))).toEqual([false, true]);
    expect(isReminderDue(at(1), 2, at(31))).toBe(false);
  });

  it('go to somebody who stopped half-way twice at most, and not while they are at it', () => {
    const draft = { updatedAt: at(1), remindedAt: null, reminders: 0 };
    expect([3, 4].map((day) => isUnfinishedDue(draft, at(day)))).toEqual([false, true]);
    const once = { ...draft, remindedAt: at(4), reminders: 1 };
    expect([7, 8].map((day) => isUnfinishedDue(once, at(day)))).toEqual([false, true]);
    expect(isUnfinishedDue({ ...once, updatedAt: at(7) }, at(8))).toBe(false);
    expect(isUnfinishedDue({ ...once, reminders: 2 }, at(30))).toBe(false);
  });
});
