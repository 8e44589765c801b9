import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aalenJohansen, type CompetingSpell } from './competing-risks.ts';
import { kaplanMeier } from './survival.ts';
import { heart, lung, veteran } from './published-data.ts';
import { logRank } from './log-rank.ts';
import { restrictedMean } from './survival-differences.ts';
import { survivalAt } from './survival.ts';
import type { Spell } from './timeline.ts';

const spells = fc.array(
  fc.record({
    enter: fc.integer({ min: 0, max: 10 }),
    length: fc.integer({ min: 1, max: 20 }),
    cause: fc.constantFrom('left', 'retired', null),
  }),
  { minLength: 1, maxLength: 60 },
);

const atTime = (rows: readonly CompetingSpell[], cause: string, time: number) => {
  const result = aalenJohansen(rows);
  if (result.status !== 'estimated') throw new Error(result.reason);
  return result.causes[cause]?.findLast((step) => step.time <= time);
};

describe('cumulative incidence with competing causes', () => {
  // Veterans' trial, cell types read as causes of which one ends observation: R survival 3.5-3, survfit with states.
  const rows: CompetingSpell[] = veteran.time.map((exit, i) => ({
    exit,
    cause: veteran.status[i] === 1 ? (veteran.prior[i] === 10 ? 'after therapy' : 'first therapy') : null,
  }));

  it.each([
    ['first therapy', 30, 0.197375211973752, 0.034035629714868],
    ['first therapy', 100, 0.412743461743995, 0.0423342484708403],
    ['first therapy', 300, 0.629016284534049, 0.0428089934126299],
    ['after therapy', 30, 0.102189781021898, 0.0258782987849731],
    ['after therapy', 100, 0.169262031059213, 0.0321890525983015],
    ['after therapy', 300, 0.253925076676927, 0.0383496427963707],
  ])('%s by day %i: R survfit gives %f with standard error %f', (cause, day, incidence, error) => {
    const step = atTime(rows, cause, day);
    expect(Math.abs((step?.incidence ?? 0) - incidence)).toBeLessThan(1e-10);
    expect(Math.abs((step?.standardError ?? 0) - error)).toBeLessThan(1e-10);
  });

  it('adds up with survival to 1 at every time, and stays within its limits', () => {
    fc.assert(
      fc.property(spells, (sample) => {
        const result = aalenJohansen(
          sample.map(({ enter, length, cause }) => ({ enter, exit: enter + length, cause })),
        );
        if (result.status === 'not-estimable') return;
        for (const [k, { time, survival }] of result.survival.entries()) {
          const steps = Object.values(result.causes).map((cause) => cause[k]);
          expect(steps.every((step) => step?.time === time)).toBe(true);
          expect(steps.reduce((sum, step) => sum + (step?.incidence ?? 0), survival)).toBeCloseTo(1, 10);
          for (const step of steps) {
            if (!step || step.lower === null || step.upper === null) continue;
            expect(step.lower).toBeLessThanOrEqual(step.incidence + 1e-12);
            expect(step.upper).toBeGreaterThanOrEqual(step.incidence - 1e-12);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('with one cause is 1 - Kaplan–Meier, and Greenwood’s error', () => {
    const one = rows.map(({ exit, cause }) => ({ exit, cause: cause === null ? null : 'died' }));
    const curve = kaplanMeier(rows.map(({ exit, cause }) => ({ exit, event: cause !== null })));
    if (curve.status !== 'estimated') throw new Error(curve.reason);
    for (const day of [30, 100, 300]) {
      const point = survivalAt(curve, day);
      expect(point).toMatchObject({
        survival: expect.closeTo(1 - (atTime(one, 'died', day)?.incidence ?? 0), 12),
      });
      expect(point).toMatchObject({
        standardError: expect.closeTo(atTime(one, 'died', day)?.standardError ?? 0, 12),
      });
    }
  });

  it('tells no limits once everybody has gone, whatever rounding leaves of the last', () => {
    const all = Array.from({ length: 14 }, (_, i) => ({ exit: i + 1, cause: 'left' }));
    const last = atTime(all, 'left', 14);
    expect(last).toMatchObject({ incidence: expect.closeTo(1, 12), lower: null, upper: null });
    expect(last?.standardError).toBeLessThan(1e-8);
  });

  it('says why there is nothing to estimate', () => {
    expect(aalenJohansen([])).toMatchObject({ reason: 'no-observations' });
    expect(aalenJohansen([{ exit: 4, cause: null }])).toMatchObject({ reason: 'no-events' });
  });
});

describe('survival curves and log-rank on the published sets', () => {
  const lungSpells = lung.time.map((exit, i) => ({ exit, event: lung.status[i] === 2 }));
  const curveOf = (rows: readonly Spell[]) => {
    const curve = kaplanMeier(rows);
    if (curve.status !== 'estimated') throw new Error(curve.reason);
    return curve;
  };

  it('agrees with R for lung to 1e-10', () => {
    const curve = curveOf(lungSpells);
    expect(survivalAt(curve, 365)).toMatchObject({
      survival: expect.closeTo(0.409241624460064, 12),
      standardError: expect.closeTo(0.0358236381720378, 12),
      lower: expect.closeTo(0.338714269088323, 10),
      upper: expect.closeTo(0.478380767646914, 10),
    });
    const mean = restrictedMean(curve, 365);
    if (mean.status !== 'estimated') throw new Error(mean.reason);
    expect(mean.estimate).toBeCloseTo(263.221866482007, 9);
    expect(Math.sqrt(mean.variance)).toBeCloseTo(7.79885908631446, 9);
  });

  it('agrees with R for the heart program with delayed entry', () => {
    const curve = curveOf(
      heart.stop.map((exit, i) => ({ enter: heart.start[i] ?? 0, exit, event: heart.event[i] === 1 })),
    );
    expect([30, 365, 1000].map((day) => survivalAt(curve, day))).toMatchObject([
      {
        atRisk: 80,
        survival: expect.closeTo(0.775608159703284, 12),
        standardError: expect.closeTo(0.0412215564663214, 12),
      },
      {
        atRisk: 28,
        survival: expect.closeTo(0.321224014934242, 12),
        standardError: expect.closeTo(0.0477296189245803, 12),
      },
      {
        atRisk: 9,
        survival: expect.closeTo(0.205081358437773, 12),
        standardError: expect.closeTo(0.0493895460924949, 12),
      },
    ]);
  });

  it('compares four groups, plainly and within strata, as R does', () => {
    const groups = [1, 2, 3, 4].map((type) =>
      veteran.time.flatMap((exit, i) =>
        veteran.celltype[i] === type
          ? [{ exit, event: veteran.status[i] === 1, stratum: String(veteran.trt[i]) }]
          : [],
      ),
    );
    const plain = groups.map((group) => group.map(({ exit, event }) => ({ exit, event })));
    expect(logRank(plain)).toMatchObject({
      chiSquare: expect.closeTo(25.4037003457854, 10),
      degreesOfFreedom: 3,
      observed: [31, 45, 26, 26],
      expected: [47.6546776724754, 30.1020793268148, 15.6937646143605, 34.5494783863493].map((value) =>
        expect.closeTo(value, 10),
      ),
    });
    expect(logRank(groups)).toMatchObject({ chiSquare: expect.closeTo(22.7821199353378, 10), strata: 2 });
    expect(logRank([plain[0] ?? []])).toMatchObject({ reason: 'one-group' });
  });

  it('runs with weights as if everybody were there as often as they weigh', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(spells, weights, (rows, given) => {
        const weighted = rows.map(({ enter, length, cause }, at) => ({
          enter,
          exit: enter + length,
          cause,
          weight: given[at % given.length] ?? 1,
        }));
        const often = weighted.flatMap(({ weight, ...row }) => Array.from({ length: weight }, () => row));
        const [one, other] = [aalenJohansen(weighted), aalenJohansen(often)];
        expect(one.status).toBe(other.status);
        if (one.status !== 'estimated' || other.status !== 'estimated') return;
        for (const [cause, steps] of Object.entries(one.causes))
          for (const [at, step] of steps.entries()) {
            const repeated = other.causes[cause]?.[at];
            expect(step.incidence).toBeCloseTo(repeated?.incidence ?? -1, 10);
            expect(step.standardError).toBeGreaterThanOrEqual((repeated?.standardError ?? 0) - 1e-7);
          }
      }),
    );
  });
});
