import { describe, expect, it } from '@jest/globals';
import { addDays } from './days.ts';
import { measureAcceptance, measureProposalsNeeded, type OfferRow } from './match-acceptance.ts';
import type { MatchRow } from './match-rate.ts';
import { measureTimeToMatch } from './time-to-match.ts';
import { measureTurnover, yearOfReasons, type TurnoverMonth } from './turnover.ts';

describe('turnover', () => {
  const year = (months: readonly Partial<TurnoverMonth>[]): TurnoverMonth[] =>
    Array.from({ length: 12 }, (_, at) => ({
      headcountBefore: 100,
      headcountAfter: 100,
      separations: 0,
      ...months[at],
    }));
  const frame = { asOf: '2026-06-01' };
  const yearAgo = { employed: 100, stayed: 85 };
  const none = { voluntary: 0, involuntary: 0, retirement: 0 };
  const quiet = year([]);

  it('is the sum of its months, each over the mean of two head counts', () => {
    const months = year([
      { headcountBefore: 100, headcountAfter: 90, separations: 10 },
      { headcountBefore: 90, headcountAfter: 110, separations: 5 },
    ]);
    const facts = { months: quiet, reasons: { ...none, months, voluntary: 10 }, yearAgo };
    const { total } = measureTurnover({ ...facts, months }, frame);
    const { voluntary, retained } = measureTurnover(facts, frame);
    expect(total.estimate).toBeCloseTo(10 / 95 + 5 / 100, 12);
    expect(total).toMatchObject({ numerator: 15, denominator: 100, method: 'garwood', from: null });
    // Of its own year, whatever the last twelve months say.
    expect(voluntary.estimate).toBeCloseTo(((10 / 95 + 5 / 100) * 10) / 15, 12);
    expect(voluntary).toMatchObject({ numerator: 10, from: '2025-01-01', to: '2026-01-01' });
    // Garwood for 15: 8.395 to 24.740.
    expect((total.hi ?? 0) / (total.estimate ?? 1)).toBeCloseTo(24.74 / 15, 3);
    expect((total.lo ?? 0) / (total.estimate ?? 1)).toBeCloseTo(8.395 / 15, 3);
    // Not one minus the other: who came within the year and left again is in one of them alone.
    expect(retained).toMatchObject({ estimate: 0.85, n: 100 });
  });

  it('tells reasons of a calendar year, once who is back within thirty days is', () => {
    expect(yearOfReasons('2026-12-31')).toEqual({ from: '2025-01-01', to: '2026-01-01' });
    expect(yearOfReasons('2026-02-01')).toEqual({ from: '2025-01-01', to: '2026-01-01' });
    expect(yearOfReasons('2026-01-31')).toEqual({ from: '2024-01-01', to: '2025-01-01' });
  });

  it('tells nobody’s reason: by choice only from five on, with five others beside them', () => {
    const of = (separations: number, voluntary: number) => {
      const reasons = { ...none, months: year([{ separations }]), voluntary };
      return measureTurnover({ months: quiet, reasons, yearAgo }, frame).voluntary;
    };
    expect(of(12, 6).estimate).toBeCloseTo(0.06, 12);
    for (const [all, own] of [
      [12, 4],
      [12, 9],
      [12, 12],
      [3, 0],
    ] as const)
      expect(of(all, own)).toMatchObject({ numerator: null, estimate: null, suppressed: {} });
    expect(of(0, 0)).toMatchObject({ estimate: 0, lo: 0, suppressed: null });
  });

  it('tells dismissal and retirement apart, and none where another could be worked out from it', () => {
    const of = (voluntary: number, involuntary: number, retirement: number, rest = 0) => {
      const separations = voluntary + involuntary + retirement + rest;
      const reasons = { months: year([{ separations }]), voluntary, involuntary, retirement };
      const found = measureTurnover({ months: quiet, reasons, yearAgo }, frame);
      return [found.voluntary, found.involuntary, found.retirement].map(({ numerator }) => numerator);
    };
    expect(of(8, 6, 5, 7)).toEqual([8, 6, 5]);
    expect(of(0, 0, 0)).toEqual([0, 0, 0]);
    // One too small takes the next with it, two too small the third where they are fewer than five together.
    expect(of(8, 9, 2, 6)).toEqual([8, 9, null]);
    expect(of(8, 6, 2, 9)).toEqual([8, null, null]);
    expect(of(8, 9, 0, 0)).toEqual([8, null, null]);
    expect(of(8, 9, 3, 3)).toEqual([8, 9, null]);
    // Choice is hidden: so are the others, as the total less all of them would be it.
    expect(of(3, 9, 8, 7)).toEqual([null, null, null]);
  });

  it('says nothing of so few that everybody is known', () => {
    const months = year([]).map((month) => ({ ...month, headcountBefore: 12, headcountAfter: 12 }));
    const facts = { months, reasons: { ...none, months }, yearAgo: { employed: 12, stayed: 12 } };
    const found = measureTurnover(facts, frame);
    expect(Object.values(found).map(({ suppressed }) => suppressed?.reason)).toEqual(
      Array.from({ length: 5 }, () => 'small-group'),
    );
  });
});

describe('the time to a partner', () => {
  const entered = '2026-01-01';
  const row = (matched: number | null, left: number | null = null): MatchRow => ({
    enteredPoolOn: entered,
    matchedOn: matched === null ? null : addDays(entered, matched),
    withdrawnOn: left === null ? null : addDays(entered, left),
    hasOpenPairing: matched !== null,
  });

  it('counts who left the pool as without one, and who still waits for as long as they have', () => {
    const rows = [2, 4, 6, 8, 10].map((day) => row(day));
    const { half, most } = measureTimeToMatch(rows, { asOf: '2026-02-01' });
    expect([half.estimate, most.estimate, half.n]).toEqual([6, 8, 5]);
    const withLeavers = [...rows, row(null, 1), row(null, 1), row(null, 1)];
    // Five of eight find one: half by the fourth of them, four fifths never.
    const found = measureTimeToMatch(withLeavers, { asOf: '2026-02-01' });
    expect(found.half.estimate).toBe(8);
    expect(found.most).toMatchObject({ estimate: null, n: 8, pending: 0 });
    expect(measureTimeToMatch(rows, { asOf: '2026-01-05' }).half).toMatchObject({
      estimate: null,
      pending: 3,
    });
  });

  it('knows nobody who has not entered, and takes a match of the same day as no days', () => {
    expect(measureTimeToMatch([], { asOf: entered }).half).toMatchObject({ n: 0, estimate: null });
    const sameDay = Array.from({ length: 6 }, () => row(0));
    expect(measureTimeToMatch(sameDay, { asOf: '2026-02-01' }).half.estimate).toBe(0);
  });
});

describe('the acceptance of matches', () => {
  it('counts an expired offer as no yes, waits for open ones, and leaves out who was spared the answer', () => {
    const offer = (more: Partial<OfferRow>): OfferRow => ({
      offeredOn: '2026-01-01',
      acceptedOn: null,
      declinedOn: null,
      lapsedOn: null,
      isAsked: true,
      otherDeclined: false,
      ...more,
    });
    const rows = [
      ...Array.from({ length: 6 }, () => offer({ acceptedOn: '2026-01-03' })),
      offer({ declinedOn: '2026-01-04', lapsedOn: '2026-01-04' }),
      offer({ lapsedOn: '2026-01-20' }),
      offer({ lapsedOn: '2026-01-04', otherDeclined: true }),
      offer({}),
      offer({ isAsked: false }),
      offer({ offeredOn: '2026-03-01', acceptedOn: '2026-03-01' }),
    ];
    expect(measureAcceptance(rows, { asOf: '2026-02-01' })).toMatchObject({
      numerator: 6,
      denominator: 8,
      pending: 1,
      excluded: { 'other-side-declined': 1, 'not-asked': 1 },
    });
    // Before the offers were over nobody had let one expire.
    expect(measureAcceptance(rows, { asOf: '2026-01-03' })).toMatchObject({ denominator: 6, pending: 4 });
  });

  it('counts the proposals until a partner, for whom there is one', () => {
    const proposal = (personId: string, offeredOn: string, matchedOn: string | null = null) => ({
      personId,
      offeredOn,
      matchedOn,
    });
    const frame = { asOf: '2026-02-01', minimumGroup: 0 };
    const rows = [
      proposal('ada', '2026-01-01'),
      proposal('ada', '2026-01-05'),
      proposal('ada', '2026-01-09', '2026-01-11'),
      // A second search, after the first partner.
      proposal('ada', '2026-01-20', '2026-01-21'),
      proposal('bo', '2026-01-09', '2026-01-10'),
      proposal('cy', '2026-01-09'),
      proposal('dan', '2026-01-30', '2026-02-03'),
      proposal('eve', '2026-02-02', '2026-02-02'),
    ];
    expect(measureProposalsNeeded(rows, frame)).toMatchObject({ estimate: 2, n: 2, pending: 2, method: 't' });
    // All alike: a mean, and no interval that would boast.
    const alike = [proposal('ada', '2026-01-01', '2026-01-02'), proposal('bo', '2026-01-01', '2026-01-02')];
    expect(measureProposalsNeeded(alike, frame)).toMatchObject({ estimate: 1, lo: null, n: 2 });
    expect(measureProposalsNeeded([], frame)).toMatchObject({ estimate: null, n: 0 });
  });
});
