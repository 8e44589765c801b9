import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { readingsOf } from './chart-table.ts';
import { shareAxis } from './share-axis.ts';
import { stackedShares } from './stacked-shares.ts';
import { targetColumns, targetColumnsTable } from './target-columns.ts';

const counts = fc.option(fc.nat(500), { nil: null });
const items = fc
  .array(fc.record({ value: counts, target: counts }), { maxLength: 130 })
  .map((all) => all.map((one, at) => ({ id: `${at}`, label: `Week ${at}`, ...one })));

describe('columns against their targets', () => {
  it('stay within the picture, and keep what they are in proportion', () => {
    fc.assert(
      fc.property(items, (all) => {
        const { columns } = targetColumns(all);
        for (const { value, target, tall, line } of columns) {
          for (const share of [tall, line]) expect(share ?? 0).toBeLessThan(1);
          expect(tall === null).toBe(value === null);
          if (tall !== null && line !== null)
            expect(tall / line).toBeCloseTo((value ?? 0) / (target ?? 1), 9);
        }
      }),
    );
  });

  it('never tell apart more than 44, and never count a withheld one as nothing', () => {
    fc.assert(
      fc.property(items, (all) => {
        const { columns, hasHidden } = targetColumns(all);
        const isMerged = all.length > 44;
        expect(columns).toHaveLength(isMerged ? Math.ceil(all.length / 4) : all.length);
        expect(hasHidden).toBe(all.some(({ value }) => value === null));
        for (const [at, { value }] of columns.entries()) {
          const behind = isMerged ? all.slice(at * 4, at * 4 + 4) : all.slice(at, at + 1);
          const isHidden = behind.some((one) => one.value === null);
          expect(value).toBe(isHidden ? null : behind.reduce((sum, one) => sum + (one.value ?? 0), 0));
        }
      }),
    );
  });

  it('have at most seven marks under them, half as many where it is narrow', () => {
    fc.assert(
      fc.property(items, (all) => {
        const marks = targetColumns(all).columns.flatMap(({ mark }) => mark ?? []);
        expect(marks.length).toBeLessThanOrEqual(7);
        expect(marks.filter(({ from }) => from === 0)).toHaveLength(Math.ceil(marks.length / 2));
      }),
    );
  });

  it('are said as their table says them', () => {
    const drawn = targetColumns([
      { id: 'a', label: '3 Aug', value: null, target: 14 },
      { id: 'b', label: '10 Aug', value: 12, target: null },
    ]);
    const words = { category: 'Week', value: 'Held', target: 'Agreed', hidden: 'Withheld' };
    expect(readingsOf(targetColumnsTable(drawn, words, String))).toEqual([
      'Week: 3 Aug. Held: Withheld. Agreed: 14',
      'Week: 10 Aug. Held: 12. Agreed: Withheld',
    ]);
  });
});

it('the parts of a bar fill it, or there is nothing', () => {
  expect(stackedShares([24, 0, 0, 8])).toEqual([0.75, 0, 0, 0.25]);
  expect(stackedShares([0, 0])).toEqual([0, 0]);
  expect(readingsOf({ headers: ['', 'Open', 'Reached'], rows: [['Goals', '3', '4']] }, 'cells')).toEqual([
    'Goals, Open: 3',
    'Goals, Reached: 4',
  ]);
});

it('an axis of shares ends where nothing is cut off', () => {
  expect([[], [0.1], [0.11], [0.3, 0.5], [0.51]].map((shares) => shareAxis(shares).end)).toEqual([
    0.1, 0.1, 0.25, 0.5, 1,
  ]);
  expect(shareAxis([0.2]).placeOf(0.2)).toBeCloseTo(0.8, 12);
  expect(shareAxis([0.2]).placeOf(7)).toBe(1);
});
