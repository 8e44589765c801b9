import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { partsOf, smallestCut, type Link } from './smallest-cut.ts';

describe('the smallest cut', () => {
  it('is that of the example of Stoer and Wagner', () => {
    const links = [
      [1, 2, 2],
      [1, 5, 3],
      [2, 3, 3],
      [2, 5, 2],
      [2, 6, 2],
      [3, 4, 4],
      [3, 7, 2],
      [4, 7, 2],
      [4, 8, 2],
      [5, 6, 3],
      [6, 7, 1],
      [7, 8, 3],
    ].map(([from, to, weight]): Link => ({ from: `${from}`, to: `${to}`, weight: weight ?? 0 }));
    expect(smallestCut(links)).toBe(4);
    expect(smallestCut([])).toBe(Infinity);
  });

  it('is the least of all ways to divide each part of a graph', () => {
    const place = fc.integer({ min: 0, max: 6 }).map(String);
    const links = fc.array(fc.record({ from: place, to: place, weight: fc.nat(9) }), {
      minLength: 1,
      maxLength: 14,
    });
    fc.assert(
      fc.property(links, (given) => {
        for (const part of partsOf(given)) {
          const places = [...new Set(part.flatMap(({ from, to }) => [from, to]))];
          const cuts = Array.from({ length: 2 ** (places.length - 1) - 1 }, (_, at) => {
            const isIn = (one: string) => (((at + 1) >> places.indexOf(one)) & 1) === 1;
            return part.reduce(
              (sum, { from, to, weight }) => sum + (isIn(from) === isIn(to) ? 0 : weight),
              0,
            );
          });
          expect(smallestCut(part)).toBe(Math.min(...cuts));
        }
      }),
    );
  });
});
