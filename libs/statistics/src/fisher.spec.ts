import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fisherExact } from './fisher.ts';

describe('Fisher’s exact test', () => {
  it('gives the p values of the lady tasting tea', () => {
    const result = fisherExact(3, 4, 1, 4);
    if (result.status !== 'estimated') throw new Error(result.reason);
    expect(result.twoSided).toBeCloseTo(34 / 70, 10);
    expect(result.greater).toBeCloseTo(17 / 70, 10);
  });

  it('gives the p values of R for an uneven and for a large table', () => {
    expect(fisherExact(8, 10, 1, 6)).toMatchObject({ twoSided: expect.closeTo(0.034965034965, 10) });
    expect(fisherExact(120, 1000, 80, 1000)).toMatchObject({ twoSided: expect.closeTo(0.00356480276, 10) });
  });

  it('says why when only one table is possible', () => {
    expect(fisherExact(0, 5, 0, 5)).toMatchObject({ reason: 'no-variation' });
    expect(fisherExact(0, 0, 1, 5)).toMatchObject({ reason: 'no-observations' });
    expect(fisherExact(1.5, 4, 1, 4)).toMatchObject({ reason: 'counts-out-of-range' });
  });

  it('does not care which group comes first', () => {
    const share = fc
      .integer({ min: 1, max: 60 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(share, share, ([a, m], [b, n]) => {
        const one = fisherExact(a, m, b, n);
        const other = fisherExact(b, n, a, m);
        if (one.status !== 'estimated' || other.status !== 'estimated') return;
        expect(one.twoSided).toBeCloseTo(other.twoSided, 9);
        expect(one.greater).toBeCloseTo(other.less, 9);
        expect(one.twoSided).toBeGreaterThan(0);
        expect(one.twoSided).toBeLessThanOrEqual(1);
      }),
      { numRuns: 150 },
    );
  });
});
