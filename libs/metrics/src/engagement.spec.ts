import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countActiveByDay, isActive, measureActivePairings } from './active-pairings.ts';
import {
  hasMetHalf,
  measureCadenceAdherence,
  measureMeetingVolume,
  measurePairingAdherence,
} from './adherence.ts';
import { listFullPeriods, type PairingLife } from './cadence.ts';
import { addDays } from './days.ts';
import { listEarlySignals, type SignalFacts } from './early-signals.ts';
import { countHealth, healthOf } from './health.ts';
import { listPairingsAtRisk, measurePairingsAtRisk } from './pairings-at-risk.ts';
import { measureMeetingsHeld, type MeetingRow } from './meetings.ts';

const monthly = [{ from: '2026-01-01', unit: 'month', every: 1 }] as const;
const fortnightly = [{ from: '2026-01-01', unit: 'week', every: 2 }] as const;
const life = (more: Partial<PairingLife> = {}): PairingLife => ({
  pairingId: 'one',
  startedOn: '2026-01-01',
  endedOn: null,
  cadences: fortnightly,
  pauses: [],
  heldOn: [],
  ...more,
});
const byName = (asOf: string) => ({ asOf, minimumGroup: 0 });

describe('the history of active pairings', () => {
  const day = fc.integer({ min: 0, max: 150 }).map((days) => addDays('2026-01-01', days));
  const span = fc.tuple(day, fc.option(day)).map(([from, to]) => ({ from, to }));
  const lived = fc.record({
    startedOn: day,
    endedOn: fc.option(day),
    pauses: fc.array(span, { maxLength: 2 }),
    heldOn: fc.array(day, { maxLength: 8 }),
    cadences: fc.constantFrom(fortnightly, monthly, [
      ...fortnightly,
      { from: '2026-03-01', unit: 'month', every: 2 } as const,
    ]),
  });

  it('counts on each day what is measured on that day', () => {
    fc.assert(
      fc.property(
        fc.array(lived.map(life), { maxLength: 6 }),
        fc.uniqueArray(day, { maxLength: 5 }),
        (lives, given) => {
          const days = given.toSorted();
          const told = days.map((asOf) => {
            const { numerator, denominator } = measureActivePairings(lives, byName(asOf));
            return { active: numerator ?? 0, of: denominator ?? 0 };
          });
          expect(countActiveByDay(lives, days)).toEqual(told);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('cadence adherence', () => {
  it('asks for a meeting in each period, so four in a week do not hide three empty months', () => {
    const pairing = life({
      cadences: monthly,
      heldOn: ['2026-01-05', '2026-01-06', '2026-01-07', '2026-01-08'],
    });
    expect(measurePairingAdherence(pairing, '2026-05-01')).toMatchObject({
      fullPeriods: 4,
      metPeriods: 1,
      adherence: 0.25,
      volume: 1,
    });
  });

  it('counts full periods only, half-open, and is pending before the first is full', () => {
    expect(measurePairingAdherence(life(), '2026-01-14')).toMatchObject({ isPending: true, adherence: null });
    expect(measurePairingAdherence(life({ heldOn: ['2026-01-15'] }), '2026-01-28')).toMatchObject({
      fullPeriods: 1,
      metPeriods: 0,
    });
    expect(measurePairingAdherence(life({ heldOn: ['2026-01-15'] }), '2026-01-29')).toMatchObject({
      metPeriods: 1,
    });
  });

  it('stops at the end of the pairing', () => {
    expect(listFullPeriods(life({ endedOn: '2026-02-01' }), '2026-06-01')).toHaveLength(2);
  });

  it('drops a period that a pause touches from both sides', () => {
    const paused = life({
      heldOn: ['2026-01-02', '2026-01-20'],
      pauses: [{ from: '2026-01-20', to: '2026-01-22' }],
    });
    expect(measurePairingAdherence(paused, '2026-02-12')).toMatchObject({
      fullPeriods: 2,
      metPeriods: 1,
      pausedPeriods: 1,
      adherence: 0.5,
    });
  });

  it('starts a new split when the cadence changes', () => {
    const changed = life({ cadences: [...fortnightly, { from: '2026-02-05', unit: 'month', every: 1 }] });
    expect(listFullPeriods(changed, '2026-04-10')).toEqual([
      { from: '2026-01-01', to: '2026-01-15' },
      { from: '2026-01-15', to: '2026-01-29' },
      { from: '2026-02-05', to: '2026-03-05' },
      { from: '2026-03-05', to: '2026-04-05' },
    ]);
  });

  it('is, for a cohort, the mean over its pairings with pending ones apart', () => {
    const cohort = [
      life({ pairingId: 'a', heldOn: ['2026-01-02', '2026-01-16'] }),
      life({ pairingId: 'b', heldOn: ['2026-01-02'] }),
      life({ pairingId: 'c', startedOn: '2026-01-25', heldOn: ['2026-01-26'] }),
      life({ pairingId: 'd', startedOn: '2026-02-25' }),
    ];
    expect(measureCadenceAdherence(cohort, byName('2026-01-30'))).toMatchObject({
      numerator: 1.5,
      denominator: 2,
      estimate: 0.75,
      pending: 1,
      method: 't-by-cluster',
    });
  });

  it('stands beside the volume, which many meetings in one period raise, to the agreed number at most', () => {
    const cohort = [
      life({ pairingId: 'a', heldOn: ['2026-01-02', '2026-01-03', '2026-01-04'] }),
      life({ pairingId: 'b', heldOn: ['2026-01-02'] }),
      life({ pairingId: 'c', startedOn: '2026-01-25', heldOn: ['2026-01-26'] }),
    ];
    expect(measureMeetingVolume(cohort, byName('2026-01-30'))).toMatchObject({
      key: 'meeting-volume',
      numerator: 1.5,
      denominator: 2,
      pending: 1,
    });
    expect(measureCadenceAdherence(cohort, byName('2026-01-30'))).toMatchObject({ numerator: 1 });
  });

  it('refuses a cadence of nothing', () => {
    expect(() =>
      listFullPeriods(life({ cadences: [{ from: '2026-01-01', unit: 'day', every: 0 }] }), '2026-02-01'),
    ).toThrow(RangeError);
  });

  it('takes a pairing for completed when half of its periods were met', () => {
    expect(hasMetHalf(measurePairingAdherence(life({ heldOn: ['2026-01-02'] }), '2026-01-29'))).toBe(true);
    expect(hasMetHalf(measurePairingAdherence(life(), '2026-01-10'))).toBe(false);
  });

  it('stays within 0..1 whatever the life of the pairing', () => {
    const day = fc.integer({ min: 0, max: 300 }).map((n) => addDays('2026-01-01', n));
    const cadence = fc.record({
      from: day,
      unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
      every: fc.integer({ min: 1, max: 4 }),
    });
    const pause = fc.record({ from: day, to: fc.option(day) });
    fc.assert(
      fc.property(
        fc.record({
          startedOn: day,
          endedOn: fc.option(day),
          cadences: fc.array(cadence, { maxLength: 3 }),
          pauses: fc.array(pause, { maxLength: 2 }),
          heldOn: fc.array(day, { maxLength: 20 }),
        }),
        day,
        (more, asOf) => {
          const result = measurePairingAdherence(life(more), asOf);
          expect(result.metPeriods).toBeLessThanOrEqual(result.fullPeriods);
          expect(result.isPending).toBe(result.adherence === null);
          if (result.adherence === null || result.volume === null) return;
          expect(result.adherence).toBeGreaterThanOrEqual(0);
          expect(result.adherence).toBeLessThanOrEqual(result.volume);
          expect(result.volume).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('active pairings', () => {
  it('asks older pairings for a recent meeting, leaves young ones pending and paused ones out', () => {
    const cohort = [
      life({ heldOn: ['2026-02-20'] }),
      life({ heldOn: ['2026-01-10'] }),
      life({ startedOn: '2026-02-15', heldOn: ['2026-02-16'] }),
      life({ pauses: [{ from: '2026-02-20', to: null }] }),
      life({ endedOn: '2026-02-01', heldOn: ['2026-01-20'] }),
    ];
    expect(measureActivePairings(cohort, byName('2026-03-01'))).toMatchObject({
      numerator: 1,
      denominator: 2,
      pending: 1,
      excluded: { paused: 1 },
    });
  });

  it('gives a slow cadence one and a half of its periods', () => {
    const quarterly = life({
      cadences: [{ from: '2026-01-01', unit: 'month', every: 3 }],
      heldOn: ['2026-01-05'],
    });
    expect(isActive(quarterly, '2026-05-01')).toBe(true);
    expect(isActive({ ...quarterly, cadences: monthly }, '2026-05-01')).toBe(false);
  });
});

describe('meetings held', () => {
  const meeting = (status: MeetingRow['status'], more: Partial<MeetingRow> = {}): MeetingRow => ({
    on: '2026-02-10',
    status,
    cancelledHoursBefore: null,
    confirmations: 0,
    denials: 0,
    ...more,
  });

  it('counts held against held, missed and late cancellations, and says what it left out', () => {
    const rates = measureMeetingsHeld(
      [
        meeting('held', { confirmations: 2 }),
        meeting('held', { confirmations: 1 }),
        meeting('held', { confirmations: 2, denials: 1 }),
        meeting('missed'),
        meeting('cancelled', { cancelledHoursBefore: 3 }),
        meeting('cancelled', { cancelledHoursBefore: 24 }),
        meeting('cancelled'),
        meeting('moved'),
        meeting('planned'),
        meeting('planned', { on: '2026-03-02' }),
      ],
      byName('2026-03-01'),
    );
    const rest = { denominator: 5, pending: 1, unknown: 2, excluded: { moved: 1, 'cancelled-in-time': 1 } };
    expect(rates.all).toMatchObject({ numerator: 3, ...rest });
    expect(rates.confirmed).toMatchObject({ numerator: 1, ...rest });
    expect(rates.evidence).toEqual({ both: 1, one: 2, calendar: 1, late: 0 });
  });

  it('reads its window half-open', () => {
    const rows = ['2026-01-31', '2026-02-01', '2026-02-28', '2026-03-01'].map((on) =>
      meeting('held', { on }),
    );
    const frame = { ...byName('2026-06-01'), from: '2026-02-01', to: '2026-03-01' };
    expect(measureMeetingsHeld(rows, frame).all.n).toBe(2);
  });
});

describe('the health of a pairing', () => {
  it.each([
    ['on-rhythm', '2026-02-17'],
    ['slipping', '2026-02-20'],
    ['stalled', '2026-03-02'],
  ])('is %s with the last meeting on 31 January, every two weeks, as of %s', (state, asOf) => {
    expect(healthOf(life({ heldOn: ['2026-01-31'] }), asOf).state).toBe(state);
  });

  it('is new until the first meeting, for two weeks', () => {
    expect(healthOf(life(), '2026-01-10').state).toBe('new');
    expect(
      healthOf(life({ cadences: [{ from: '2026-01-01', unit: 'week', every: 1 }] }), '2026-01-16').state,
    ).toBe('stalled');
  });

  it('is not stalled before two weeks, however short the cadence', () => {
    const weekly = life({
      cadences: [{ from: '2026-01-01', unit: 'day', every: 3 }],
      heldOn: ['2026-01-02'],
    });
    expect(healthOf(weekly, '2026-01-12').state).toBe('slipping');
  });

  it('does not hold a pause against the pair that came back', () => {
    const back = life({ heldOn: ['2026-01-10'], pauses: [{ from: '2026-01-12', to: '2026-03-01' }] });
    expect(healthOf(back, '2026-02-01').state).toBe('paused');
    expect(healthOf(back, '2026-03-05')).toMatchObject({ state: 'on-rhythm', overdueDays: 6 });
  });

  it('adds up to all pairings of a cohort', () => {
    const counts = countHealth([life(), life({ endedOn: '2026-01-05' })], '2026-01-06');
    expect(counts).toMatchObject({ new: 1, ended: 1, stalled: 0 });
  });
});

describe('early signals', () => {
  const quiet: SignalFacts = {
    nextMeetingOn: '2026-03-10',
    unconfirmedOn: null,
    lastMoved: [],
    cancellations: [],
    lastUsefulness: [4],
    usefulnessChange: [],
    fit: [4],
    unansweredSince: null,
    goals: 1,
    mentorLoad: 1,
    mentorCapacity: 2,
    jobChangedOn: null,
    leaves: [],
  };

  it('are silent about a pairing that does well', () => {
    expect(listEarlySignals(life({ heldOn: ['2026-02-20'] }), quiet, '2026-03-01')).toEqual([]);
  });

  it('come as reasons, the worst first', () => {
    const facts: SignalFacts = {
      nextMeetingOn: null,
      unconfirmedOn: null,
      lastMoved: [true, true],
      cancellations: [
        { on: '2026-02-20', by: 'ann' },
        { on: '2026-02-01', by: 'ann' },
      ],
      lastUsefulness: [5, 2],
      usefulnessChange: [-3],
      fit: [2, 5],
      unansweredSince: '2026-02-20',
      goals: 0,
      mentorLoad: 3,
      mentorCapacity: 2,
      jobChangedOn: '2026-02-20',
      leaves: [{ from: '2026-03-01', until: null }],
    };
    expect(listEarlySignals(life(), facts, '2026-03-01')).toEqual([
      { signal: 'no-first-meeting', days: 59 },
      { signal: 'none-scheduled', days: null },
      { signal: 'one-sided-cancellations', days: null },
      { signal: 'meetings-moved', days: null },
      { signal: 'doubtful-fit', days: null },
      { signal: 'low-usefulness', days: null },
      { signal: 'on-leave', days: null },
      { signal: 'message-unanswered', days: 9 },
      { signal: 'no-goal', days: 59 },
      { signal: 'mentor-over-capacity', days: null },
      { signal: 'job-changed', days: null },
    ]);
  });

  const signalsOf = (facts: Partial<SignalFacts>, heldOn = ['2026-02-01']) =>
    listEarlySignals(life({ heldOn }), { ...quiet, ...facts }, '2026-03-01').map(({ signal }) => signal);

  it('see two meetings moved in a row, not one of two nor the only one', () => {
    expect(signalsOf({ lastMoved: [true, true] })).toEqual(['meetings-moved']);
    expect(signalsOf({ lastMoved: [true, false] })).toEqual([]);
    expect(signalsOf({ lastMoved: [false, true] })).toEqual([]);
    expect(signalsOf({ lastMoved: [true] })).toEqual([]);
  });

  it('see that one side called off twice within 60 days, with nothing held since', () => {
    const twice = (before: string, by: string | null = 'ann', first = by) => ({
      cancellations: [
        { on: '2026-02-20', by },
        { on: before, by: first },
      ],
    });
    expect(signalsOf(twice('2026-02-10'))).toEqual(['one-sided-cancellations']);
    expect(signalsOf(twice('2026-02-10', 'ann', 'ben'))).toEqual([]);
    expect(signalsOf(twice('2026-02-10', null))).toEqual([]);
    expect(signalsOf({ cancellations: [{ on: '2026-02-20', by: 'ann' }] })).toEqual([]);
    // Sixty days before is within, sixty-one is not.
    expect(signalsOf(twice('2025-12-31'), ['2025-12-31'])).toEqual(['one-sided-cancellations']);
    expect(signalsOf(twice('2025-12-30'), ['2025-12-29'])).toEqual([]);
    // They met that very day, then after it.
    expect(signalsOf(twice('2026-02-10'), ['2026-02-10'])).toEqual(['one-sided-cancellations']);
    expect(signalsOf(twice('2026-02-10'), ['2026-02-11'])).toEqual([]);
    expect(signalsOf(twice('2026-02-10'), ['2026-02-21'])).toEqual([]);
  });

  it('tell a fall of usefulness by two and a low one by the same word', () => {
    expect(signalsOf({ lastUsefulness: [3, 5], usefulnessChange: [-2, 0] })).toEqual(['low-usefulness']);
    expect(signalsOf({ lastUsefulness: [2, 5], usefulnessChange: [] })).toEqual(['low-usefulness']);
    expect(signalsOf({ lastUsefulness: [1, 5], usefulnessChange: [-4, 2] })).toEqual(['low-usefulness']);
    expect(signalsOf({ lastUsefulness: [3, 4], usefulnessChange: [-1, 2] })).toEqual([]);
  });

  it('see a new job for thirty days, when it began after the pairing', () => {
    expect(signalsOf({ jobChangedOn: '2026-03-01' })).toEqual(['job-changed']);
    expect(signalsOf({ jobChangedOn: '2026-01-30' })).toEqual(['job-changed']);
    expect(signalsOf({ jobChangedOn: '2026-01-29' })).toEqual([]);
    expect(signalsOf({ jobChangedOn: '2026-03-02' })).toEqual([]);
    const young = life({ startedOn: '2026-02-20', heldOn: ['2026-02-25'] });
    const on = (jobChangedOn: string) => listEarlySignals(young, { ...quiet, jobChangedOn }, '2026-03-01');
    expect(on('2026-02-20')).toEqual([]);
    expect(on('2026-02-21')).toEqual([{ signal: 'job-changed', days: null }]);
  });

  it('see a leave of two weeks or more, from two weeks before it until it is over', () => {
    const leave = (from: string, until: string | null) => signalsOf({ leaves: [{ from, until }] });
    expect(leave('2026-03-15', null)).toEqual(['on-leave']);
    expect(leave('2026-03-16', null)).toEqual([]);
    expect(leave('2026-02-16', '2026-03-01')).toEqual(['on-leave']);
    expect(leave('2026-02-01', '2026-02-28')).toEqual([]);
    expect(leave('2026-02-20', '2026-03-05')).toEqual(['on-leave']);
    expect(leave('2026-02-20', '2026-03-04')).toEqual([]);
    expect(
      signalsOf({
        leaves: [
          { from: '2026-06-01', until: null },
          { from: '2026-02-01', until: null },
        ],
      }),
    ).toEqual(['on-leave']);
  });

  it('ask about a past meeting that nobody spoke of, before they say that two have not met', () => {
    const facts = { ...quiet, unconfirmedOn: '2026-02-20' };
    expect(listEarlySignals(life(), facts, '2026-03-01')).toEqual([
      { signal: 'meeting-unconfirmed', days: 9 },
    ]);
    expect(listEarlySignals(life(), facts, '2026-02-26')).toEqual([]);
  });

  it('leave a paused, an ended and a week-old pairing alone', () => {
    const facts = { ...quiet, nextMeetingOn: null, goals: 0 };
    expect(
      listEarlySignals(life({ pauses: [{ from: '2026-02-01', to: null }] }), facts, '2026-03-01'),
    ).toEqual([]);
    expect(listEarlySignals(life({ endedOn: '2026-02-01' }), facts, '2026-03-01')).toEqual([]);
    expect(listEarlySignals(life(), facts, '2026-01-06')).toEqual([]);
  });
});

describe('pairings worth a look', () => {
  const facts: SignalFacts = {
    nextMeetingOn: '2026-03-10',
    unconfirmedOn: null,
    lastMoved: [],
    cancellations: [],
    lastUsefulness: [],
    usefulnessChange: [],
    fit: [],
    unansweredSince: null,
    goals: 1,
    mentorLoad: 1,
    mentorCapacity: 1,
    jobChangedOn: null,
    leaves: [],
  };
  const rows = [
    { life: life({ pairingId: 'well', heldOn: ['2026-02-25'] }), facts },
    { life: life({ pairingId: 'goalless', heldOn: ['2026-02-25'] }), facts: { ...facts, goals: 0 } },
    { life: life({ pairingId: 'slipping', heldOn: ['2026-02-10'] }), facts },
    { life: life({ pairingId: 'stalled', heldOn: ['2026-01-20'] }), facts },
    { life: life({ pairingId: 'never-met' }), facts },
    { life: life({ pairingId: 'paused', pauses: [{ from: '2026-02-01', to: null }] }), facts },
    { life: life({ pairingId: 'ended', endedOn: '2026-02-01' }), facts },
  ];

  it('come worst first, each with its reasons', () => {
    const found = listPairingsAtRisk(rows, '2026-03-01');
    expect(found.map((pairing) => pairing.pairingId)).toEqual([
      'never-met',
      'stalled',
      'slipping',
      'goalless',
    ]);
    expect(found[0]?.reasons).toEqual([{ signal: 'no-first-meeting', days: 59 }]);
  });

  it('are counted among the open pairings that are not paused', () => {
    expect(measurePairingsAtRisk(rows, byName('2026-03-01'))).toMatchObject({
      numerator: 4,
      denominator: 5,
      excluded: { paused: 1 },
    });
  });
});
