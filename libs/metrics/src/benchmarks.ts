import type { MetricKey } from './metric-grains.ts';

/**
 * How far a finding carries: A a randomised trial or a meta-analysis; B a large or controlled study; C one program,
 * unadjusted; D a vendor's customers; `goal` what somebody sets as a goal, not what was found.
 */
export const benchmarkGrades = ['A', 'B', 'C', 'D', 'goal'] as const;
export type BenchmarkGrade = (typeof benchmarkGrades)[number];

/** A published reference value. `metric` and `value` only where it was counted as the metric of ours is. */
export type PublishedBenchmark = {
  key: string;
  /** Who published it, where and when; never translated. */
  source: string;
  grade: BenchmarkGrade;
  /** How many people, pairs or studies stand behind it; null where it is not said. */
  n: number | null;
  metric: MetricKey | null;
  value: number | null;
};

/** What is published about mentoring at work that is worth reading beside one's own numbers. */
export const publishedBenchmarks = [
  {
    key: 'trial',
    source: 'Sandvik, Saouma, Seegert & Stanton, NBER 29148 (2021), Management Science (2025)',
    grade: 'A',
    n: 603,
    metric: null,
    value: null,
  },
  {
    key: 'small-effects',
    source:
      'Allen et al., Journal of Applied Psychology 89 (2004); Eby et al., Journal of Vocational Behavior 72 (2008)',
    grade: 'A',
    n: null,
    metric: null,
    value: null,
  },
  {
    key: 'similarity',
    source: 'Eby et al., Psychological Bulletin 139 (2013)',
    grade: 'A',
    n: 173,
    metric: null,
    value: null,
  },
  {
    key: 'quality',
    source: 'Ragins, Cotton & Miller, Academy of Management Journal 43 (2000)',
    grade: 'B',
    n: 1162,
    metric: null,
    value: null,
  },
  {
    key: 'early-ends',
    source: 'American Journal of Community Psychology (2022)',
    grade: 'B',
    n: 82_224,
    metric: null,
    value: null,
  },
  {
    key: 'matched-in-three-weeks',
    source: 'Sun Microsystems, mentoring at SEED 1996–2009',
    grade: 'C',
    n: 7300,
    metric: 'match-rate',
    value: 0.81,
  },
  {
    key: 'satisfied',
    source: 'Sun Microsystems, mentoring at SEED 1996–2009',
    grade: 'C',
    n: 7300,
    metric: 'satisfaction',
    value: 0.9,
  },
  {
    key: 'naive-retention',
    source: 'Sun Microsystems, mentoring at SEED 1996–2009',
    grade: 'C',
    n: 7300,
    metric: null,
    value: null,
  },
  { key: 'quits', source: 'MentorcliQ, customers', grade: 'D', n: null, metric: null, value: null },
  {
    key: 'match-goal',
    source: 'Mentorloop, program goals',
    grade: 'goal',
    n: null,
    metric: 'match-rate',
    value: 0.7,
  },
] as const satisfies readonly PublishedBenchmark[];

export type PublishedKey = (typeof publishedBenchmarks)[number]['key'];
