import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { effectiveSize, stabilisedWeights, standardisedDifference } from './balance.ts';
import { areaUnderCurve, calibrate } from './calibration.ts';
import { aalenJohansen } from './competing-risks.ts';
import { shareLimits, valueLimits } from './control-limits.ts';
import { cox } from './cox.ts';
import { eValue } from './e-value.ts';
import { notEstimableReasons } from './estimates.ts';
import { fisherExact } from './fisher.ts';
import { detectableHazardRatio, logRank } from './log-rank.ts';
import { logisticRegression } from './logistic.ts';
import { mantelHaenszelRatio } from './mantel-haenszel.ts';
import { meanInterval, pairedDifference, welch } from './means.ts';
import { benjaminiHochberg } from './multiple-testing.ts';
import { npsDifference, npsInterval } from './nps.ts';
import { poolShares } from './pooling.ts';
import { detectableDifference, katz, koopman, newcombe, wilson } from './proportions.ts';
import { poissonRate } from './rates.ts';
import { restrictedMean, restrictedMeanDifference, survivalDifference } from './survival-differences.ts';
import { kaplanMeier, survivalQuantile } from './survival.ts';
import type { SurvivalCurve } from './survival.ts';

const gone = [3, 3, 3].map((exit) => ({ exit, event: true }));
const there = [3, 5].map((exit) => ({ exit, event: false }));
const curve = (spells: Parameters<typeof kaplanMeier>[0]) => kaplanMeier(spells) as SurvivalCurve;
const row = (stop: number, event: boolean, x: number) => ({ stop, event, covariates: [x] });
const separated = [1, 2, 3, 4, 5, 6].map((at) => row(at, true, at < 4 ? 1 : 0));

/** Nobody, no event, all tied, one group, separation, and numbers that are none. */
const degenerate: Record<string, (() => unknown)[]> = {
  wilson: [() => wilson(0, 0), () => wilson(3, 2), () => wilson(Number.NaN, 5)],
  newcombe: [() => newcombe(0, 0, 1, 2), () => newcombe(1, 2, 0, 0)],
  koopman: [
    () => koopman(0, 5, 0, 5),
    () => koopman(3, 5, 0, 5),
    () => koopman(0, 0, 1, 2),
    () => koopman(5, 5, 5, 5),
  ],
  katz: [() => katz(0, 5, 3, 5), () => katz(3, 0, 3, 5)],
  detectableDifference: [
    () => detectableDifference(0, 40, 0.2),
    () => detectableDifference(40, 40, 0),
    () => detectableDifference(40, 40, 1),
    () => detectableDifference(40, 40, Number.NaN),
  ],
  npsInterval: [() => npsInterval(0, 0, 0), () => npsInterval(-1, 3, 2)],
  npsDifference: [
    () =>
      npsDifference(
        { promoters: 0, passives: 0, detractors: 0 },
        { promoters: 1, passives: 0, detractors: 0 },
      ),
  ],
  meanInterval: [
    () => meanInterval([]),
    () => meanInterval([4]),
    () => meanInterval([4, 4, 4]),
    () => meanInterval([1, Infinity]),
  ],
  welch: [() => welch([], [1, 2]), () => welch([1, 1], [1, 1])],
  pairedDifference: [
    () => pairedDifference([]),
    () =>
      pairedDifference([
        [1, 2],
        [2, 3],
      ]),
  ],
  fisherExact: [() => fisherExact(0, 0, 1, 2), () => fisherExact(0, 3, 0, 4), () => fisherExact(5, 3, 0, 4)],
  poissonRate: [() => poissonRate(0, 0), () => poissonRate(-1, 5), () => poissonRate(2, Number.NaN)],
  kaplanMeier: [
    () => kaplanMeier([]),
    () => kaplanMeier(there),
    () => kaplanMeier(gone),
    () => kaplanMeier([{ exit: Number.NaN, event: true }]),
  ],
  survivalQuantile: [() => survivalQuantile(curve(there), 0.5), () => survivalQuantile(curve(gone), 2)],
  restrictedMean: [() => restrictedMean(curve(there), 100), () => restrictedMean(curve(gone), 0)],
  restrictedMeanDifference: [() => restrictedMeanDifference(curve(there), curve(gone), 90)],
  survivalDifference: [() => survivalDifference(curve(there), curve(gone), 99)],
  logRank: [
    () => logRank([]),
    () => logRank([gone]),
    () => logRank([there, there]),
    () => logRank([gone, []]),
  ],
  detectableHazardRatio: [
    () => detectableHazardRatio(0, { share: 0.5 }),
    () => detectableHazardRatio(10, { share: 0 }),
  ],
  cox: [
    () => cox([]),
    () => cox(there.map(({ exit }) => row(exit, false, exit))),
    () => cox([row(1, true, 1), row(2, true, 1)]),
    () => cox(separated),
    () => cox([1, 1, 1, 1].map((at, i) => row(at, true, i % 2))),
    () => cox([row(Number.NaN, true, 1)]),
  ],
  aalenJohansen: [
    () => aalenJohansen([]),
    () => aalenJohansen([{ exit: 3, cause: null }]),
    () => aalenJohansen([{ exit: -1, cause: 'x' }]),
  ],
  logisticRegression: [
    () => logisticRegression([]),
    () => logisticRegression([{ outcome: true, covariates: [1] }]),
    () => logisticRegression([1, 2, 3, 4].map((x) => ({ outcome: x > 2, covariates: [x] }))),
  ],
  stabilisedWeights: [
    () => stabilisedWeights([], []),
    () => stabilisedWeights([true], [0.5]),
    () => stabilisedWeights([true, false], [1, 0]),
  ],
  effectiveSize: [() => effectiveSize([])],
  standardisedDifference: [
    () => standardisedDifference({ values: [] }, { values: [1, 2] }),
    () => standardisedDifference({ values: [1, 1] }, { values: [2, 2] }),
  ],
  mantelHaenszelRatio: [
    () => mantelHaenszelRatio([]),
    () => mantelHaenszelRatio([{ a: 1, m: 2, b: 0, n: 2 }]),
  ],
  eValue: [() => eValue(Number.NaN, 1, 2), () => eValue(0, 0, 0)],
  calibrate: [
    () => calibrate([]),
    () => calibrate([{ predicted: 0.5, happened: true }]),
    () => calibrate([0.1, 0.9].map((predicted) => ({ predicted, happened: predicted > 0.5 }))),
  ],
  areaUnderCurve: [() => areaUnderCurve([]), () => areaUnderCurve([{ predicted: 0.5, happened: true }])],
  poolShares: [() => poolShares([]), () => poolShares([{ successes: 0, n: 0 }])],
  shareLimits: [() => shareLimits([])],
  valueLimits: [() => valueLimits([]), () => valueLimits([1])],
  benjaminiHochberg: [() => benjaminiHochberg([])],
};

/** Every number of an answer, however deep. */
function* numbersIn(value: unknown): Generator<number> {
  if (typeof value === 'number') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) yield* numbersIn(inner);
}

describe('degenerate input', () => {
  it.each(Object.entries(degenerate))('to %s gives a number or a named reason, never NaN', (_, calls) => {
    for (const call of calls) {
      const found = call() as { status?: string; reason?: string };
      if (found.status === 'not-estimable') expect(notEstimableReasons).toContain(found.reason);
      else for (const number of numbersIn(found)) expect(Number.isNaN(number)).toBe(false);
    }
  });
});

describe('every export of the library', () => {
  it('says what it means', () => {
    const folder = import.meta.dirname;
    const silent = readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && !/\.(?:spec|bench)\.ts$/.test(file))
      .flatMap((file) => {
        const lines = readFileSync(join(folder, file), 'utf8').split('\n');
        return lines.flatMap((line, at) =>
          /^export (?:async )?function /.test(line) && !lines[at - 1]?.trimEnd().endsWith('*/')
            ? [`${file}: ${line}`]
            : [],
        );
      });
    expect(silent).toEqual([]);
  });
});
