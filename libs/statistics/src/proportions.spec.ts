import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IntervalEstimate, NotEstimable } from './estimates.ts';
import { koopman, newcombe, wilson } from './proportions.ts';

const limits = (result: IntervalEstimate | NotEstimable): number[] =>
  result.status === 'estimated' ? [result.lower, result.upper] : [];

const share = fc
  .integer({ min: 1, max: 400 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

describe('Wilson interval of a share', () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('gives the limits of Newcombe 1998, method 3, for %i of %i', (x, n, lower, upper) => {
    const [low, high] = limits(wilson(x, n));
    expect(low).toBeCloseTo(lower, 4);
    expect(high).toBeCloseTo(upper, 4);
  });

  it('touches 0 and 1 exactly when none or all succeeded', () => {
    expect(limits(wilson(0, 7))[0]).toBe(0);
    expect(limits(wilson(7, 7))[1]).toBe(1);
  });

  it('names the reason instead of dividing by zero', () => {
    expect(wilson(0, 0)).toEqual({ status: 'not-estimable', reason: 'no-observations' });
    expect(wilson(3, 2)).toEqual({ status: 'not-estimable', reason: 'counts-out-of-range' });
    expect(wilson(Number.NaN, 2)).toEqual({ status: 'not-estimable', reason: 'not-finite' });
  });

  it('always holds the estimate, stays within 0..1 and is the mirror of the failures', () => {
    fc.assert(
      fc.property(share, ([x, n]) => {
        const [low = Number.NaN, high = Number.NaN] = limits(wilson(x, n));
        const [mirrorLow = Number.NaN] = limits(wilson(n - x, n));
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(x / n);
        expect(high).toBeGreaterThanOrEqual(x / n);
        expect(high).toBeLessThanOrEqual(1);
        expect(high).toBeCloseTo(1 - mirrorLow, 10);
      }),
      { numRuns: 200 },
    );
  });
});

describe('Newcombe interval of a difference', () => {
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('gives the limits of Newcombe 1998, method 10, for %i/%i - %i/%i', (a, m, b, n, lower, upper) => {
    const [low, high] = limits(newcombe(a, m, b, n));
    expect(low).toBeCloseTo(lower, 4);
    expect(high).toBeCloseTo(upper, 4);
  });

  it('holds the difference and turns its sign when the groups change places', () => {
    fc.assert(
      fc.property(share, share, ([a, m], [b, n]) => {
        const [low = Number.NaN, high = Number.NaN] = limits(newcombe(a, m, b, n));
        const [, turnedHigh = Number.NaN] = limits(newcombe(b, n, a, m));
        const difference = a / m - b / n;
        expect(low).toBeGreaterThanOrEqual(-1);
        expect(low).toBeLessThanOrEqual(difference + 1e-12);
        expect(high).toBeGreaterThanOrEqual(difference - 1e-12);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeCloseTo(-turnedHigh, 10);
      }),
      { numRuns: 200 },
    );
  });

  it('needs somebody in both groups', () => {
    expect(newcombe(0, 0, 1, 2)).toMatchObject({ reason: 'no-observations' });
    expect(newcombe(1, 2, 0, 0)).toMatchObject({ reason: 'no-observations' });
  });
});

describe('Koopman interval of a ratio', () => {
  it('gives the limits of Koopman 1984 for 36/40 against 16/80', () => {
    const result = koopman(36, 40, 16, 80);
    expect(result).toMatchObject({ estimate: 4.5 });
    const [low, high] = limits(result);
    expect(low).toBeCloseTo(2.94, 2);
    expect(high).toBeCloseTo(7.15, 2);
  });

  it('has the lower limit 0 when nobody of the first group succeeded, and no ratio to a share of 0', () => {
    expect(limits(koopman(0, 10, 5, 10))[0]).toBe(0);
    expect(koopman(5, 10, 0, 10)).toEqual({ status: 'not-estimable', reason: 'reference-share-is-zero' });
    expect(koopman(1, 0, 5, 10)).toMatchObject({ reason: 'counts-out-of-range' });
  });

  it('holds the ratio, and is the reciprocal when the groups change places', () => {
    fc.assert(
      fc.property(share, share, ([a, m], [b, n]) => {
        fc.pre(a > 0 && b > 0);
        const ratio = a / m / (b / n);
        const [low = Number.NaN, high = Number.NaN] = limits(koopman(a, m, b, n));
        const [turnedLow = Number.NaN] = limits(koopman(b, n, a, m));
        expect(low).toBeGreaterThan(0);
        expect(low).toBeLessThanOrEqual(ratio * (1 + 1e-9));
        expect(high).toBeGreaterThanOrEqual(ratio * (1 - 1e-9));
        expect(1 / turnedLow / high).toBeCloseTo(1, 6);
      }),
      { numRuns: 150 },
    );
  });
});
