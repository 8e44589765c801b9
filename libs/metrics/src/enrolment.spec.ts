import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from './days.ts';
import { measureDropOuts } from './drop-outs.ts';
import { funnelStages, measureFunnel, type FunnelRow } from './funnel.ts';
import { measureMatchRates, measurePlacesFilled, type MatchRow } from './match-rate.ts';
import { measureParticipation, measureParticipationOfYear, type Span } from './participation.ts';

const byName = { asOf: '2026-03-01', minimumGroup: 0 };

const row = (personId: string, reachedOn: FunnelRow['reachedOn'], role = 'mentee'): FunnelRow => ({
  personId,
  role,
  reachedOn,
});

describe('the enrolment funnel', () => {
  it('takes a later stage as proof of the earlier ones', () => {
    const { invited } = measureFunnel(
      [
        row('ada', { invited: '2026-01-02', matched: '2026-02-01' }),
        row('bo', { invited: '2026-01-02', registered: '2026-01-05' }),
        row('cy', { invited: '2026-01-02' }),
      ],
      byName,
    );
    expect(invited.map((step) => step.reached)).toEqual([3, 2, 1, 1, 1, 0, 0]);
    expect(invited[1]?.conversion).toMatchObject({ numerator: 2, denominator: 3, method: 'wilson' });
    expect(invited[6]?.conversion).toMatchObject({ denominator: 0, estimate: null });
  });

  it('keeps walk-ins apart and counts a person once per role, from the first invitation', () => {
    const funnel = measureFunnel(
      [
        row('ada', { invited: '2026-01-20' }),
        row('ada', { invited: '2026-01-02', registered: '2026-01-04' }),
        row('ada', { registered: '2026-01-09' }, 'mentor'),
      ],
      byName,
    );
    expect(funnel.invited[0]?.reached).toBe(1);
    expect(funnel.walkIns.map((step) => [step.stage, step.reached])[0]).toEqual(['registered', 1]);
  });

  it('ignores what happens after the as-of day', () => {
    const { invited } = measureFunnel(
      [row('ada', { invited: '2026-02-01', registered: '2026-03-02' })],
      byName,
    );
    expect(invited[1]?.reached).toBe(0);
  });

  it('leaves those whose time is not up out of the mature conversion', () => {
    const { invited } = measureFunnel(
      [row('ada', { invited: '2026-02-27' }), row('bo', { invited: '2026-01-02', registered: '2026-01-03' })],
      byName,
    );
    expect(invited[1]?.conversion).toMatchObject({ numerator: 1, denominator: 2 });
    expect(invited[1]?.mature).toMatchObject({ numerator: 1, denominator: 1, pending: 1 });
  });

  it('does not give a hidden count away as the numerator of its rate', () => {
    const rows = Array.from({ length: 40 }, (_, i) =>
      row(`p${i}`, { invited: '2026-01-02', registered: i < 3 ? '2026-01-05' : null }),
    );
    const step = measureFunnel(rows, { asOf: '2026-03-01' }).invited[1];
    expect(step).toMatchObject({ reached: null, notReached: null, mature: null });
    expect(step?.conversion).toMatchObject({ numerator: null, suppressed: { reason: 'small-group' } });
  });

  it('tells the time in a stage with those who still wait, never from the quick ones alone', () => {
    const after = (days: number | null) =>
      row(`${Math.random()}`, {
        invited: '2026-01-02',
        registered: days === null ? null : addDays('2026-01-02', days),
      });
    const medianOf = (days: (number | null)[]) =>
      measureFunnel(days.map(after), byName).invited[1]?.medianDays;
    expect(medianOf([0, 0, 0])).toBe(0);
    expect(medianOf([1, 2, 3, 4, 5])).toBe(3);
    // Two of five came at once; half of all never did.
    expect(medianOf([1, 1, null, null, null])).toBeNull();
    const few = { asOf: '2026-03-01', minimumGroup: 5 };
    expect(measureFunnel([1, 1, 1].map(after), few).invited[1]?.medianDays).toBeNull();
  });

  it('never widens', () => {
    const day = fc.option(fc.integer({ min: 0, max: 120 }).map((n) => addDays('2025-12-01', n)));
    const reachedOn = fc.record(Object.fromEntries(funnelStages.map((stage) => [stage, day])));
    fc.assert(
      fc.property(fc.array(reachedOn, { maxLength: 30 }), (days) => {
        const funnel = measureFunnel(
          days.map((reached, i) => row(`p${i}`, reached)),
          byName,
        );
        for (const steps of [funnel.invited, funnel.walkIns]) {
          const counts = steps.map((step) => step.reached ?? 0);
          expect(counts).toEqual(counts.toSorted((x, y) => y - x));
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('the participation rate', () => {
  const always = [{ from: '2020-01-01', to: null }];
  it('counts each employed and eligible person once, and the unknown as unknown', () => {
    const enrolled = [{ from: '2026-02-01', to: null }];
    const record = measureParticipation(
      [
        { personId: 'ada', employed: always, eligible: true, enrolments: enrolled },
        { personId: 'ada', employed: always, eligible: true, enrolments: [] },
        {
          personId: 'bo',
          employed: always,
          eligible: true,
          enrolments: [{ from: '2026-01-01', to: '2026-03-01' }],
        },
        { personId: 'cy', employed: always, eligible: null, enrolments: [] },
        { personId: 'di', employed: always, eligible: false, enrolments: enrolled },
        {
          personId: 'ed',
          employed: [{ from: '2020-01-01', to: '2026-02-28' }],
          eligible: true,
          enrolments: [],
        },
      ],
      byName,
    );
    expect(record).toMatchObject({
      numerator: 1,
      denominator: 2,
      unknown: 1,
      excluded: { 'not-eligible': 1, 'not-employed': 1 },
    });
  });
});

describe('participation within a year', () => {
  const year = { from: '2025-03-01', asOf: '2026-03-01', minimumGroup: 0 };
  const always: Span[] = [{ from: '2020-01-01', to: null }];
  const person = (personId: string, employed: Span[], eligible: boolean | null, enrolments: Span[]) => ({
    personId,
    employed,
    eligible,
    enrolments,
  });

  it('is of those employed and eligible on its first day who are still there on its last', () => {
    const record = measureParticipationOfYear(
      [
        person('whole year', always, true, [{ from: '2024-01-01', to: null }]),
        person('its first day', always, true, [{ from: '2024-01-01', to: '2025-03-02' }]),
        person('its last day', always, true, [{ from: '2026-03-01', to: null }]),
        person('over before', always, true, [{ from: '2024-01-01', to: '2025-03-01' }]),
        person('not yet', always, true, [{ from: '2026-03-02', to: null }]),
        person('came within', [{ from: '2025-03-02', to: null }], true, [{ from: '2025-06-01', to: null }]),
        person('left', [{ from: '2020-01-01', to: '2026-03-01' }], true, [{ from: '2025-06-01', to: null }]),
        person('other job', always, false, [{ from: '2025-06-01', to: null }]),
        person('not known', always, null, []),
      ],
      year,
    );
    expect(record).toMatchObject({
      key: 'participation-year',
      numerator: 3,
      denominator: 5,
      unknown: 1,
      excluded: { 'not-employed': 1, 'left-within': 1, 'not-eligible': 1 },
    });
  });

  it('is never less than at a point of the year, of the same people', () => {
    const day = (at: number) => new Date(Date.UTC(2025, 2, 1 + at)).toISOString().slice(0, 10);
    const span = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 200 }));
    fc.assert(
      fc.property(fc.array(fc.array(span, { maxLength: 3 }), { minLength: 1 }), fc.nat(364), (people, at) => {
        const rows = people.map((spans, id) =>
          person(
            `p${id}`,
            always,
            true,
            spans.map(([from, days]) => ({ from: day(from), to: day(from + days) })),
          ),
        );
        const then = measureParticipation(rows, { ...year, asOf: day(at) });
        const within = measureParticipationOfYear(rows, year);
        expect(within.numerator).toBeGreaterThanOrEqual(then.numerator ?? 0);
        expect(within.denominator).toBe(then.denominator);
      }),
    );
  });
});

describe('the match rate', () => {
  const pool = (enteredPoolOn: string | null, more: Partial<MatchRow> = {}): MatchRow => ({
    enteredPoolOn,
    matchedOn: null,
    withdrawnOn: null,
    hasOpenPairing: false,
    ...more,
  });

  it('counts who was matched in time, keeps those who withdrew and leaves the young pending', () => {
    const rates = measureMatchRates(
      [
        pool('2026-01-01', { matchedOn: '2026-01-22', hasOpenPairing: true }),
        pool('2026-01-01', { matchedOn: '2026-01-23', hasOpenPairing: true }),
        pool('2026-01-01', { matchedOn: '2026-01-10' }),
        pool('2026-01-01', { withdrawnOn: '2026-01-05' }),
        pool('2026-02-20', { matchedOn: '2026-02-21', hasOpenPairing: true }),
        pool('2026-04-01'),
        pool(null),
      ],
      byName,
    );
    expect(rates.ever).toMatchObject({ numerator: 2, denominator: 4, pending: 1 });
    expect(rates.current).toMatchObject({ numerator: 2, denominator: 4, pending: 1 });
    expect(rates.withdrawn).toBe(1);
  });

  it('of the mentors counts places: those filled in time, a mentor above their places once for each', () => {
    const mentor = (enteredPoolOn: string | null, capacity: number, matchedOn: string[] = []) => ({
      enteredPoolOn,
      capacity,
      matchedOn,
    });
    expect(
      measurePlacesFilled(
        [
          mentor('2026-01-01', 2, ['2026-01-22', '2026-01-23']),
          mentor('2026-01-01', 1, ['2026-01-05', '2026-01-06']),
          mentor('2026-01-01', 3),
          mentor('2026-01-01', 0, ['2026-01-05']),
          mentor('2026-02-20', 2, ['2026-02-21']),
          mentor('2026-04-01', 4),
          mentor(null, 4),
        ],
        byName,
      ),
    ).toMatchObject({ numerator: 2, denominator: 6, pending: 2 });
  });

  it('of the mentors never falls when one more is matched in time, and never passes the places', () => {
    const day = fc.integer({ min: 0, max: 59 }).map((at) => addDays('2026-01-01', at));
    const rows = fc.array(
      fc.record({ enteredPoolOn: day, capacity: fc.nat(8), matchedOn: fc.array(day, { maxLength: 9 }) }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(rows, (mentors) => {
        const filled = (of: typeof mentors) => measurePlacesFilled(of, byName);
        const [first, ...rest] = mentors;
        const more = first
          ? [{ ...first, matchedOn: [...first.matchedOn, first.enteredPoolOn] }, ...rest]
          : mentors;
        const [before, after] = [filled(mentors), filled(more)];
        expect(after.denominator).toBe(before.denominator);
        expect(after.numerator ?? 0).toBeGreaterThanOrEqual(before.numerator ?? 0);
        expect(after.numerator ?? 0).toBeLessThanOrEqual(after.denominator ?? 0);
      }),
      { numRuns: 50 },
    );
  });
});

describe('who left', () => {
  const left = (stage: string, reason: string, count: number, at: string) =>
    Array.from({ length: count }, (_, n) => ({ id: `${stage} ${reason} ${n}`, stage, reason, at }));
  const of = (people: ReturnType<typeof left>, asOf = byName.asOf) =>
    measureDropOuts(
      people.map(({ id, stage, at }) => row(id, { invited: '2026-01-01', [stage]: at })),
      people
        .filter(({ reason }) => reason !== 'none')
        .map(({ id, reason }) => ({ personId: id, role: 'mentee', reason })),
      { asOf },
    );

  it('is counted at the furthest stage, with why; not who stays or completed', () => {
    const people = [
      ...left('in-pool', 'withdrew', 5, '2026-01-10'),
      ...left('active', 'no-time', 7, '2026-01-20'),
      ...left('active', 'none', 9, '2026-01-20'),
      ...left('completed', 'withdrew', 9, '2026-02-20'),
      ...left('invited', 'none', 6, '2026-01-01'),
    ];
    expect(of(people)).toEqual([
      { stage: 'invited', reason: 'no-reply', count: 6 },
      { stage: 'in-pool', reason: 'withdrew', count: 5 },
      { stage: 'active', reason: 'no-time', count: 7 },
    ]);
    // Nobody is late with a reply on the thirteenth day.
    expect(of(left('invited', 'none', 6, '2026-01-01'), '2026-01-14')).toEqual([]);
  });

  it('is hidden below five, with others beside it', () => {
    const found = of([
      ...left('in-pool', 'withdrew', 4, '2026-01-10'),
      ...left('active', 'no-time', 7, '2026-01-20'),
      ...left('active', 'left', 20, '2026-01-20'),
    ]);
    expect(found.map(({ reason, count }) => [reason, count])).toEqual([
      ['withdrew', null],
      ['left', 20],
      ['no-time', null],
    ]);
  });
});
