import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { measureAccess, type AccessFrame, type AccessRow, type StageAccess } from './access.ts';
import { isClearlyBehind } from './standing.ts';

const byName: AccessFrame = { asOf: '2026-06-01', minimumGroup: 0, isSensitive: false, isOver: true };
const declared: AccessFrame = { ...byName, minimumGroup: 10, isSensitive: true };

let people = 0;
/** So many people of a group, of whom so many went into the pool, were matched, met and completed. */
function groupOf(group: string, counts: readonly number[], stratum = 'all'): AccessRow[] {
  const [n = 0, pool = 0, matched = 0, active = 0, completed = 0] = counts;
  return Array.from({ length: n }, (_, i) => ({
    personId: `person ${(people += 1)}`,
    group,
    stratum,
    poolOn: i < pool ? '2026-01-10' : null,
    matchedOn: i < matched ? '2026-02-01' : null,
    activeOn: i < active ? '2026-02-10' : null,
    completedOn: i < completed ? '2026-05-20' : null,
  }));
}
const stageOf = (stages: readonly StageAccess[], stage: StageAccess['stage']) => {
  const found = stages.find((one) => one.stage === stage);
  if (!found) throw new Error(stage);
  return found;
};
const groupIn = (stage: StageAccess, group: string) => stage.groups.find((one) => one.group === group);

describe('equity of access', () => {
  const inPool = (rows: readonly AccessRow[]) => stageOf(measureAccess(rows, byName), 'participation');

  it('counts each step among those who took the one before', () => {
    const stages = measureAccess(
      [...groupOf('A', [100, 60, 45, 40, 30]), ...groupOf('B', [50, 20, 18, 9, 6])],
      byName,
    );
    expect(stages.map(({ n, reached }) => [n, reached])).toEqual([
      [150, 80],
      [80, 63],
      [63, 49],
      [49, 36],
    ]);
    const rates = stages.map((stage) => stage.groups.map(({ rate }) => Math.round((rate ?? 0) * 100)));
    expect(rates).toEqual([
      [60, 40],
      [75, 90],
      [89, 50],
      [75, 67],
    ]);
    // What came of everybody is the product of the steps.
    const product = stages.reduce((all, stage) => all * (groupIn(stage, 'A')?.rate ?? 0), 1);
    expect(product).toBeCloseTo(30 / 100, 12);
  });

  it('flags by the ratio and its interval, since four fifths alone misleads both ways', () => {
    // 0.8125: passes four fifths, and is clearly below 1.
    const passes = inPool([...groupOf('A', [600, 480]), ...groupOf('B', [600, 390])]);
    expect(passes.reference).toBe('A');
    expect(groupIn(passes, 'A')).toMatchObject({ noRatio: 'reference', toReference: null, flag: null });
    expect(groupIn(passes, 'B')?.toReference?.ratio).toBeCloseTo(0.8125, 10);
    expect(groupIn(passes, 'B')?.flag).toBe('small-gap');
    // 0.56 of a dozen may be chance.
    const chance = inPool([...groupOf('A', [60, 27]), ...groupOf('B', [12, 3])]);
    expect(groupIn(chance, 'B')).toMatchObject({ flag: 'watch' });
    expect(groupIn(chance, 'B')?.toReference?.hi).toBeGreaterThan(1);
    const gap = inPool([...groupOf('A', [300, 150]), ...groupOf('B', [300, 90])]);
    expect(groupIn(gap, 'B')).toMatchObject({ flag: 'gap' });
    expect(groupIn(gap, 'B')?.toReference?.p).toBeLessThan(0.001);
  });

  it('gives no ratio to groups too small to judge, and none against a group of fewer than 30', () => {
    const stage = stageOf(
      measureAccess([...groupOf('A', [400, 200]), ...groupOf('B', [6, 1]), ...groupOf('C', [4, 1])], byName),
      'participation',
    );
    expect(groupIn(stage, 'B')).toMatchObject({
      noRatio: 'small-share',
      toReference: null,
      toOthers: null,
      flag: null,
    });
    expect(groupIn(stage, 'C')).toMatchObject({ noRatio: 'too-few', rate: null });
    const small = stageOf(
      measureAccess([...groupOf('A', [20, 18]), ...groupOf('B', [20, 2])], byName),
      'participation',
    );
    expect(small.reference).toBeNull();
    expect(groupIn(small, 'B')).toMatchObject({ toReference: null, flag: 'gap' });
    expect(groupIn(small, 'B')?.toOthers?.ratio).toBeCloseTo(1 / 9, 10);
  });

  it('calls nobody behind among few people, or when one gap in so many comparisons may be chance', () => {
    const reference = groupOf('A', [300, 150]);
    const behind = (rows: readonly AccessRow[], group: string) => {
      const found = groupIn(inPool([...reference, ...rows]), group);
      return [found?.flag, found && isClearlyBehind(found)];
    };
    expect(behind(groupOf('B', [100, 20]), 'B')).toEqual(['gap', true]);
    expect(behind(groupOf('B', [19, 1]), 'B')).toEqual(['gap', false]);
    // On its own p = 0.03; beside nine groups like the first that is what chance brings.
    const one = groupOf('B', [30, 9]);
    const others = [...'CDEFGHIJK'].flatMap((group) => groupOf(group, [30, 15]));
    expect(behind([...one, ...others], 'B')).toEqual(['gap', false]);
  });

  it('holds groups against the larger of two with the same share, whatever they are called', () => {
    const stage = inPool([...groupOf('B', [80, 40]), ...groupOf('A', [40, 20]), ...groupOf('C', [90, 20])]);
    expect(stage.reference).toBe('B');
    const alike = inPool([...groupOf('B', [40, 20]), ...groupOf('A', [40, 20])]);
    expect(alike.reference).toBe('A');
  });

  it('compares within departments: a gap that only the mix makes is none (Simpson)', () => {
    const rows = [
      ...groupOf('A', [80, 64], 'Engineering'),
      ...groupOf('A', [20, 4], 'Sales'),
      ...groupOf('B', [20, 16], 'Engineering'),
      ...groupOf('B', [80, 16], 'Sales'),
    ];
    const b = groupIn(stageOf(measureAccess(rows, byName), 'participation'), 'B');
    expect(b?.toOthers?.ratio).toBeCloseTo(32 / 68, 10);
    expect(b?.flag).toBe('gap');
    expect(b?.adjusted).toMatchObject({ strata: 2 });
    expect(b?.adjusted?.ratio).toBeCloseTo(1, 10);
  });

  it('leaves out who is not due, and counts a person of two roles once', () => {
    const late: AccessRow = {
      ...groupOf('A', [1, 1])[0]!,
      personId: 'late',
      poolOn: '2026-05-20',
    };
    const twice = { ...late, matchedOn: '2026-05-25' };
    const stages = measureAccess([...groupOf('A', [9, 9, 6]), late], { ...byName, isOver: false });
    expect(stageOf(stages, 'match')).toMatchObject({ n: 9, reached: 6, pending: 1 });
    const merged = measureAccess([late, twice], { ...byName, isOver: false });
    expect(merged.map(({ n, reached, pending }) => [n, reached, pending])).toEqual([
      [1, 1, 0],
      [1, 1, 0],
      [0, 0, 1],
      [0, 0, 0],
    ]);
  });

  it('says nothing of nobody', () => {
    for (const stage of measureAccess([], declared))
      expect(stage).toMatchObject({ n: 0, groups: [], suppressed: null });
  });
});

describe('equity of declared groups', () => {
  it('hides a small group, another with it, and what would tell them afterwards', () => {
    const rows = [
      ...groupOf('A', [200, 120, 100, 80, 60]),
      ...groupOf('B', [60, 30, 25, 20, 15]),
      ...groupOf('C', [6, 3, 3, 2, 1]),
    ];
    for (const stage of measureAccess(rows, declared)) {
      expect(groupIn(stage, 'C')?.suppressed).not.toBeNull();
      expect(groupIn(stage, 'B')?.suppressed).toEqual({ reason: 'protects-others' });
      expect(groupIn(stage, 'A')?.rate).not.toBeNull();
    }
  });

  it('keeps a group hidden at every later stage, whichever is then the smallest', () => {
    const rows = [
      ...groupOf('A', [200, 25, 14, 12, 10]),
      ...groupOf('B', [60, 45, 31, 20, 11]),
      ...groupOf('C', [6, 3, 1, 1, 1]),
    ];
    for (const stage of measureAccess(rows, declared)) expect(groupIn(stage, 'B')?.rate).toBeNull();
  });

  it('tells nobody’s declaration by what they did', () => {
    // All but three took part, and their names are known: where they stand would be known with them.
    const rows = [...groupOf('A', [100, 98]), ...groupOf('B', [40, 39])];
    for (const stage of measureAccess(rows, declared))
      expect(stage).toMatchObject({ n: null, reached: null });
  });

  const population = fc
    .array(fc.tuple(fc.constantFrom('A', 'B', 'C', 'D'), fc.constantFrom('x', 'y'), fc.nat({ max: 5 })), {
      maxLength: 160,
    })
    .map((drawn) =>
      drawn.flatMap(([group, stratum, step]) =>
        groupOf(group, [1, ...[1, 2, 3, 4].map((at) => (step >= at ? 1 : 0))], stratum),
      ),
    );

  it('isolates no group below ten, by subtraction either, and no group of one mind below twenty', () => {
    fc.assert(
      fc.property(population, (rows) => {
        for (const stage of measureAccess(rows, declared)) {
          if (stage.suppressed || stage.n === null || stage.reached === null || stage.n === 0) continue;
          expect(stage.n).toBeGreaterThanOrEqual(10);
          const shown = stage.groups.filter(({ suppressed }) => !suppressed);
          for (const { n, reached } of shown) {
            expect(n).toBeGreaterThanOrEqual(10);
            if ((n ?? 0) < 20) expect([0, n]).not.toContain(reached);
          }
          const isHidden = stage.groups.length > shown.length;
          const rest = stage.n - shown.reduce((sum, { n }) => sum + (n ?? 0), 0);
          if (isHidden && shown.length > 0) {
            expect(stage.groups.length - shown.length).toBeGreaterThanOrEqual(2);
            expect(rest).toBeGreaterThanOrEqual(10);
          }
          for (const known of [stage.reached, stage.n - stage.reached])
            expect(known === 0 || known >= 10).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('shows every share inside its interval and every ratio inside its own', () => {
    fc.assert(
      fc.property(population, (rows) => {
        for (const stage of measureAccess(rows, byName))
          for (const { rate, lo, hi, toReference, toOthers, adjusted } of stage.groups) {
            if (rate !== null) expect((lo ?? 1) <= rate && rate <= (hi ?? 0)).toBe(true);
            for (const one of [toReference, toOthers, adjusted])
              if (one)
                expect(one.lo <= one.ratio && one.ratio <= one.hi && Number.isFinite(one.hi)).toBe(true);
          }
      }),
    );
  });
});
