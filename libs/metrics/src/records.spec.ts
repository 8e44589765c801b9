import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findMetric, getMetric, listMetrics } from './catalogue.ts';
import { addDays, addMonths, dayFromNumber, dayNumber } from './days.ts';
import { metricGrains } from './metric-grains.ts';
import { meanShareRecord, publish, rateRecord } from './records.ts';
import { publicReason, suppress } from './suppression.ts';

const frame = { asOf: '2026-03-01' };

describe('the catalogue', () => {
  it('defines each metric once, in plain sentences, with a version and a label', () => {
    const metrics = listMetrics();
    expect(metrics.map(({ key }) => key).toSorted()).toEqual(Object.keys(metricGrains).toSorted());
    for (const metric of metrics) {
      expect(metric.version).toBeGreaterThanOrEqual(1);
      expect(metric.minimumGroup).toBeGreaterThanOrEqual(5);
      for (const sentence of [
        metric.population,
        metric.numerator,
        metric.denominator,
        metric.window,
        metric.method,
      ]) {
        expect(sentence).toMatch(/^[A-Z0-9].*\.$/);
      }
    }
  });

  it('finds a metric by its key and says when there is none', () => {
    expect(getMetric('match-rate').unit).toBe('share');
    expect(findMetric('engagement')).toBeUndefined();
  });
});

describe('days', () => {
  it('refuses what is no day of the calendar', () => {
    for (const text of ['2026-02-30', '2026-2-3', '2026-03-01T10:00:00Z', '']) {
      expect(() => dayNumber(text)).toThrow(RangeError);
    }
  });

  it('counts months by the calendar and comes back to the 31st', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2026-01-31', 2)).toBe('2026-03-31');
    expect(addMonths('2025-12-15', 14)).toBe('2027-02-15');
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  });

  it('turns a day into a number and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -80_000, max: 80_000 }), (n) => {
        expect(dayNumber(dayFromNumber(n))).toBe(n);
        expect(dayFromNumber(n)).toBe(new Date(n * 86_400_000).toISOString().slice(0, 10));
      }),
    );
  });
});

describe('a record', () => {
  it('carries counts, interval, method, version and frame', () => {
    expect(rateRecord('match-rate', { numerator: 15, denominator: 20, pending: 3 }, frame)).toEqual({
      key: 'match-rate',
      version: 1,
      numerator: 15,
      denominator: 20,
      estimate: 0.75,
      lo: expect.closeTo(0.5313, 4),
      hi: expect.closeTo(0.8881, 4),
      method: 'wilson',
      n: 20,
      excluded: {},
      pending: 3,
      unknown: 0,
      sourceMix: null,
      suppressed: null,
      asOf: '2026-03-01',
      from: null,
      to: null,
    });
  });

  it('refuses a number that is none, with its place: as JSON it would be null, which says that nothing was measured', () => {
    const of = (lo: number, declined = 2) => ({
      numerator: 15,
      denominator: 20,
      n: 20,
      estimate: 0.75,
      lo,
      hi: 0.9,
      method: 'wilson',
      excluded: { declined },
      pending: 0,
      unknown: 0,
    });
    expect(publish('match-rate', of(0.6), frame).lo).toBe(0.6);
    expect(() => publish('match-rate', of(Number.NaN), frame)).toThrow(
      new RangeError('match-rate: lo is NaN, which is no number to tell'),
    );
    expect(() => publish('match-rate', of(0.6, Infinity), frame)).toThrow(
      /^match-rate: declined is Infinity/,
    );
  });

  it('shows that there is nothing to measure rather than a zero', () => {
    const record = rateRecord('match-rate', { numerator: 0, denominator: 0, pending: 4 }, frame);
    expect(record).toMatchObject({ estimate: null, lo: null, n: 0, pending: 4, suppressed: null });
  });

  it('hides every number of a group below the minimum of its audience', () => {
    const counts = { numerator: 3, denominator: 7, pending: 1, excluded: { paused: 2 } };
    expect(rateRecord('active-pairings', counts, frame).suppressed).toBeNull();
    const hidden = rateRecord('active-pairings', counts, { ...frame, minimumGroup: 10 });
    expect(hidden).toMatchObject({ suppressed: { reason: 'small-group' }, excluded: {} });
    for (const field of [
      'numerator',
      'denominator',
      'estimate',
      'lo',
      'hi',
      'n',
      'pending',
      'unknown',
    ] as const) {
      expect(hidden[field]).toBeNull();
    }
  });

  it('gives a mean of equal shares the interval of its clusters instead of none', () => {
    const record = meanShareRecord('cadence-adherence', [1, 1, 1, 1, 1, 1], {}, frame);
    expect(record).toMatchObject({ estimate: 1, hi: 1, method: 'wilson-by-cluster' });
    expect(record.lo).toBeLessThan(0.7);
  });
});

describe('suppression', () => {
  const keysHidden = (cells: { key: string; n: number; numerator?: number }[], k = 5) =>
    suppress(cells, { k })
      .cells.filter((cell) => cell.suppressed)
      .map((cell) => [cell.key, cell.suppressed?.reason]);

  it('hides a small group and the next smallest beside it, so that subtraction finds neither', () => {
    expect(
      keysHidden([
        { key: 'a', n: 3 },
        { key: 'b', n: 40 },
        { key: 'c', n: 12 },
      ]),
    ).toEqual([
      ['a', 'small-group'],
      ['c', 'secondary'],
    ]);
  });

  it('hides a group whose complement is small', () => {
    expect(
      keysHidden([
        { key: 'filtered', n: 97 },
        { key: 'rest', n: 3 },
      ]),
    ).toEqual([
      ['filtered', 'complement'],
      ['rest', 'small-group'],
    ]);
  });

  it('hides answers that are all or none in a cell under 20, but not in a larger one', () => {
    const cells = [
      { key: 'all', n: 12, numerator: 12 },
      { key: 'none', n: 30, numerator: 0 },
      { key: 'mixed', n: 15, numerator: 7 },
    ];
    expect(keysHidden(cells)).toEqual([
      ['all', 'homogeneity'],
      ['mixed', 'secondary'],
    ]);
    expect(suppress(cells, { k: 5, homogeneity: null }).cells.every((cell) => cell.suppressed === null)).toBe(
      true,
    );
  });

  it('goes on until the hidden cells hold k people together', () => {
    expect(
      keysHidden([
        { key: 'a', n: 1 },
        { key: 'b', n: 1 },
        { key: 'c', n: 8 },
        { key: 'd', n: 9 },
      ]),
    ).toEqual([
      ['a', 'small-group'],
      ['b', 'small-group'],
      ['c', 'secondary'],
    ]);
  });

  it('hides the total of a margin that is too small itself', () => {
    expect(
      suppress(
        [
          { key: 'a', n: 1 },
          { key: 'b', n: 2 },
        ],
        { k: 5 },
      ).total.suppressed,
    ).toEqual({
      reason: 'small-group',
    });
  });

  it('tells a reader no more than that a group is small or protects others', () => {
    expect(publicReason('small-group')).toBe('small-group');
    for (const reason of ['complement', 'homogeneity', 'secondary'] as const) {
      expect(publicReason(reason)).toBe('protects-others');
    }
  });

  it('never leaves a single hidden cell in a margin, never shows fewer than k, and hides k people or everything', () => {
    const margin = fc.array(
      fc
        .integer({ min: 0, max: 40 })
        .chain((n) => fc.record({ n: fc.constant(n), numerator: fc.integer({ min: 0, max: n }) })),
      { minLength: 2, maxLength: 8 },
    );
    fc.assert(
      fc.property(margin, fc.constantFrom(5, 10), (cells, k) => {
        const { cells: decisions } = suppress(
          cells.map((cell, i) => ({ key: `${i}`, ...cell })),
          { k },
        );
        const hidden = decisions.filter((cell) => cell.suppressed !== null);
        expect(hidden.length).not.toBe(1);
        expect(decisions.every((cell) => cell.suppressed !== null || cell.n >= k)).toBe(true);
        const people = hidden.reduce((sum, cell) => sum + cell.n, 0);
        expect(hidden.length === 0 || hidden.length === decisions.length || people >= k).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
