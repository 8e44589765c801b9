import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countEventsNeeded, detectableHazardRatio, logRank } from './log-rank.ts';
import { restrictedMean, restrictedMeanDifference, survivalDifference } from './survival-differences.ts';
import {
  countAtRisk,
  kaplanMeier,
  lastTimeWithAtRisk,
  survivalAt,
  survivalQuantile,
  type SurvivalCurve,
} from './survival.ts';
import type { Spell } from './timeline.ts';

// Remission of acute leukaemia in weeks (Freireich 1963), the textbook example of Kaplan–Meier and log-rank.
const relapsed = (times: number[]): Spell[] => times.map((exit) => ({ exit, event: true }));
const censored = (times: number[]): Spell[] => times.map((exit) => ({ exit, event: false }));
const treated = [
  ...relapsed([6, 6, 6, 7, 10, 13, 16, 22, 23]),
  ...censored([6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]),
];
const placebo = relapsed([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]);

function curveOf(spells: readonly Spell[]): SurvivalCurve {
  const curve = kaplanMeier(spells);
  if (curve.status !== 'estimated') throw new Error(curve.reason);
  return curve;
}

describe('Kaplan–Meier curve', () => {
  it.each([
    [6, 21, 0.8571, 0.0764, 0.6197, 0.9516],
    [7, 17, 0.8067, 0.0869, 0.5631, 0.9228],
    [10, 15, 0.7529, 0.0963, 0.5032, 0.8894],
    [13, 12, 0.6902, 0.1068, 0.4316, 0.8491],
    [16, 11, 0.6275, 0.1141, 0.3675, 0.8049],
    [22, 7, 0.5378, 0.1282, 0.2678, 0.7468],
    [23, 6, 0.4482, 0.1346, 0.1881, 0.6801],
  ])(
    'gives the published values for 6-MP at week %i',
    (time, atRisk, survival, standardError, lower, upper) => {
      const point = survivalAt(curveOf(treated), time);
      expect(point).toMatchObject({
        atRisk,
        survival: expect.closeTo(survival, 4),
        standardError: expect.closeTo(standardError, 4),
        lower: expect.closeTo(lower, 4),
        upper: expect.closeTo(upper, 4),
      });
    },
  );

  it('of 6-MP is the product of its fractions, to the last digit', () => {
    const fractions = [
      [6, 18 / 21],
      [7, 16 / 17],
      [10, 14 / 15],
      [13, 11 / 12],
      [16, 10 / 11],
      [22, 6 / 7],
      [23, 5 / 6],
    ] as const;
    let left = 1;
    for (const [week, stays] of fractions) {
      left *= stays;
      expect(survivalAt(curveOf(treated), week)).toMatchObject({ survival: expect.closeTo(left, 12) });
    }
  });

  it('gives the published medians: 23 weeks (13 to not reached) on 6-MP, 8 (4 to 11) on placebo', () => {
    expect(survivalQuantile(curveOf(treated), 0.5)).toMatchObject({ time: 23, lower: 13, upper: null });
    expect(survivalQuantile(curveOf(placebo), 0.5)).toMatchObject({ time: 8, lower: 4, upper: 11 });
    expect(survivalQuantile(curveOf(treated), 0.8)).toMatchObject({ time: null });
    expect(survivalQuantile(curveOf(treated), 1)).toMatchObject({ reason: 'counts-out-of-range' });
  });

  it('takes the middle of a stretch that lies exactly at the quantile', () => {
    expect(survivalQuantile(curveOf(relapsed([1, 2, 5, 9])), 0.5)).toMatchObject({ time: 3.5 });
  });

  it('counts people who entered late only from their entry', () => {
    // At 3: A and B at risk, C enters at 3 and is not yet. At 5: B, C. At 8: C, D.
    const curve = curveOf([
      { enter: 0, exit: 3, event: true },
      { enter: 1, exit: 5, event: true },
      { enter: 3, exit: 9, event: false },
      { enter: 5, exit: 8, event: true },
    ]);
    expect(curve.steps.map((step) => [step.time, step.atRisk, step.survival])).toEqual([
      [3, 2, 0.5],
      [5, 2, 0.25],
      [8, 2, 0.125],
      [9, 1, 0.125],
    ]);
  });

  it('gives no band while nobody has left, nor once nobody is left', () => {
    const curve = curveOf([...censored([1]), ...relapsed([2, 3])]);
    expect(curve.steps.map(({ lower, upper }) => lower === null && upper === null)).toEqual([
      true,
      false,
      true,
    ]);
    expect(survivalAt(curve, 99)).toMatchObject({ survival: 0 });
    expect(survivalAt(curveOf(treated), 36)).toMatchObject({ reason: 'beyond-follow-up' });
  });

  it('leaves out and counts spells that were never at risk, and says when none is left', () => {
    const broken: Spell[] = [
      { enter: 4, exit: 4, event: true },
      { exit: -1, event: true },
      { exit: Number.NaN, event: true },
    ];
    expect(curveOf([...broken, ...placebo])).toMatchObject({ n: 21, excluded: 3 });
    expect(kaplanMeier(broken)).toEqual({ status: 'not-estimable', reason: 'no-observations' });
  });

  it('reads the numbers at risk for the table under the curve', () => {
    expect([0, 10, 20, 30].map((week) => countAtRisk(treated, week))).toEqual([21, 15, 8, 4]);
    expect(lastTimeWithAtRisk(curveOf(treated), 10)).toBe(17);
    expect(lastTimeWithAtRisk(curveOf(treated), 50)).toBeNull();
  });

  const spells = fc.array(
    fc.record({
      enter: fc.integer({ min: 0, max: 20 }),
      length: fc.integer({ min: 1, max: 40 }),
      event: fc.boolean(),
    }),
    { minLength: 1, maxLength: 80 },
  );

  it('never rises, stays within 0..1 and inside its band', () => {
    fc.assert(
      fc.property(spells, (rows) => {
        const curve = curveOf(
          rows.map((row) => ({ enter: row.enter, exit: row.enter + row.length, event: row.event })),
        );
        let before = 1;
        for (const step of curve.steps) {
          expect(step.survival).toBeLessThanOrEqual(before);
          expect(step.survival).toBeGreaterThanOrEqual(0);
          expect(step.atRisk).toBeGreaterThan(0);
          if (step.lower !== null && step.upper !== null) {
            expect(step.lower).toBeGreaterThanOrEqual(0);
            expect(step.lower).toBeLessThanOrEqual(step.survival);
            expect(step.upper).toBeGreaterThanOrEqual(step.survival);
            expect(step.upper).toBeLessThanOrEqual(1);
          }
          before = step.survival;
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is the plain share of those still there when nobody is censored', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 60 }), (exits) => {
        for (const step of curveOf(relapsed(exits)).steps) {
          const left = exits.filter((exit) => exit > step.time).length / exits.length;
          expect(step.survival).toBeCloseTo(left, 10);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('follows a hundred thousand people without trouble', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => ({
      exit: 1 + ((i * 7919) % 1000),
      event: i % 5 === 0,
    }));
    expect(curveOf(many).n).toBe(100_000);
  });
});

describe('a curve with weights', () => {
  const weighted = fc.array(
    fc.record({
      enter: fc.integer({ min: -1, max: 12 }),
      length: fc.integer({ min: 1, max: 25 }),
      event: fc.boolean(),
      weight: fc.integer({ min: 1, max: 4 }),
    }),
    { minLength: 1, maxLength: 40 },
  );
  const spellOf = ({
    enter,
    length,
    event,
    weight,
  }: Record<'enter' | 'length' | 'weight', number> & { event: boolean }) => ({
    ...(enter >= 0 && { enter }),
    exit: Math.max(0, enter) + length,
    event,
    weight,
  });

  it('runs as if everybody were there as often as they weigh, and knows no more than the people it is of', () => {
    fc.assert(
      fc.property(weighted, (rows) => {
        const spells = rows.map(spellOf);
        const repeated = spells.flatMap(({ weight, ...spell }) =>
          Array.from({ length: weight }, () => spell),
        );
        const [once, often] = [kaplanMeier(spells), kaplanMeier(repeated)];
        if (once.status !== 'estimated' || often.status !== 'estimated') throw new Error('no curve');
        expect(once.n).toBe(spells.length);
        for (const [at, step] of once.steps.entries()) {
          const other = often.steps[at];
          expect(step.survival).toBeCloseTo(other?.survival ?? -1, 10);
          expect(step.worth).toBeLessThanOrEqual(step.atRisk + 1e-9);
          if (step.survival > 1e-9 && step.standardError !== null)
            expect(step.standardError).toBeGreaterThanOrEqual((other?.standardError ?? 0) - 1e-7);
        }
      }),
    );
  });

  it('is the plain one, limits and all, where all weigh the same', () => {
    fc.assert(
      fc.property(weighted, fc.double({ min: 0.1, max: 9, noNaN: true }), (rows, weight) => {
        const plain = rows.map(spellOf).map(({ weight: _weight, ...spell }) => spell);
        const [one, other] = [plain, plain.map((spell) => ({ ...spell, weight }))].map((spells) =>
          kaplanMeier(spells),
        );
        if (one?.status !== 'estimated' || other?.status !== 'estimated') throw new Error('no curve');
        for (const [at, step] of one.steps.entries()) {
          expect(other.steps[at]?.survival).toBeCloseTo(step.survival, 10);
          expect(other.steps[at]?.lower ?? -1).toBeCloseTo(step.lower ?? -1, 8);
          expect(other.steps[at]?.worth).toBeCloseTo(step.worth, 8);
        }
      }),
    );
  });
});

describe('restricted mean', () => {
  it('gives the published mean of 6-MP to week 23: 17.909', () => {
    const result = restrictedMean(curveOf(treated), 23);
    if (result.status !== 'estimated') throw new Error(result.reason);
    expect(result.estimate).toBeCloseTo(17.9092, 4);
    // The published standard error, 1.6474, carries the factor m/(m-1) for its 9 events.
    expect(Math.sqrt((result.variance * 9) / 8)).toBeCloseTo(1.6474, 4);
  });

  it('is the sample mean with the plain variance when nobody is censored', () => {
    const exits = placebo.map((spell) => spell.exit);
    const mean = exits.reduce((sum, exit) => sum + exit, 0) / exits.length;
    const variance = exits.reduce((sum, exit) => sum + (exit - mean) ** 2, 0) / exits.length ** 2;
    expect(restrictedMean(curveOf(placebo), 23)).toMatchObject({
      estimate: expect.closeTo(mean, 10),
      variance: expect.closeTo(variance, 10),
    });
    expect(restrictedMean(curveOf(placebo), 100)).toMatchObject({ estimate: expect.closeTo(mean, 10) });
  });

  it('does not look past the follow-up', () => {
    expect(restrictedMean(curveOf(treated), 36)).toMatchObject({ reason: 'beyond-follow-up' });
    expect(restrictedMean(curveOf(treated), 0)).toMatchObject({ reason: 'counts-out-of-range' });
  });

  it('shows the gain of 6-MP over placebo by week 20', () => {
    const result = restrictedMeanDifference(curveOf(treated), curveOf(placebo), 20);
    expect(result).toMatchObject({ estimate: expect.closeTo(7.688, 3), lower: expect.closeTo(4.196, 3) });
    const still = curveOf(censored([30, 30]));
    expect(restrictedMeanDifference(still, still, 20)).toMatchObject({ reason: 'no-events' });
  });
});

describe('difference of two curves at one time', () => {
  it('holds the difference and never takes an arm without an event for certain', () => {
    expect(survivalDifference(curveOf(treated), curveOf(placebo), 12)).toMatchObject({
      estimate: expect.closeTo(0.5625, 4),
    });
    const still = curveOf(censored(Array.from({ length: 20 }, () => 30)));
    const result = survivalDifference(still, still, 20);
    expect(result).toMatchObject({ estimate: 0, upper: expect.closeTo(0.1611, 4) });
  });
});

describe('log-rank test', () => {
  it('gives 16.79 on one degree of freedom for 6-MP against placebo', () => {
    expect(logRank([treated, placebo])).toMatchObject({
      chiSquare: expect.closeTo(16.7929, 4),
      pValue: expect.closeTo(4.1688e-5, 8),
      observed: [9, 21],
      expected: [expect.closeTo(19.2505, 4), expect.closeTo(10.7495, 4)],
    });
  });

  it('agrees to 1e-12 with the sums of hypergeometric variances', () => {
    expect(logRank([treated, placebo])).toMatchObject({
      chiSquare: expect.closeTo(16.792_940_989_216_54, 12),
    });
  });

  it('adds scores and variances over strata: the same trial twice doubles the chi-square', () => {
    const inStratum = (spells: Spell[], stratum: string) => spells.map((spell) => ({ ...spell, stratum }));
    const result = logRank([
      [...inStratum(treated, 'north'), ...inStratum(treated, 'south')],
      [...inStratum(placebo, 'north'), ...inStratum(placebo, 'south')],
    ]);
    expect(result).toMatchObject({ chiSquare: expect.closeTo(2 * 16.79294, 4), strata: 2 });
  });

  it('says why when the groups cannot be compared', () => {
    expect(logRank([[], placebo])).toMatchObject({ reason: 'no-observations' });
    expect(logRank([censored([3, 4]), censored([5])])).toMatchObject({ reason: 'no-events' });
  });
});

describe('smallest detectable hazard ratio', () => {
  it.each([
    [0.8, 631],
    [0.7, 247],
    [0.5, 66],
  ])('needs, to show %f at 80 %% power in equal groups, %i events', (hazardRatio, events) => {
    expect(countEventsNeeded(hazardRatio, { share: 0.5 })).toBe(events);
    const found = detectableHazardRatio(events, { share: 0.5 });
    expect(found).toMatchObject({ below: expect.closeTo(hazardRatio, 2) });
  });

  it('has no answer without events, or with everybody in one group', () => {
    expect(detectableHazardRatio(0, { share: 0.5 })).toMatchObject({ reason: 'no-events' });
    expect(detectableHazardRatio(10, { share: 1 })).toMatchObject({ reason: 'no-observations' });
    expect(countEventsNeeded(1, { share: 0.5 })).toBeNull();
  });
});
