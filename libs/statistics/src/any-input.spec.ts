import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { effectiveSize, quantileOf, stabilisedWeights, standardisedDifference } from './balance.ts';
import { areaUnderCurve, calibrate } from './calibration.ts';
import { aalenJohansen } from './competing-risks.ts';
import { shareLimits, valueLimits } from './control-limits.ts';
import { testProportionality } from './cox-proportionality.ts';
import { cox } from './cox.ts';
import { eValue } from './e-value.ts';
import { notEstimableReasons } from './estimates.ts';
import { fisherExact } from './fisher.ts';
import { countEventsNeeded, detectableHazardRatio, logRank } from './log-rank.ts';
import { inverseLogit, logisticRegression } from './logistic.ts';
import { mantelHaenszelRatio } from './mantel-haenszel.ts';
import { meanInterval, pairedDifference, welch } from './means.ts';
import { benjaminiHochberg } from './multiple-testing.ts';
import { npsDifference, npsInterval } from './nps.ts';
import { poolShares, shrink } from './pooling.ts';
import { detectableDifference, katz, koopman, newcombe, wilson } from './proportions.ts';
import { poissonRate } from './rates.ts';
import { restrictedMean, restrictedMeanDifference, survivalDifference } from './survival-differences.ts';
import {
  countAtRisk,
  kaplanMeier,
  lastTimeWithAtRisk,
  survivalAt,
  survivalQuantile,
  type SurvivalCurve,
} from './survival.ts';

/** Draws of each kind; more by hand: `FUZZ_RUNS=10000`. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 200);

const noNumber = fc.constantFrom(Number.NaN, Infinity, -Infinity);
const edge = fc.constantFrom(0, -0, 5e-324, 1e-300, 1e-12, 1, -1, 2 ** 53, 1e150, 1e300, -1e300);
const whole = fc.integer({ min: 0, max: 30 });
/** Mostly what a caller would give, now and then what nobody should. */
const count = fc.oneof(
  { weight: 12, arbitrary: whole },
  { weight: 2, arbitrary: fc.integer({ min: -3, max: 200_000 }) },
  { weight: 1, arbitrary: fc.double({ min: -2, max: 40 }) },
  { weight: 1, arbitrary: noNumber },
);
const value = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -5, max: 5 }) },
  { weight: 4, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  { weight: 1, arbitrary: edge },
  { weight: 1, arbitrary: noNumber },
);
const chance = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: 0.001, max: 0.999, noNaN: true }) },
  { weight: 2, arbitrary: fc.constantFrom(0.25, 0.5, 0.75) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 1e-300, 1e-16, 1 - 1e-16, 2, -1, Number.NaN) },
);
const time = fc.oneof(
  { weight: 10, arbitrary: fc.integer({ min: 0, max: 12 }) },
  { weight: 2, arbitrary: fc.double({ min: -1, max: 100, noNaN: true }) },
  { weight: 1, arbitrary: edge },
  { weight: 1, arbitrary: noNumber },
);
const some = <T>(one: fc.Arbitrary<T>, maxLength = 25) => fc.array(one, { maxLength });
const weight = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0.5, 1, 2) },
  { weight: 1, arbitrary: value },
);
const spell = fc.record(
  { enter: time, exit: time, event: fc.boolean(), weight },
  { requiredKeys: ['exit', 'event'] },
);
const inStratum = fc.record(
  { enter: time, exit: time, event: fc.boolean(), stratum: fc.constantFrom('a', 'b') },
  { requiredKeys: ['exit', 'event'] },
);
const row = fc.record(
  {
    start: time,
    stop: time,
    event: fc.boolean(),
    covariates: fc.tuple(value, fc.integer({ min: 0, max: 1 })).map((pair) => [...pair]),
    stratum: fc.constantFrom('a', 'b'),
    cluster: fc.constantFrom('x', 'y', 'z'),
    weight,
  },
  { requiredKeys: ['stop', 'event', 'covariates'] },
);
const outcome = fc.record(
  {
    outcome: fc.boolean(),
    covariates: fc.tuple(value, fc.integer({ min: 0, max: 1 })).map((pair) => [...pair]),
    weight: value,
    offset: value,
  },
  { requiredKeys: ['outcome', 'covariates'] },
);
const forecast = fc.record({ predicted: chance, happened: fc.boolean() });
const group = fc.record({ successes: count, n: count });
const counts = fc.record({ promoters: count, passives: count, detractors: count });
const curve = some(spell).map(kaplanMeier);
const ofCurve = (found: ReturnType<typeof kaplanMeier>, ask: (curve: SurvivalCurve) => unknown) =>
  found.status === 'estimated' ? ask(found) : found;

type Ask = [fc.Arbitrary<unknown[]>, (...given: never[]) => unknown];
/** Keeps the types of what is drawn and what is asked together. */
const ask = <T extends unknown[]>(given: fc.Arbitrary<T>, what: (...given: T) => unknown): Ask =>
  [given, what] as unknown as Ask;

const asked: Record<string, Ask> = {
  wilson: ask(fc.tuple(count, count), wilson),
  newcombe: ask(fc.tuple(count, count, count, count), newcombe),
  koopman: ask(fc.tuple(count, count, count, count), koopman),
  katz: ask(fc.tuple(count, count, count, count), katz),
  detectableDifference: ask(fc.tuple(count, count, chance), (m, n, p) => detectableDifference(m, n, p)),
  fisherExact: ask(fc.tuple(count, count, count, count), fisherExact),
  mantelHaenszelRatio: ask(
    fc.tuple(some(fc.record({ a: count, m: count, b: count, n: count }), 6)),
    (strata) => mantelHaenszelRatio(strata),
  ),
  npsInterval: ask(fc.tuple(count, count, count), npsInterval),
  npsDifference: ask(fc.tuple(counts, counts), npsDifference),
  meanInterval: ask(fc.tuple(some(value)), (values) => meanInterval(values)),
  welch: ask(fc.tuple(some(value), some(value)), welch),
  pairedDifference: ask(fc.tuple(some(fc.tuple(value, value))), (pairs) => pairedDifference(pairs)),
  poissonRate: ask(fc.tuple(count, time), poissonRate),
  kaplanMeier: ask(fc.tuple(some(spell)), (spells) => kaplanMeier(spells)),
  survivalAt: ask(fc.tuple(curve, time), (found, at) => ofCurve(found, (one) => survivalAt(one, at))),
  survivalQuantile: ask(fc.tuple(curve, chance), (found, q) =>
    ofCurve(found, (one) => survivalQuantile(one, q)),
  ),
  lastTimeWithAtRisk: ask(fc.tuple(curve, count), (found, k) =>
    ofCurve(found, (one) => lastTimeWithAtRisk(one, k)),
  ),
  countAtRisk: ask(fc.tuple(some(spell), time), countAtRisk),
  restrictedMean: ask(fc.tuple(curve, time), (found, horizon) =>
    ofCurve(found, (one) => restrictedMean(one, horizon)),
  ),
  restrictedMeanDifference: ask(fc.tuple(curve, curve, time), (first, second, horizon) =>
    ofCurve(first, (one) => ofCurve(second, (two) => restrictedMeanDifference(one, two, horizon))),
  ),
  survivalDifference: ask(fc.tuple(curve, curve, time), (first, second, at) =>
    ofCurve(first, (one) => ofCurve(second, (two) => survivalDifference(one, two, at))),
  ),
  logRank: ask(fc.tuple(some(some(inStratum), 4)), (groups) => logRank(groups)),
  detectableHazardRatio: ask(fc.tuple(count, chance), (events, share) =>
    detectableHazardRatio(events, { share }),
  ),
  countEventsNeeded: ask(fc.tuple(value, chance), (ratio, share) => countEventsNeeded(ratio, { share })),
  cox: ask(fc.tuple(some(row)), (rows) => cox(rows)),
  testProportionality: ask(fc.tuple(some(row)), (rows) => {
    const model = cox(rows);
    return model.status === 'estimated' ? testProportionality(rows, model) : model;
  }),
  aalenJohansen: ask(
    fc.tuple(
      some(
        fc.record(
          { enter: time, exit: time, cause: fc.constantFrom('left', 'retired', '__proto__', null), weight },
          { requiredKeys: ['exit', 'cause'] },
        ),
      ),
    ),
    (spells) => aalenJohansen(spells),
  ),
  logisticRegression: ask(fc.tuple(some(outcome)), (rows) => logisticRegression(rows)),
  inverseLogit: ask(fc.tuple(fc.double({ noNaN: true })), inverseLogit),
  stabilisedWeights: ask(fc.tuple(some(fc.tuple(fc.boolean(), chance))), (people) =>
    stabilisedWeights(
      people.map(([isTreated]) => isTreated),
      people.map(([, p]) => p),
    ),
  ),
  effectiveSize: ask(fc.tuple(some(fc.double({ min: 0, max: 1e6, noNaN: true }))), effectiveSize),
  quantileOf: ask(fc.tuple(some(fc.integer()), fc.double({ min: 0, max: 1, noNaN: true })), (values, q) =>
    quantileOf(
      values.toSorted((a, b) => a - b),
      q,
    ),
  ),
  standardisedDifference: ask(
    fc.tuple(some(fc.tuple(value, value)), some(value), fc.boolean()),
    (first, second, isWeighted) =>
      standardisedDifference(
        { values: first.map(([x]) => x), ...(isWeighted && { weights: first.map(([, w]) => w) }) },
        { values: second },
      ),
  ),
  eValue: ask(fc.tuple(value, value, value), (a, b, c) => {
    const [lower = a, middle = b, upper = c] = [a, b, c].sort((x, y) => x - y);
    return eValue(middle, lower, upper);
  }),
  calibrate: ask(fc.tuple(some(forecast)), (forecasts) => calibrate(forecasts)),
  areaUnderCurve: ask(fc.tuple(some(fc.record({ predicted: value, happened: fc.boolean() }))), (forecasts) =>
    areaUnderCurve(forecasts),
  ),
  poolShares: ask(fc.tuple(some(group, 8)), (groups) => poolShares(groups)),
  shrink: ask(fc.tuple(whole, whole, fc.double({ min: 0, max: 1, noNaN: true })), (x, n, mean) =>
    shrink(x, n, mean, 4),
  ),
  shareLimits: ask(fc.tuple(fc.array(group, { minLength: 10, maxLength: 16 })), (series) =>
    shareLimits(series),
  ),
  valueLimits: ask(fc.tuple(fc.array(value, { minLength: 10, maxLength: 16 })), (values) =>
    valueLimits(values),
  ),
  benjaminiHochberg: ask(fc.tuple(some(chance)), benjaminiHochberg),
};

/** The mathematics underneath: asked by the functions above alone, with arguments that these have looked at. */
const underneath = [
  'layOut sweep predictor efron robustCovariance likelihoodAt testOf timelineOf isAtRisk weigher combineDifference',
  'logGamma logChoose gammaUpperTail regularisedBeta normalCdf normalQuantile tCdf tQuantile chiSquareUpperTail',
  'gammaQuantile betaQuantile twoSidedZ invert solve quadraticForm zeroVector zeros notEstimable ifFinite clamp',
].flatMap((line) => line.split(' '));

/** Says of an answer what is wrong with it: a number that is none, an unknown reason, limits that do not hold the estimate. */
function faultsOf(answer: unknown): string[] {
  if (typeof answer === 'number') return Number.isFinite(answer) ? [] : [`${answer}`];
  if (typeof answer !== 'object' || answer === null) return [];
  const { status, reason, lower, upper, ...rest } = answer as Record<string, unknown>;
  if (status === 'not-estimable')
    return notEstimableReasons.some((known) => known === reason) ? [] : [`reason ${String(reason)}`];
  // The limits of a coefficient of Cox's model are those of its hazard ratio.
  const estimate = rest['hazardRatio'] ?? rest['estimate'];
  const isHeld =
    typeof estimate !== 'number' ||
    typeof lower !== 'number' ||
    typeof upper !== 'number' ||
    (lower <= estimate && estimate <= upper);
  return [
    ...(isHeld ? [] : [`${String(estimate)} outside ${lower}..${upper}`]),
    ...Object.entries(answer).flatMap(([name, inner]) => faultsOf(inner).map((fault) => `${name}: ${fault}`)),
  ];
}

describe('whatever is asked', () => {
  it.each(Object.entries(asked))('%s answers with numbers or a named reason', (_, [given, what]) => {
    fc.assert(
      fc.property(given, (input) => {
        expect(faultsOf(what(...(input as never[])))).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('leaves out no function of the library', () => {
    const exported = readdirSync(import.meta.dirname)
      .filter((file) => file.endsWith('.ts') && !/\.(?:spec|bench)\.ts$/.test(file))
      .flatMap((file) => [
        ...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/^export function (\w+)/gm),
      ])
      .map(([, name]) => name);
    expect([...Object.keys(asked), ...underneath].toSorted()).toEqual(exported.toSorted());
  });
});
