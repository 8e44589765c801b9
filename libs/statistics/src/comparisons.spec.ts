import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { effectiveSize, quantileOf, stabilisedWeights, standardisedDifference } from './balance.ts';
import { areaUnderCurve, calibrate } from './calibration.ts';
import { shareLimits, valueLimits } from './control-limits.ts';
import { betaQuantile, gammaQuantile } from './distributions.ts';
import { eValue } from './e-value.ts';
import { inverseLogit, logisticRegression } from './logistic.ts';
import { mantelHaenszelRatio } from './mantel-haenszel.ts';
import { welch } from './means.ts';
import { benjaminiHochberg } from './multiple-testing.ts';
import { npsDifference } from './nps.ts';
import { poolShares, shrink } from './pooling.ts';
import { katz, koopman } from './proportions.ts';
import { lung } from './published-data.ts';
import { poissonRate } from './rates.ts';

// Reference values come from R 4.2 (glm, t.test, poisson.test, p.adjust, qbeta, qgamma, cor) unless a paper is named.

const people = lung.time
  .map((_, i) => ({
    outcome: lung.status[i] === 2,
    covariates: [lung.age[i] ?? 0, lung.sex[i] ?? 0, lung.ecog[i] ?? 0],
  }))
  .filter((person) => person.covariates.every(Number.isFinite));
const died = people.map((person) => person.outcome);

function fitted() {
  const model = logisticRegression(people);
  if (model.status !== 'estimated') throw new Error(model.reason);
  return model;
}

describe('logistic regression', () => {
  it('agrees with glm for the lung data', () => {
    const { coefficients, logLikelihood } = fitted();
    for (const [i, [estimate, error]] of [
      [0.5634403875349364, 1.223003857943],
      [0.0212276909868772, 0.0176628589425379],
      [-1.0824466489344278, 0.3191020913572672],
      [0.7541815111189645, 0.2375353916921033],
    ].entries()) {
      expect(coefficients[i]?.estimate).toBeCloseTo(estimate ?? 0, 9);
      expect(coefficients[i]?.standardError).toBeCloseTo(error ?? 0, 9);
    }
    expect(logLikelihood).toBeCloseTo(-120.355538726351, 9);
  });

  it.each([
    ['nobody', [], 'no-observations'],
    ['one outcome', [{ outcome: true, covariates: [1] }], 'one-group'],
    [
      'no spread',
      [
        { outcome: true, covariates: [1] },
        { outcome: false, covariates: [1] },
      ],
      'no-variation',
    ],
    ['separation', [1, 2, 3, 4, 5, 6].map((x) => ({ outcome: x > 3, covariates: [x] })), 'separation'],
    ['not a number', [{ outcome: true, covariates: [Number.NaN] }], 'not-finite'],
  ])('names the reason: %s', (_, rows, reason) => {
    expect(logisticRegression(rows)).toMatchObject({ reason });
  });
});

describe('weights that make groups comparable', () => {
  it('agrees with R: weights cut at 1 and 99 %, effective sizes and balance of age', () => {
    const result = stabilisedWeights(died, fitted().fitted);
    if (result.status !== 'estimated') throw new Error(result.reason);
    expect(result.weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(224.8846968794, 8);
    expect(result.effectiveTreated).toBeCloseTo(155.772734382703, 8);
    expect(result.effectiveOthers).toBeCloseTo(49.3389519460604, 6);
    const arm = (isTreated: boolean) => ({
      values: people.filter((_, i) => died[i] === isTreated).map((person) => person.covariates[0] ?? 0),
      weights: result.weights.filter((_, i) => died[i] === isTreated),
    });
    expect(standardisedDifference(arm(true), arm(false))).toMatchObject({
      difference: expect.closeTo(-0.046434675797751, 10),
    });
  });

  it('balances covariates that decided who took part', () => {
    let seed = 7;
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const rows = Array.from({ length: 4000 }, () => {
      const grade = random() * 2 - 1;
      return { outcome: random() < inverseLogit(1.2 * grade), covariates: [grade] };
    });
    const model = logisticRegression(rows);
    if (model.status !== 'estimated') throw new Error(model.reason);
    const result = stabilisedWeights(
      rows.map((row) => row.outcome),
      model.fitted,
    );
    if (result.status !== 'estimated') throw new Error(result.reason);
    const values = (isTreated: boolean) =>
      rows.filter((row) => row.outcome === isTreated).map((row) => row.covariates[0] ?? 0);
    const weights = (isTreated: boolean) => result.weights.filter((_, i) => rows[i]?.outcome === isTreated);
    const plain = standardisedDifference({ values: values(true) }, { values: values(false) });
    const weighted = standardisedDifference(
      { values: values(true), weights: weights(true) },
      { values: values(false), weights: weights(false) },
    );
    expect(plain).toMatchObject({ status: 'estimated' });
    if (plain.status !== 'estimated' || weighted.status !== 'estimated') return;
    expect(plain.difference).toBeGreaterThan(0.4);
    expect(Math.abs(weighted.difference)).toBeLessThan(0.1);
  });

  it('refuses one group, chances of 0 and missing spread', () => {
    expect(stabilisedWeights([true, true], [0.5, 0.5])).toMatchObject({ reason: 'one-group' });
    expect(stabilisedWeights([true, false], [0, 0.5])).toMatchObject({ reason: 'counts-out-of-range' });
    expect(standardisedDifference({ values: [1, 1] }, { values: [2, 2] })).toMatchObject({
      reason: 'no-variation',
    });
    expect(effectiveSize([])).toBe(0);
    expect(effectiveSize([2, 2, 2])).toBe(3);
    expect(quantileOf([1, 2, 3, 10], 0.5)).toBe(2.5);
  });
});

describe('how strong a hidden cause would have to be', () => {
  it('is the root formula of VanderWeele & Ding on their approximate risk ratio', () => {
    const found = eValue(0.8, 0.68, 0.95);
    const ratio = (1 - 0.5 ** Math.sqrt(0.8)) / (1 - 0.5 ** Math.sqrt(1 / 0.8));
    expect(found).toMatchObject({
      estimate: expect.closeTo(1 / ratio + Math.sqrt((1 / ratio) * (1 / ratio - 1)), 12),
    });
  });

  it('is the same for a ratio and its reciprocal, and 1 for a limit that crosses 1', () => {
    const up = eValue(1.6, 1.2, 2.1);
    const down = eValue(1 / 1.6, 1 / 2.1, 1 / 1.2);
    if (up.status !== 'estimated' || down.status !== 'estimated') throw new Error('estimable');
    expect(up.estimate).toBeCloseTo(down.estimate, 10);
    expect(up.limit).toBeCloseTo(down.limit, 10);
    expect(eValue(1.1, 0.9, 1.4)).toMatchObject({ limit: 1 });
    expect(eValue(1, 1, 1)).toMatchObject({ estimate: 1 });
    expect(eValue(0, 0, 1)).toMatchObject({ reason: 'counts-out-of-range' });
  });
});

describe('ratio over strata', () => {
  it('sees through Simpson’s paradox: no gap within either department', () => {
    const strata = [
      { a: 80, m: 100, b: 16, n: 20 },
      { a: 4, m: 20, b: 20, n: 100 },
    ];
    expect(mantelHaenszelRatio(strata)).toMatchObject({ estimate: expect.closeTo(1, 12), strata: 2 });
    expect(koopman(84, 120, 36, 120)).toMatchObject({ estimate: expect.closeTo(84 / 36, 12) });
  });

  it('with one stratum is the plain ratio with Katz’s interval', () => {
    const one = mantelHaenszelRatio([{ a: 12, m: 40, b: 30, n: 60 }]);
    const plain = katz(12, 40, 30, 60);
    if (one.status !== 'estimated' || plain.status !== 'estimated') throw new Error('estimable');
    expect([one.estimate, one.lower, one.upper].map((x) => x.toFixed(10))).toEqual(
      [plain.estimate, plain.lower, plain.upper].map((x) => x.toFixed(10)),
    );
  });

  it('says why there is no ratio', () => {
    expect(mantelHaenszelRatio([])).toMatchObject({ reason: 'no-observations' });
    expect(mantelHaenszelRatio([{ a: 1, m: 2, b: 0, n: 3 }])).toMatchObject({
      reason: 'reference-share-is-zero',
    });
    expect(mantelHaenszelRatio([{ a: 3, m: 2, b: 1, n: 3 }])).toMatchObject({
      reason: 'counts-out-of-range',
    });
    expect(katz(0, 5, 2, 5)).toMatchObject({ reason: 'no-events' });
  });
});

describe('rates, means and scores', () => {
  it('gives Garwood’s exact limits of 7 events in 35.5 years and of none in 10', () => {
    expect(poissonRate(7, 35.5)).toMatchObject({
      lower: expect.closeTo(0.0792778324371794, 12),
      upper: expect.closeTo(0.406272545400067, 12),
    });
    expect(poissonRate(0, 10)).toMatchObject({ lower: 0, upper: expect.closeTo(0.368887945411394, 12) });
    expect(poissonRate(1, 0)).toMatchObject({ reason: 'no-observations' });
    expect(poissonRate(1.5, 3)).toMatchObject({ reason: 'counts-out-of-range' });
  });

  it('gives Welch’s interval for Student’s sleep data', () => {
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    expect(welch(first, second)).toMatchObject({
      lower: expect.closeTo(-3.36548323071171, 10),
      upper: expect.closeTo(0.20548323071171, 10),
      degreesOfFreedom: expect.closeTo(17.7764735161785, 10),
      pValue: expect.closeTo(0.0793941401873582, 10),
    });
    expect(welch([1], [2, 3])).toMatchObject({ reason: 'too-few-observations' });
    expect(welch([1, 1], [2, 2])).toMatchObject({ reason: 'no-variation' });
  });

  it('finds 20 points of NPS between 100 and 100 answers not yet a difference (p 0.09)', () => {
    const found = npsDifference(
      { promoters: 45, passives: 30, detractors: 25 },
      { promoters: 35, passives: 30, detractors: 35 },
    );
    expect(found).toMatchObject({ estimate: expect.closeTo(20, 10), pValue: expect.closeTo(0.09, 2) });
  });

  it('gives the quantiles of R', () => {
    expect([0.025, 0.975].map((p) => betaQuantile(p, 3.5, 7.2))).toEqual([
      expect.closeTo(0.0958715779294728, 12),
      expect.closeTo(0.6190990895424751, 12),
    ]);
    expect([0.025, 0.975].map((p) => gammaQuantile(p, 7))).toEqual([
      expect.closeTo(2.81436305151987, 11),
      expect.closeTo(13.05947402251869, 11),
    ]);
  });

  it('adjusts p values for a table as p.adjust does', () => {
    expect(benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.2, 0.04])).toEqual(
      [0.03, 0.048, 0.048, 0.03, 0.2, 0.048].map((p) => expect.closeTo(p, 12)),
    );
    expect(benjaminiHochberg([])).toEqual([]);
  });
});

describe('several groups beside one another', () => {
  it('draws small groups further to the common share than large ones', () => {
    const result = poolShares([
      { successes: 9, n: 10 },
      { successes: 300, n: 500 },
      { successes: 20, n: 80 },
      { successes: 0, n: 0 },
    ]);
    if (result.status !== 'estimated') throw new Error(result.reason);
    const pull = (i: number, plain: number) => {
      const group = result.groups[i];
      return group?.status === 'estimated'
        ? Math.abs(group.estimate - plain) / Math.abs(plain - result.mean)
        : 0;
    };
    expect(pull(0, 0.9)).toBeGreaterThan(pull(2, 0.25));
    expect(pull(2, 0.25)).toBeGreaterThan(pull(1, 0.6));
    expect(result.groups[3]).toMatchObject({ estimate: expect.closeTo(result.mean, 12) });
    expect(shrink(3, 4, 0.5, 4)).toBe(0.625);
  });

  it('takes groups that differ by chance alone for one, and finds a true spread', () => {
    const same = poolShares(Array.from({ length: 8 }, () => ({ successes: 30, n: 60 })));
    expect(same).toMatchObject({ weight: 1e6 });
    const spread = poolShares([1, 3, 5, 7, 9].map((tenth) => ({ successes: tenth * 100, n: 1000 })));
    if (spread.status !== 'estimated') throw new Error(spread.reason);
    // Shares 0.1, 0.3 … 0.9: variance 0.1 about 0.5 with k - 1, so rho 0.4 and weight 1.5.
    expect(spread.weight).toBeCloseTo(1.5, 1);
  });

  it('keeps limits in order for whatever groups come', () => {
    const groups = fc.array(
      fc
        .record({ n: fc.integer({ min: 0, max: 50 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
        .map(({ n, share }) => ({ n, successes: Math.round(n * share) })),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(groups, (sample) => {
        const result = poolShares(sample);
        if (result.status === 'not-estimable') return;
        for (const group of result.groups) {
          if (group.status === 'not-estimable') continue;
          expect(group.lower).toBeLessThanOrEqual(group.upper);
          expect(group.lower).toBeGreaterThanOrEqual(0);
          expect(group.upper).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('keeps the arrow back while a series moves by chance', () => {
    const steady = Array.from({ length: 12 }, (_, i) => ({ successes: 30 + (i % 3), n: 60 }));
    expect(shareLimits(steady)).toMatchObject({ last: 'within' });
    expect(shareLimits([...steady, { successes: 10, n: 60 }])).toMatchObject({ last: 'below' });
    expect(shareLimits(steady.slice(1))).toMatchObject({ reason: 'too-few-observations' });
    const values = [5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 5, 6];
    // Moving range 1 throughout: limits 5.5 ± 2.66.
    expect(valueLimits(values)).toMatchObject({ centre: 5.5, last: 'within' });
    expect(valueLimits([...values, 12])).toMatchObject({ last: 'above' });
  });
});

describe('forecasts against what came true', () => {
  const forecasts = fitted().fitted.map((predicted, i) => ({ predicted, happened: died[i] === true }));

  it('agrees with R: area with DeLong’s error, Brier score, Kendall’s tau', () => {
    const result = calibrate(forecasts);
    if (result.status !== 'estimated') throw new Error(result.reason);
    const auc = result.auc.status === 'estimated' ? result.auc : null;
    expect(auc?.estimate).toBeCloseTo(0.698170731707317, 12);
    expect(((auc?.upper ?? 0) - (auc?.lower ?? 0)) / 2 / 1.959963984540054).toBeCloseTo(
      0.0403116173257959,
      10,
    );
    expect(result.brier).toBeCloseTo(0.175366659318039, 12);
    expect(result.kendallTau).toBeCloseTo(0.252344491083051, 10);
    // The model's own fit is calibrated to itself.
    expect(result.slope?.estimate).toBeCloseTo(1, 8);
    expect(result.inTheLarge?.estimate).toBeCloseTo(0, 8);
    expect(result.bins.reduce((sum, bin) => sum + bin.n, 0)).toBe(227);
  });

  it('finds forecasts that are too timid and too high', () => {
    const shifted = forecasts.map(({ predicted, happened }) => ({
      predicted: inverseLogit(0.3 + 0.7 * Math.log(predicted / (1 - predicted))),
      happened,
    }));
    const result = calibrate(shifted);
    if (result.status !== 'estimated') throw new Error(result.reason);
    expect(result.slope?.estimate).toBeCloseTo(1.428571428571428, 8);
    expect(result.inTheLarge?.estimate).toBeCloseTo(-0.0391018483245075, 8);
  });

  it('says why forecasts cannot be judged', () => {
    expect(calibrate([])).toMatchObject({ reason: 'no-observations' });
    expect(calibrate([{ predicted: 0.4, happened: true }])).toMatchObject({ reason: 'one-group' });
    expect(calibrate([{ predicted: 1, happened: true }])).toMatchObject({ reason: 'counts-out-of-range' });
    expect(
      areaUnderCurve([0.1, 0.2, 0.8, 0.9].map((predicted) => ({ predicted, happened: predicted > 0.5 }))),
    ).toMatchObject({ reason: 'separation' });
  });
});
