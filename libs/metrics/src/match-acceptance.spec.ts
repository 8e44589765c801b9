import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { measureAcceptanceByRank, type RequestRow } from './match-acceptance.ts';

const frame = { asOf: '2026-03-01' };
const request = (rank: number, state: RequestRow['state'], more: Partial<RequestRow> = {}): RequestRow => ({
  rank,
  isSuggested: false,
  state,
  askedOn: '2026-02-01',
  endedOn: state === 'asked' ? null : '2026-02-05',
  ...more,
});
const times = (count: number, rank: number, state: RequestRow['state']) =>
  Array.from({ length: count }, () => request(rank, state));

describe('acceptance by the rank of a choice', () => {
  it('counts a yes of all who were asked and answered or let the time pass', () => {
    const [first, second] = measureAcceptanceByRank(
      [
        ...times(6, 1, 'accepted'),
        ...times(2, 1, 'declined'),
        ...times(2, 1, 'lapsed'),
        ...times(3, 1, 'asked'),
        ...times(4, 1, 'taken-back'),
        request(1, 'accepted', { isSuggested: true }),
        // Answered after the as-of day: still open then; asked after it: not yet a request.
        request(1, 'accepted', { endedOn: '2026-03-02' }),
        request(1, 'accepted', { askedOn: '2026-03-02', endedOn: '2026-03-02' }),
        ...times(5, 2, 'accepted'),
        ...times(5, 2, 'lapsed'),
      ],
      frame,
    );
    expect(first).toMatchObject({ rank: 1, record: { numerator: 6, denominator: 10, pending: 4 } });
    expect(first?.record.excluded).toEqual({ 'taken-back': 4, suggested: 1 });
    expect(first?.record).toMatchObject({ method: 'wilson', lo: expect.closeTo(0.3127, 4) });
    expect(second).toMatchObject({ rank: 2, record: { numerator: 5, denominator: 10 } });
  });

  it('hides a rank of few and another with it, and says of one that nobody has answered yet nothing', () => {
    const ranks = measureAcceptanceByRank(
      [
        ...times(20, 1, 'accepted'),
        ...times(8, 2, 'declined'),
        ...times(4, 3, 'accepted'),
        request(4, 'asked'),
      ],
      frame,
    );
    expect(ranks.map(({ record }) => record.suppressed?.reason ?? null)).toEqual([
      null,
      'protects-others',
      'small-group',
      null,
    ]);
    expect(ranks[3]?.record).toMatchObject({ denominator: 0, pending: 1, estimate: null });
  });

  it('tells no rank of fewer than five, and never exactly one hidden, whatever was asked', () => {
    const rows = fc.array(
      fc.record({
        rank: fc.integer({ min: 1, max: 5 }),
        state: fc.constantFrom('accepted' as const, 'declined' as const, 'lapsed' as const),
      }),
      { maxLength: 60, size: 'max' },
    );
    fc.assert(
      fc.property(rows, (given) => {
        const ranks = measureAcceptanceByRank(
          given.map(({ rank, state }) => request(rank, state)),
          frame,
        );
        const told = ranks.filter(({ record }) => record.suppressed === null);
        expect(told.filter(({ record }) => (record.n ?? 0) < 5)).toEqual([]);
        const isOneHidden = ranks.length - told.length === 1;
        expect(isOneHidden && told.length > 0).toBe(false);
        const sum = told.reduce((all, { record }) => all + (record.n ?? 0), 0);
        if (told.length === ranks.length) expect(sum).toBe(given.length);
      }),
    );
  });
});
