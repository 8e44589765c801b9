import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chiSquareUpperTail, normalCdf, normalQuantile, tCdf, tQuantile } from './distributions.ts';
import { meanInterval } from './means.ts';
import { npsInterval } from './nps.ts';

describe('quantiles and tails', () => {
  it.each([
    [0.975, 1, 12.706204736],
    [0.975, 2, 4.302652729],
    [0.975, 10, 2.228138852],
    [0.975, 30, 2.042272456],
    [0.975, 100, 1.983971519],
    [0.995, 7, 3.499483297],
  ])('gives the tabled t quantile at %f with %i degrees of freedom', (p, df, t) => {
    expect(tQuantile(p, df)).toBeCloseTo(t, 8);
    expect(tQuantile(1 - p, df)).toBeCloseTo(-t, 8);
    expect(tCdf(t, df)).toBeCloseTo(p, 9);
  });

  it('gives the tabled normal and chi-square values', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect(normalQuantile(1e-6)).toBeCloseTo(-4.753424308822899, 10);
    expect(normalCdf(-3)).toBeCloseTo(0.0013498980316301, 15);
    expect(chiSquareUpperTail(10, 4)).toBeCloseTo(0.0404276819945128, 12);
    expect(chiSquareUpperTail(3.841458820694124, 1)).toBeCloseTo(0.05, 12);
  });

  it('comes to the normal quantile as the degrees of freedom grow', () => {
    expect(tQuantile(0.975, 1e6)).toBeCloseTo(1.959966, 5);
  });
});

describe('t interval of a mean', () => {
  it('gives the interval of Student’s sleep data, extra hours with the second drug', () => {
    // Student 1908: mean 2.33, standard deviation 2.002, n = 10.
    const result = meanInterval([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]);
    expect(result).toMatchObject({ status: 'estimated', n: 10, method: 't' });
    if (result.status !== 'estimated') return;
    expect(result.estimate).toBeCloseTo(2.33, 10);
    expect(result.lower).toBeCloseTo(0.8976775, 6);
    expect(result.upper).toBeCloseTo(3.7623225, 6);
  });

  it('names the reason when there is nothing to estimate a spread from', () => {
    expect(meanInterval([])).toMatchObject({ reason: 'no-observations' });
    expect(meanInterval([4])).toMatchObject({ reason: 'too-few-observations' });
    expect(meanInterval([4, 4, 4])).toMatchObject({ reason: 'no-variation' });
    expect(meanInterval([4, Infinity])).toMatchObject({ reason: 'not-finite' });
  });
});

describe('net promoter score', () => {
  it.each([
    [40, 30, 30, -6.3, 25.7],
    [12, 6, 7, -13.1, 48.9],
  ])(
    'gives the adjusted Wald limits of %i promoters, %i passives and %i detractors',
    (p, s, d, lower, upper) => {
      const result = npsInterval(p, s, d);
      if (result.status !== 'estimated') throw new Error(result.reason);
      expect(result.lower).toBeCloseTo(lower, 1);
      expect(result.upper).toBeCloseTo(upper, 1);
    },
  );

  it('holds the score and stays within -100..100', () => {
    const count = fc.integer({ min: 0, max: 300 });
    fc.assert(
      fc.property(count, count, count, (promoters, passives, detractors) => {
        fc.pre(promoters + passives + detractors > 0);
        const result = npsInterval(promoters, passives, detractors);
        if (result.status !== 'estimated') throw new Error(result.reason);
        expect(result.lower).toBeGreaterThanOrEqual(-100);
        expect(result.lower).toBeLessThanOrEqual(result.estimate);
        expect(result.upper).toBeGreaterThanOrEqual(result.estimate);
        expect(result.upper).toBeLessThanOrEqual(100);
      }),
      {
        numRuns: 200,
        examples: [
          [0, 0, 1],
          [1, 0, 0],
        ],
      },
    );
  });

  it('refuses to score nobody', () => {
    expect(npsInterval(0, 0, 0)).toEqual({ status: 'not-estimable', reason: 'no-observations' });
    expect(npsInterval(-1, 2, 3)).toMatchObject({ reason: 'counts-out-of-range' });
  });
});
