import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cox, type CoxModel } from './cox.ts';
import { testProportionality } from './cox-proportionality.ts';
import type { CoxRow } from './cox-risk-sets.ts';
import { heart, lung, ovarian, veteran } from './published-data.ts';

// Every reference value comes from R survival 3.5-3, coxph (Efron ties, eps 1e-14) and cox.zph(transform = 'km').

function fitted(rows: readonly CoxRow[]): CoxModel {
  const model = cox(rows);
  if (model.status !== 'estimated') throw new Error(model.reason);
  return model;
}

/** Agreement to 1e-8 of the value, or absolutely for small ones. */
function agrees(found: readonly number[], reference: readonly number[]): void {
  expect(found).toHaveLength(reference.length);
  for (const [i, value] of reference.entries()) {
    expect(Math.abs((found[i] ?? Number.NaN) - value)).toBeLessThan(1e-8 * Math.max(1, Math.abs(value)));
  }
}

const estimates = (model: CoxModel) => model.coefficients.map((c) => c.estimate);
const errors = (model: CoxModel) => model.coefficients.map((c) => c.standardError);

const lungRows: (CoxRow & { inst: string })[] = lung.time.map((stop, i) => ({
  stop,
  event: lung.status[i] === 2,
  covariates: [lung.age[i] ?? Number.NaN, lung.sex[i] ?? Number.NaN, lung.ecog[i] ?? Number.NaN],
  inst: Number.isNaN(lung.inst[i]) ? '' : String(lung.inst[i]),
}));
const heartRows: CoxRow[] = heart.stop.map((stop, i) => ({
  start: heart.start[i] ?? 0,
  stop,
  event: heart.event[i] === 1,
  covariates: [heart.age[i] ?? 0, heart.year[i] ?? 0, heart.surgery[i] ?? 0, heart.transplant[i] ?? 0],
}));
const veteranRows = (names: readonly ('trt' | 'karno' | 'diagtime' | 'age' | 'prior')[]): CoxRow[] =>
  veteran.time.map((stop, i) => ({
    stop,
    event: veteran.status[i] === 1,
    covariates: names.map((name) => veteran[name][i] ?? Number.NaN),
  }));

/** One person of a random sample; from -1 on: from the beginning. */
type Person = Required<Pick<CoxRow, 'stratum' | 'cluster' | 'weight'>> & {
  from: number;
  lasts: number;
  died: boolean;
  group: number;
};

describe('Cox model on published data', () => {
  it('lung: three covariates, one row with a value that is missing left out', () => {
    const model = fitted(lungRows);
    agrees(estimates(model), [0.0110667645961186, -0.5526123955318371, 0.4637284751157322]);
    agrees(errors(model), [0.0092674110143657, 0.1677390537834223, 0.1135772661613712]);
    agrees([model.nullLogLikelihood, model.logLikelihood], [-744.48045576144, -729.230121374862]);
    agrees([model.score.chiSquare, model.wald.chiSquare], [30.4999227049491, 29.9292511975758]);
    expect(model).toMatchObject({ n: 227, excluded: 1, events: 164, robust: false });
  });

  it('lung within strata of the institution', () => {
    const model = fitted(lungRows.filter((row) => row.inst).map((row) => ({ ...row, stratum: row.inst })));
    agrees(estimates(model), [0.00956134169655791, -0.54735667684895428, 0.5972532446804123]);
    agrees(errors(model), [0.0102918509056599, 0.1818447192068251, 0.1378228330047202]);
  });

  it('lung with the robust variance grouped by institution', () => {
    const model = fitted(lungRows.filter((row) => row.inst).map((row) => ({ ...row, cluster: row.inst })));
    agrees(estimates(model), [0.0112321642572748, -0.5565934139851324, 0.4692163967661019]);
    agrees(errors(model), [0.00688872705633099, 0.11228667990703355, 0.11761595327126149]);
    agrees(model.naiveStandardErrors, [0.00926210540597481, 0.16807103087718264, 0.11429040215873984]);
    agrees([model.wald.chiSquare], [33.8617097781037]);
    expect(model.robust).toBe(true);
  });

  it('veteran: five covariates and many ties', () => {
    const model = fitted(veteranRows(['trt', 'karno', 'diagtime', 'age', 'prior']));
    agrees(
      estimates(model),
      [
        0.19305311803980746, -0.03408448636612631, 0.0017230261972969, -0.00388284790957679,
        -0.00776409417423306,
      ],
    );
    agrees(
      errors(model),
      [0.18644587742800653, 0.0053413949560084, 0.0090033607885748, 0.00924743391574407, 0.02215207628140009],
    );
  });

  it('veteran with case weights, whose variance is robust', () => {
    const rows = veteranRows(['trt', 'karno', 'age']).map((row, i) => ({
      ...row,
      weight: 0.5 + ((i + 1) % 5) / 2,
    }));
    const model = fitted(rows);
    agrees(estimates(model), [0.33710764559517886, -0.03210977413090551, -0.00793664488465571]);
    agrees(errors(model), [0.23977126146719965, 0.00533930237508511, 0.01064953362454702]);
    agrees([model.logLikelihood], [-808.259286659057]);
  });

  it('6-MP against placebo, whose likelihood was maximised with fifty digits', () => {
    const [drug, placebo] = [
      { weeks: [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35], relapses: 9 },
      { weeks: [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23], relapses: 21 },
    ];
    const rows = [drug, placebo].flatMap((arm, isPlacebo) =>
      (arm?.weeks ?? []).map((stop, at) => ({
        stop,
        event: at < (arm?.relapses ?? 0),
        covariates: [isPlacebo],
      })),
    );
    const model = fitted(rows);
    agrees(estimates(model), [1.572_125_148_829_067]);
    agrees(errors(model), [0.412_396_717_709_456]);
    agrees([model.logLikelihood], [-85.008_424_577_371_63]);
  });

  it('ovarian: 26 people', () => {
    const rows = ovarian.futime.map((stop, i) => ({
      stop,
      event: ovarian.fustat[i] === 1,
      covariates: [ovarian.age[i] ?? 0, ovarian.rx[i] ?? 0],
    }));
    const model = fitted(rows);
    agrees(estimates(model), [0.147326595469114, -0.803973012665114]);
    agrees(errors(model), [0.0461470477408026, 0.6320493718794501]);
  });

  it('Stanford heart: the transplant as it happens, not as if known from the start', () => {
    const model = fitted(heartRows);
    agrees(
      estimates(model),
      [0.027166640957677, -0.1463463456741978, -0.6372098899681299, -0.0102507724090744],
    );
    agrees(errors(model), [0.0137141152103179, 0.0704679795188534, 0.367225996180473, 0.3137547983374869]);
    const people = fitted(heartRows.map((row, i) => ({ ...row, cluster: String(heart.id[i]) })));
    agrees(errors(people), [0.0138918929240804, 0.0730798592393635, 0.3582102023845864, 0.3168823490624889]);
    const alone = fitted(heartRows.map((row) => ({ ...row, covariates: row.covariates.slice(3) })));
    agrees(estimates(alone), [0.127141126615498]);
    expect(alone.coefficients[0]).toMatchObject({
      hazardRatio: expect.closeTo(1.14, 2),
      lower: expect.closeTo(0.63, 2),
      upper: expect.closeTo(2.05, 2),
    });
  });
});

describe('test of proportional hazards', () => {
  const chiSquares = (rows: readonly CoxRow[]) => {
    const result = testProportionality(rows, fitted(rows));
    if (result.status !== 'estimated') throw new Error(result.reason);
    return [...result.covariates, result.overall].map((test) => test.chiSquare);
  };

  it('gives the values of cox.zph for lung, veteran, ovarian and heart', () => {
    agrees(
      chiSquares(lungRows),
      [0.187987673560505, 2.305437226774801, 2.054248773862775, 4.463657588161999],
    );
    agrees(
      chiSquares(veteranRows(['trt', 'karno', 'diagtime', 'age', 'prior'])),
      [
        0.2474226082663715, 12.1643808662066828, 0.0597735599669905, 2.1808515368124661, 2.0496226702002818,
        25.1627501263957,
      ],
    );
    agrees(
      chiSquares(heartRows),
      [0.8668747109155498, 1.716414429207997, 0.0973950591168627, 0.202934388152779, 3.4731022988457698],
    );
  });
});

describe('Cox model on what cannot be estimated', () => {
  const row = (stop: number, event: boolean, ...covariates: number[]): CoxRow => ({
    stop,
    event,
    covariates,
  });

  it.each<[string, CoxRow[], string]>([
    ['nobody', [], 'no-observations'],
    ['nobody who can be used', [row(Number.NaN, true, 1), row(3, true, Infinity)], 'no-observations'],
    ['no event', [row(1, false, 0), row(2, false, 1)], 'no-events'],
    ['one group only', [row(1, true, 1), row(2, true, 1)], 'no-variation'],
    [
      'two covariates that are one',
      [row(1, true, 1, 2), row(2, true, 2, 4), row(3, true, 0, 0)],
      'collinear',
    ],
    [
      'every event in one group',
      [row(1, true, 1), row(2, true, 1), row(3, false, 0), row(4, false, 0)],
      'separation',
    ],
    [
      'everybody at one time, all with the event',
      [row(1, true, 1), row(1, true, 0), row(1, true, 1)],
      'no-variation',
    ],
  ])('%s', (_, rows, reason) => {
    expect(cox(rows)).toEqual({ status: 'not-estimable', reason });
  });

  it('gives no certainty where all are of one cluster, or of too few for the covariates', () => {
    const rowsOf = (covariates: number, clusters: number) =>
      lungRows.map((one, i) => ({
        ...one,
        covariates: one.covariates.slice(0, covariates),
        cluster: `${i % clusters}`,
      }));
    for (const [covariates, clusters] of [
      [1, 1],
      [2, 1],
      [2, 2],
    ] as const)
      expect(cox(rowsOf(covariates, clusters))).toEqual({
        status: 'not-estimable',
        reason: 'too-few-observations',
      });
    expect(cox(rowsOf(2, 3))).toMatchObject({ status: 'estimated' });
  });

  it('never answers with a number that is none', () => {
    const rows = fc.array(
      fc.record({
        start: fc.integer({ min: 0, max: 5 }),
        stop: fc.integer({ min: 0, max: 9 }),
        event: fc.boolean(),
        covariates: fc
          .tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: -2, max: 2 }))
          .map((pair) => [...pair]),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(rows, (sample) => {
        const model = cox(sample);
        if (model.status === 'not-estimable') return;
        for (const one of model.coefficients) {
          for (const value of Object.values(one)) expect(Number.isFinite(value)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is the same whether people who are alike stand at risk as one or one by one', () => {
    const people = fc.array(
      fc.record({
        from: fc.integer({ min: -1, max: 3 }),
        lasts: fc.integer({ min: 1, max: 5 }),
        died: fc.integer({ min: 0, max: 3 }).map((value) => value === 0),
        group: fc.integer({ min: 0, max: 1 }),
        stratum: fc.constantFrom('a', 'b'),
        cluster: fc.integer({ min: 0, max: 9 }).map(String),
        weight: fc.constantFrom(0.5, 1, 2),
      }),
      { minLength: 20, maxLength: 60 },
    );
    const rowsOf = (sample: readonly Person[], apart: number) =>
      sample.map(({ from, lasts, died, group, ...rest }, i): CoxRow => ({
        ...(from < 0 ? {} : { start: from }),
        // Later by so little that nobody else leaves in between: all are at risk at the same events.
        stop: Math.max(0, from) + lasts + (died ? 0 : apart * (i + 1)),
        event: died,
        covariates: [group],
        ...rest,
      }));
    fc.assert(
      fc.property(people, (sample) => {
        const [together, apart] = [rowsOf(sample, 0), rowsOf(sample, 1e-6)];
        const [one, other] = [cox(together), cox(apart)];
        expect(one.status).toBe(other.status);
        if (one.status !== 'estimated' || other.status !== 'estimated') return;
        agrees(estimates(one), estimates(other));
        agrees(errors(one), errors(other));
        agrees(one.naiveStandardErrors, other.naiveStandardErrors);
        agrees([one.logLikelihood, one.score.chiSquare], [other.logLikelihood, other.score.chiSquare]);
        expect([one.n, one.events]).toEqual([other.n, other.events]);
      }),
      { numRuns: 100 },
    );
  });

  it('tests for constant ratios in the same way', () => {
    const rowsOf = (apart: number) =>
      lungRows.map((row, i): CoxRow => ({
        ...row,
        stop: Math.ceil(row.stop / 60) + (row.event ? 0 : apart * (i + 1)),
        covariates: row.covariates.slice(1, 2),
      }));
    const [one, other] = [rowsOf(0), rowsOf(1e-6)].map((rows) => testProportionality(rows, fitted(rows)));
    if (one?.status !== 'estimated' || other?.status !== 'estimated') throw new Error('not estimable');
    agrees([one.overall.chiSquare], [other.overall.chiSquare]);
  });

  it('does not change when a person’s time is cut in pieces', () => {
    const cut = lungRows.flatMap(({ stop, event, covariates }) => [
      { stop: stop / 2, event: false, covariates },
      { start: stop / 2, stop, event, covariates },
    ]);
    agrees(estimates(fitted(cut)), estimates(fitted(lungRows)));
  });
});
