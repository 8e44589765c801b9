import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { compareSideBySide } from './side-by-side.ts';
import type { ComparedGroup, ComparedUnit } from './side-by-side.ts';

const units = (yes: number, no: number, stratum = ''): ComparedUnit[] => [
  ...Array.from({ length: yes }, () => ({ value: 1, stratum })),
  ...Array.from({ length: no }, () => ({ value: 0, stratum })),
];
const group = (key: string, ...parts: ComparedUnit[][]): ComparedGroup => ({ key, units: parts.flat() });
const one = (groups: readonly ComparedGroup[]) => {
  const [found] = compareSideBySide([groups]);
  if (!found) throw new Error('nothing compared');
  return found;
};

describe('cohorts side by side', () => {
  it('tells the one that lies outside the funnel of its size, and pools the rest towards all', () => {
    const { mean, groups } = one([
      group('low', units(40, 60)),
      ...['a', 'b', 'c', 'd'].map((key) => group(key, units(80, 20))),
    ]);
    expect(mean).toBeCloseTo(0.8, 10);
    const [low, a] = groups;
    expect(low).toMatchObject({ n: 100, value: 0.4, standardised: null, verdict: 'lower' });
    expect(a).toMatchObject({ verdict: 'within' });
    // 0.8 ± 3.09023 · √(0.16/100 · (1 + 100/400)): held against the four that are alike.
    expect(low?.limits?.lo).toBeCloseTo(0.661801, 5);
    expect(low?.difference?.estimate).toBeCloseTo(-0.4, 10);
    expect(low?.pooled?.estimate).toBeGreaterThan(0.4);
    expect(low?.pooled?.estimate).toBeLessThan(0.72);
    expect(low?.q).toBeLessThan(0.001);
  });

  it('calls nothing a difference below twenty, and says of under five nothing at all', () => {
    const { groups } = one([
      group('few', units(1, 18)),
      group('tiny', units(0, 4)),
      group('none'),
      group('a', units(45, 5)),
      group('b', units(44, 6)),
    ]);
    expect(groups.map(({ verdict }) => verdict)).toEqual(['few', 'too-few', 'nothing', 'within', 'within']);
    expect(groups[0]?.p).toBeNull();
    expect(groups[1]).toMatchObject({ limits: null, difference: null, pooled: null });
  });

  it('does not take another mix of departments for a difference', () => {
    // Sales does well and Legal does not, in both; one cohort is mostly Sales, the other mostly Legal.
    const of = (key: string, sales: number, legal: number) =>
      group(key, units(sales * 0.9, sales * 0.1, 'sales'), units(legal * 0.3, legal * 0.7, 'legal'));
    const [first, second] = one([of('first', 200, 20), of('second', 20, 200)]).groups;
    expect(first?.value).toBeCloseTo(0.845, 3);
    expect(second?.value).toBeCloseTo(0.355, 3);
    expect([first?.verdict, second?.verdict]).toEqual(['within', 'within']);
    expect(Math.abs((first?.standardised ?? 0) - (second?.standardised ?? 1))).toBeLessThan(0.06);
  });

  it('holds nothing against values that are alike but for rounding, or too small to be squared', () => {
    const mixed = (value: number, other: number) =>
      Array.from({ length: 30 }, (_, at) => ({ value: at % 2 === 0 ? value : other, stratum: 'sales' }));
    for (const [value, other] of [
      [0.1, 0.1],
      [1e-161, 0],
      [5e-162, 0],
      [5e-324, 0],
    ] as const) {
      const groups = [
        group('a', mixed(value, value)),
        group('b', mixed(value, other)),
        group('c', mixed(value, other)),
      ];
      for (const { p, limits } of one(groups).groups)
        expect({ p, limits }).toEqual({ p: null, limits: null });
    }
  });

  it('weighs counts by what they are counted over: a thousand meetings of thirty pairings are thirty', () => {
    const counts = (key: string, sum: number) => ({ key, sum, count: 1000, clusters: 30 });
    const [first] = one([counts('a', 800), counts('b', 720), counts('c', 760)]).groups;
    expect(first).toMatchObject({ n: 30, value: 0.8, verdict: 'within' });
  });

  it('finds a difference in fewer than one of twenty tables of cohorts that differ by chance alone', () => {
    // mulberry32: the same tables every time, so that the share below is a fact.
    let state = 20_260_302;
    const random = () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    const tables = 100;
    let found = 0;
    for (let table = 0; table < tables; table += 1) {
      const cohorts = Array.from({ length: 3 + Math.floor(random() * 9) }, (_, at) =>
        group(
          String(at),
          Array.from({ length: 20 + Math.floor(random() * 60) }, () => ({
            value: random() < 0.7 ? 1 : 0,
            stratum: random() < 0.5 ? 'x' : 'y',
          })),
        ),
      );
      if (one(cohorts).groups.some(({ verdict }) => verdict === 'higher' || verdict === 'lower')) found += 1;
    }
    expect(found / tables).toBeLessThan(0.05);
  });

  it('never gives what is no number, whatever it is given', () => {
    const unit = fc.record({
      value: fc.double({ min: 0, max: 1, noNaN: true }),
      stratum: fc.constantFrom('x', 'y', 'z'),
    });
    fc.assert(
      fc.property(fc.array(fc.array(unit, { maxLength: 30 }), { maxLength: 6 }), (cohorts) => {
        for (const found of one(cohorts.map((of, at) => group(String(at), of))).groups)
          for (const number of [
            found.value,
            found.standardised,
            found.p,
            found.q,
            ...Object.values(found.limits ?? {}),
            ...Object.values(found.pooled ?? {}),
            ...Object.values(found.difference ?? {}),
          ])
            expect(number === null || Number.isFinite(number)).toBe(true);
      }),
    );
  });
});
