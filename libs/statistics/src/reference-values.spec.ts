import { describe, expect, it } from '@jest/globals';
import { aalenJohansen, type CompetingSpell } from './competing-risks.ts';
import { shareLimits, valueLimits } from './control-limits.ts';
import { testProportionality } from './cox-proportionality.ts';
import { cox } from './cox.ts';
import { gammaQuantile } from './distributions.ts';
import { eValue } from './e-value.ts';
import { fisherExact } from './fisher.ts';
import { detectableHazardRatio, logRank } from './log-rank.ts';
import { mantelHaenszelRatio } from './mantel-haenszel.ts';
import { meanInterval, pairedDifference } from './means.ts';
import { npsDifference, npsInterval } from './nps.ts';
import { poolShares } from './pooling.ts';
import { detectableDifference, katz, koopman, newcombe, wilson } from './proportions.ts';
import { heart, lung, veteran } from './published-data.ts';
import { poissonRate } from './rates.ts';
import { restrictedMeanDifference, survivalDifference } from './survival-differences.ts';
import { kaplanMeier, survivalAt, survivalQuantile } from './survival.ts';

// Literal values of R 4.2.2 with survival 3.5-3 and etm 1.1.1, the call beside each. Where R has no function of its own the
// formula of the paper was reckoned in R, roots by uniroot(tol = 1e-15).

/** What was estimated; a refusal fails with its reason. */
function got<T extends { status: string }>(answer: T): Extract<T, { status: 'estimated' }> {
  if (answer.status !== 'estimated') throw new Error(JSON.stringify(answer));
  return answer as Extract<T, { status: 'estimated' }>;
}

const interval = (answer: { status: string }): unknown[] => {
  const { estimate, lower, upper } = got(answer) as unknown as Record<string, unknown>;
  return [estimate, lower, upper];
};

const sleep = {
  first: [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
  second: [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
};
const strata = [
  { a: 12, m: 40, b: 30, n: 60 },
  { a: 20, m: 50, b: 15, n: 45 },
  { a: 5, m: 12, b: 9, n: 30 },
];
const cohorts = [
  { successes: 9, n: 10 },
  { successes: 30, n: 60 },
  { successes: 5, n: 20 },
  { successes: 40, n: 70 },
];
const months = [
  [30, 60],
  [31, 62],
  [32, 59],
  [28, 61],
  [35, 70],
  [40, 80],
  [22, 44],
  [30, 60],
  [31, 61],
  [29, 58],
  [33, 66],
  [10, 60],
].map(([successes = 0, n = 0]) => ({ successes, n }));
const single = [5.1, 6.2, 4.9, 5.7, 6.6, 5.2, 6.1, 4.4, 5.8, 6.3, 5.5, 9.9];
const counts = (promoters: number, passives: number, detractors: number) => ({
  promoters,
  passives,
  detractors,
});

const lungSpells = lung.time.map((exit, i) => ({ exit, event: lung.status[i] === 2 }));
const curveOf = (sex: number) => got(kaplanMeier(lungSpells.filter((_, i) => lung.sex[i] === sex)));
const weighted = got(
  kaplanMeier(lungSpells.map((spell, i) => ({ ...spell, weight: 0.5 + ((i + 1) % 5) / 2 }))),
);
/** Died, as cause by sex, of those who came late: entry (i %% 7) * 5. */
const late = lung.time.map((exit, i): CompetingSpell => ({
  enter: ((i + 1) % 7) * 5,
  exit,
  cause: lung.status[i] === 1 ? null : lung.sex[i] === 1 ? 'man' : 'woman',
}));
const incidenceAt = (day: number) =>
  ['man', 'woman'].flatMap((cause) => {
    const step = got(aalenJohansen(late)).causes[cause]?.findLast(({ time }) => time <= day);
    return [step?.incidence, step?.standardError];
  });
const clustered = veteran.time.map((stop, i) => ({
  stop,
  event: veteran.status[i] === 1,
  covariates: [veteran.trt[i] ?? 0, veteran.karno[i] ?? 0, veteran.diagtime[i] ?? 0],
  stratum: String(veteran.celltype[i]),
  cluster: String(i % 17),
  weight: 0.5 + (i % 3),
}));

const asked: [call: string, ask: () => unknown[], reference: number[]][] = [
  [
    'prop.test(81, 263, correct = FALSE)',
    () => interval(wilson(81, 263)),
    [81 / 263, 0.255288519878274, 0.3662095769828],
  ],
  [
    'prop.test(1, 29, correct = FALSE, conf.level = 0.99)',
    () => interval(wilson(1, 29, 0.99)),
    [1 / 29, 0.00406149419688382, 0.23825425313641294],
  ],
  [
    'Newcombe 1998, method 10, on the limits of prop.test',
    () => interval(newcombe(56, 70, 48, 80)),
    [0.2, 0.0524314724023649, 0.3338726540369059],
  ],
  [
    'Koopman 1984, score equation and limits by uniroot',
    () => [...interval(koopman(36, 40, 16, 80)), ...interval(koopman(5, 12, 9, 14))],
    [4.5, 2.939569192215, 7.15222343486599, 0.648148148148148, 0.281237902149128, 1.342530817171632],
  ],
  ['Katz 1978, method C', () => interval(katz(12, 40, 30, 60)), [0.6, 0.350784267535113, 1.026271795282166]],
  [
    'fisher.test(matrix(c(8, 2, 1, 5), 2)), alternative two.sided, greater, less',
    () => {
      const { twoSided, greater, less } = got(fisherExact(8, 10, 1, 6));
      return [twoSided, greater, less];
    },
    [0.0349650349650349, 0.0244755244755245, 0.9991258741258742],
  ],
  [
    'Mantel–Haenszel ratio of three strata with the interval of Greenland & Robins',
    () => interval(mantelHaenszelRatio(strata)),
    [0.901137884872825, 0.640240257656001, 1.26835118198609],
  ],
  [
    'adjusted Wald of Rocks 2016, one score',
    () => interval(npsInterval(40, 30, 30)),
    [10, -6.27193708785021, 25.68941281600555],
  ],
  [
    'adjusted Wald of Rocks 2016, two scores',
    () => {
      const found = npsDifference(counts(45, 30, 25), counts(35, 30, 35));
      return [...interval(found), got(found).pValue];
    },
    [20, -3.0265209266148756, 41.8614723829255553, 0.0899488886401435],
  ],
  [
    'poisson.test(3000000, 1000)',
    () => interval(poissonRate(3_000_000, 1000)),
    [3000, 2996.606190049971, 3003.396704821656],
  ],
  [
    'qgamma(c(0.025, 0.975), 5e6), qgamma(1 - 2^-40, 7)',
    () => [gammaQuantile(0.025, 5e6), gammaQuantile(0.975, 5e6), gammaQuantile(1 - 2 ** -40, 7)],
    [4995618.334526948, 5004383.559778905, 43.99361119784728],
  ],
  [
    't.test(extra[group == 2]) of sleep',
    () => interval(meanInterval(sleep.second)),
    [2.33, 0.897677539376705, 3.762322460623294],
  ],
  [
    't.test(extra[group == 2], extra[group == 1], paired = TRUE) of sleep',
    () => interval(pairedDifference(sleep.first.map((value, i) => [value, sleep.second[i] ?? 0]))),
    [1.58, 0.700114236723018, 2.459885763276982],
  ],
  [
    'E-value of VanderWeele & Ding 2017 for 0.8 (0.68 to 0.95)',
    () => {
      const { estimate, limit } = got(eValue(0.8, 0.68, 0.95));
      return [estimate, limit];
    },
    [1.60889134837784, 1.22984703106402],
  ],
  [
    'beta-binomial moments of Kleinman 1973, limits by qbeta',
    () => {
      const { mean, weight, groups } = got(poolShares(cohorts));
      return [mean, weight, ...groups.flatMap((group) => interval(group).slice(1))];
    },
    [
      0.525, 9.650420120358804, 0.503582568466076, 0.886613566322189, 0.387146095493773, 0.619593116896198,
      0.183601064218357, 0.51591123904952, 0.45636598157167, 0.672108974207992,
    ],
  ],
  [
    'p-chart, centre and limits of the last point',
    () => {
      const { centre, points } = got(shareLimits(months));
      return [centre, points.at(-1)?.lower, points.at(-1)?.upper];
    },
    [0.473684210526316, 0.280303441359223, 0.667064979693409],
  ],
  [
    'XmR chart: mean(v) and 3 / 1.128 * mean(abs(diff(v)))',
    () => {
      const { centre, points } = got(valueLimits(single));
      return [centre, points.at(-1)?.lower, points.at(-1)?.upper];
    },
    [5.975, 2.29995164410058, 9.65004835589942],
  ],
  [
    'smallest detectable difference and hazard ratio by qnorm',
    () => {
      const { below, above } = got(detectableHazardRatio(87, { share: 0.4 }));
      return [got(detectableDifference(120, 80, 0.3)).difference, below, above];
    },
    [0.185307444097039, 0.541663527165748, 1.84616454652669],
  ],
  [
    'survfit(Surv(time, status) ~ 1, lung, sex == 2 and 1), rmean = 365, difference',
    () => interval(restrictedMeanDifference(curveOf(2), curveOf(1), 365)),
    [55.9703243399798, 26.6529363773313, 85.2877123026282],
  ],
  [
    'the same at day 365, conf.type = "log-log", limits by MOVER',
    () => interval(survivalDifference(curveOf(2), curveOf(1), 365)),
    [0.1903751955465269, 0.0408366881619954, 0.3274798677562623],
  ],
  [
    'quantile(survfit(Surv(time, status) ~ 1, lung, sex == 1, conf.type = "log-log"))',
    () =>
      [0.25, 0.5, 0.75].flatMap((q) => {
        const { time, lower, upper } = got(survivalQuantile(curveOf(1), q));
        return [time, lower, upper];
      }),
    [144, 105, 176, 270, 210, 306, 457, 371, 567],
  ],
  [
    'survfit(Surv(time, status) ~ 1, lung, weights = 0.5 + (i %% 5) / 2) and the error of Xie & Liu',
    () =>
      [180, 365, 700].flatMap((day) => {
        const { survival, standardError } = got(survivalAt(weighted, day));
        return [survival, standardError];
      }),
    [
      0.706817954894321, 0.0332393574567299, 0.396426457534155, 0.0387889123152558, 0.124470762746197,
      0.0307257592106305,
    ],
  ],
  [
    'etm(…, covariance = TRUE) of lung, the sexes as causes, entry (i %% 7) * 5',
    () => [100, 365, 700].flatMap(incidenceAt),
    [
      0.0977025794247722, 0.0223410136812374, 0.026692546542577, 0.0107552420644967, 0.4059561756693111,
      0.0358305773325865, 0.17929054677847, 0.0279115480813227, 0.5844612542565464, 0.0395044999837316,
      0.2712295158506032, 0.0349700450139273,
    ],
  ],
  [
    'coxph(Surv(start, stop, event) ~ surgery, heart, ties = "exact")$score: log-rank with delayed entry',
    () => {
      const groups = [0, 1].map((surgery) =>
        heart.stop.flatMap((exit, i) =>
          heart.surgery[i] === surgery
            ? [{ enter: heart.start[i] ?? 0, exit, event: heart.event[i] === 1 }]
            : [],
        ),
      );
      return [got(logRank(groups)).chiSquare];
    },
    [4.44318521362381],
  ],
  [
    'coxph(… + strata(celltype), veteran, weights = 0.5 + i %% 3, cluster = i %% 17), cox.zph(transform = "km")',
    () => {
      const model = got(cox(clustered));
      const test = got(testProportionality(clustered, model));
      return [
        ...model.coefficients.map((one) => one.estimate),
        ...model.coefficients.map((one) => one.standardError),
        ...model.naiveStandardErrors,
        model.wald.chiSquare,
        ...[...test.covariates, test.overall].map((one) => one.chiSquare),
      ];
    },
    [
      0.14536824593533229, -0.03598608620129088, 0.00887852414747126, 0.14013681526857308,
      0.00498098477992669, 0.00845337853357671, 0.16386318045324252, 0.00485927812243172, 0.00727476230503002,
      62.9521806562456, 0.00570916550860045, 18.2528298813964831, 0.27086241501165947, 18.95805487895300345,
    ],
  ],
];

describe('beside R', () => {
  it.each(asked)('%s', (_, ask, reference) => {
    const found = ask();
    expect(found).toHaveLength(reference.length);
    for (const [i, value] of reference.entries())
      expect(Math.abs(Number(found[i]) - value)).toBeLessThan(1e-8 * Math.max(1, Math.abs(value)));
  });
});
