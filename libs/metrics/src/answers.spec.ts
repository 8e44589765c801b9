import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  goalProgress,
  isStale,
  measureGoalCompletion,
  measureGoalProgress,
  measureGoalsWrittenAfter,
  measureStaleGoals,
  type GoalRow,
} from './goals.ts';
import { measureResponse } from './response-rate.ts';
import { measureSatisfaction, type RatingRow } from './satisfaction.ts';

const asOf = '2026-03-01';
const byName = { asOf, minimumGroup: 0 };

let people = 0;
const ask = (rating: number | null, more: Partial<RatingRow> = {}): RatingRow => ({
  personId: `p${people++}`,
  wave: 'middle',
  deliveredOn: '2026-02-01',
  hasBounced: false,
  leftOn: null,
  answeredOn: rating === null ? null : '2026-02-03',
  rating,
  ...more,
});
const asks = (count: number, rating: number | null) => Array.from({ length: count }, () => ask(rating));

describe('the response rate', () => {
  it('counts answers within 14 days, leaves out bounces and leavers, and waits for young asks', () => {
    const record = measureResponse(
      'check-in-response',
      [
        ask(4),
        ask(4, { answeredOn: '2026-02-16' }),
        ask(null),
        ask(null, { hasBounced: true }),
        ask(null, { leftOn: '2026-02-05' }),
        ask(4, { deliveredOn: '2026-02-25', answeredOn: '2026-02-26' }),
        ask(null, { deliveredOn: null }),
      ],
      byName,
    );
    expect(record).toMatchObject({
      numerator: 1,
      denominator: 3,
      pending: 1,
      excluded: { bounced: 1, 'left-before-due': 1 },
    });
  });
});

describe('satisfaction', () => {
  it('stands beside its response rate and the bounds of what the silent may think', () => {
    const result = measureSatisfaction([...asks(12, 5), ...asks(6, 4), ...asks(6, 2), ...asks(16, null)], {
      asOf,
      minimumGroup: 10,
    });
    expect(result.share).toMatchObject({ numerator: 18, denominator: 24, estimate: 0.75, unknown: 16 });
    expect(result.mean).toMatchObject({ estimate: 4, method: 't' });
    expect(result.response).toMatchObject({ numerator: 24, denominator: 40 });
    expect(result.bounds).toEqual({ lower: 18 / 40, upper: 34 / 40, asked: 40, silent: 16 });
  });

  it('takes the last answer of a person and wave', () => {
    const twice = [
      ask(1, { personId: 'ada', answeredOn: '2026-02-03' }),
      ask(5, { personId: 'ada', answeredOn: '2026-02-20' }),
      ask(3, { personId: 'ada', answeredOn: '2026-03-20' }),
    ];
    expect(measureSatisfaction(twice, byName).share).toMatchObject({ numerator: 1, denominator: 1 });
  });

  it('hides share, mean and bounds together when everybody of a small group agrees', () => {
    const result = measureSatisfaction([...asks(12, 5), ...asks(3, null)], { asOf });
    expect(result.share.suppressed).toEqual({ reason: 'protects-others' });
    expect(result.mean).toMatchObject({ estimate: null, n: null });
    expect(result.bounds).toBeNull();
    expect(result.response.estimate).toBe(0.8);
  });

  it('has a mean without an interval when a larger group agrees', () => {
    const { mean } = measureSatisfaction(asks(25, 4), { asOf });
    expect(mean).toMatchObject({ estimate: 4, lo: null, hi: null, suppressed: null });
  });

  it('says nothing of nobody', () => {
    const result = measureSatisfaction([], { asOf });
    expect(result).toMatchObject({ share: { estimate: null, n: 0 }, mean: { estimate: null }, bounds: null });
  });

  it('keeps what the silent could add around the share of all asked', () => {
    const count = fc.integer({ min: 0, max: 30 });
    fc.assert(
      fc.property(count, count, count, (content, discontent, silent) => {
        fc.pre(content + discontent + silent > 0);
        const result = measureSatisfaction(
          [...asks(content, 5), ...asks(discontent, 1), ...asks(silent, null)],
          byName,
        );
        const { lower, upper } = result.bounds ?? { lower: Number.NaN, upper: Number.NaN };
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(result.share.estimate ?? lower);
        expect(upper).toBeGreaterThanOrEqual(result.share.estimate ?? upper);
      }),
      { numRuns: 50 },
    );
  });
});

describe('goals', () => {
  const goal = (more: Partial<GoalRow> = {}): GoalRow => ({
    goalId: 'g',
    setOn: '2026-01-10',
    dueOn: '2026-02-20',
    claimedOn: null,
    confirmedOn: null,
    abandonedOn: null,
    updatedOn: '2026-01-10',
    milestones: [
      { weight: 1, doneOn: '2026-01-20' },
      { weight: 3, doneOn: null },
    ],
    ...more,
  });
  const reached = (day: string) => goal({ claimedOn: day, confirmedOn: day });

  it('progress by the weight of what is done, and not at all without a milestone to tell by', () => {
    expect(goalProgress(goal(), asOf)).toBe(0.25);
    expect(goalProgress(reached('2026-02-01'), asOf)).toBe(1);
    expect(goalProgress(goal({ milestones: [] }), asOf)).toBeNull();
  });

  it('keep the abandoned in, the unknown apart and those written afterwards out', () => {
    const record = measureGoalProgress(
      [
        goal(),
        goal({ abandonedOn: '2026-02-01' }),
        reached('2026-02-01'),
        goal({ milestones: [] }),
        reached('2026-01-01'),
        goal({ setOn: '2026-03-05' }),
      ],
      byName,
    );
    expect(record).toMatchObject({
      numerator: 1.5,
      denominator: 3,
      unknown: 1,
      excluded: { 'written-after-completion': 1 },
    });
  });

  it('are completed in time or not once their due day has passed', () => {
    const record = measureGoalCompletion(
      [
        reached('2026-02-20'),
        reached('2026-02-21'),
        goal({ abandonedOn: '2026-02-01' }),
        goal({ dueOn: asOf }),
        goal({ dueOn: null }),
      ],
      byName,
    );
    expect(record).toMatchObject({ numerator: 1, denominator: 3, pending: 1, excluded: { 'no-due-day': 1 } });
  });

  it('are completed on the day one side says so, once the other has confirmed it', () => {
    const claimed = goal({ claimedOn: '2026-02-18' });
    const confirmedLate = { ...claimed, confirmedOn: '2026-02-25' };
    expect(measureGoalCompletion([claimed], byName)).toMatchObject({ numerator: 0, denominator: 1 });
    expect(measureGoalCompletion([confirmedLate], byName)).toMatchObject({ numerator: 1, denominator: 1 });
    expect(measureGoalCompletion([confirmedLate], { ...byName, asOf: '2026-02-24' })).toMatchObject({
      numerator: 0,
      denominator: 1,
    });
    expect([goalProgress(claimed, asOf), goalProgress(confirmedLate, asOf)]).toEqual([0.25, 1]);
  });

  it('that fall due after the last day of a closed cohort never fall due', () => {
    const rows = [reached('2026-02-20'), goal({ dueOn: asOf }), goal({ dueOn: '2027-01-01' })];
    expect(measureGoalCompletion(rows, byName)).toMatchObject({ denominator: 1, pending: 2 });
    expect(measureGoalCompletion(rows, byName, asOf)).toMatchObject({
      numerator: 1,
      denominator: 1,
      pending: 0,
      excluded: { 'due-after-close': 2 },
    });
    // Read of an earlier day, what fell due before the close was still to come.
    const earlier = { ...byName, asOf: '2026-02-10' };
    expect(measureGoalCompletion(rows, earlier, asOf)).toMatchObject({ denominator: 0, pending: 1 });
  });

  it('count as left untouched while open, and as written afterwards whatever became of them', () => {
    const rows = [
      goal(),
      goal({ updatedOn: '2026-02-01' }),
      goal({ abandonedOn: '2026-01-20' }),
      reached('2026-01-15'),
      reached('2026-01-09'),
      goal({ claimedOn: '2026-01-10' }),
      goal({ setOn: '2026-03-05', claimedOn: '2026-03-01' }),
    ];
    expect(measureStaleGoals(rows, byName)).toMatchObject({ numerator: 2, denominator: 3 });
    expect(measureGoalsWrittenAfter(rows, byName)).toMatchObject({ numerator: 1, denominator: 6 });
    expect(measureStaleGoals([], byName)).toMatchObject({ denominator: 0, estimate: null });
  });

  it('go stale after 30 days without a change, while open', () => {
    expect(isStale(goal(), asOf)).toBe(true);
    expect(isStale(goal({ updatedOn: '2026-02-01' }), asOf)).toBe(false);
    expect(isStale(reached('2026-01-15'), asOf)).toBe(false);
  });
});
