import type { OutcomesReport } from '@ithaca/contracts/measures';
import type {
  AccessReport,
  CohortOverview,
  CohortWorkforce,
  Metric,
  Retention,
} from '@ithaca/contracts/metrics';
import type { Locale } from '@ithaca/domain/vocabulary';
import { findMetric } from '@ithaca/metrics/catalogue';
import { standingOf } from '@ithaca/metrics/standing';

import { reportWords } from '../words/report-words.ts';
import { columns as c } from './columns.ts';
import type { MetricTable } from './metric-table.ts';

type Row = MetricTable['rows'][number];

/** The numbers as the screen tells them: of a base that is too small the counts, but no share. */
export function numbersTable(metrics: readonly Metric[], locale: Locale): MetricTable {
  const t = reportWords(locale);
  const known = metrics.flatMap(({ key }) => findMetric(key)?.key ?? []);
  return {
    name: 'numbers',
    title: ['Key numbers', 'Kennzahlen', 'المؤشرات الرئيسية'],
    metrics: known,
    columns: [
      c.metric,
      c.label,
      c.version,
      c.side,
      c.unit,
      c.numerator,
      c.denominator,
      c.estimate,
      c.lo,
      c.hi,
      c.method,
      c.n,
      c.pending,
      c.unknown,
      c.excluded,
      c.sourceMix,
      c.standing,
      c.suppressed,
      c.asOf,
    ],
    rows: metrics.map((metric) => {
      const { key, version, side, unit, numerator, denominator, n, method, pending, unknown, asOf } = metric;
      const standing = standingOf(metric);
      const isTold = standing === 'few' || standing === 'enough';
      const found = findMetric(key);
      return {
        metric: key,
        label: found ? t(`metrics.label.${found.key}`) : key,
        version,
        side,
        unit,
        numerator,
        denominator,
        estimate: isTold ? metric.estimate : null,
        lo: isTold ? metric.lo : null,
        hi: isTold ? metric.hi : null,
        method: isTold ? method : null,
        n,
        pending,
        unknown,
        excluded: listed(metric.excluded),
        source_mix: listed(metric.sourceMix ?? {}),
        standing,
        suppressed: metric.suppressed?.reason ?? null,
        asOf,
      };
    }),
  };
}

const listed = (counts: Metric['excluded']) =>
  Object.entries(counts)
    .map(([name, count]) => `${name}=${count}`)
    .join('; ');

/** The stages, and below them at which of them people left for what reason. */
export function funnelTable({ funnel, walkIns, dropOuts }: CohortOverview): MetricTable {
  const invited = funnel.some(({ stage }) => stage === 'invited');
  const rowsOf = (way: string, steps: CohortOverview['funnel']): Row[] =>
    steps.map(({ stage, reached, conversion, lo, hi, pending, mature, medianDays }) => ({
      way,
      stage,
      reached,
      share: conversion,
      lo,
      hi,
      pending,
      mature_share: mature?.share ?? null,
      mature_base: mature?.base ?? null,
      median_days: medianDays,
    }));
  return {
    name: 'funnel',
    title: ['From invitation to completion', 'Von der Einladung zum Abschluss', 'من الدعوة إلى الإتمام'],
    metrics: ['funnel-conversion', 'drop-outs'],
    columns: [
      c.way,
      c.stage,
      c.reason,
      c.reached,
      c.share,
      c.shareLo,
      c.shareHi,
      c.pending,
      c.mature,
      c.matureBase,
      c.medianDays,
    ],
    rows: [
      ...rowsOf(invited ? 'invited' : 'walk-in', funnel),
      ...rowsOf('walk-in', walkIns),
      ...dropOuts.map(({ stage, reason, count }) => ({ way: 'left', stage, reason, reached: count })),
    ],
  };
}

export const weeksTable = ({ heldByWeek }: CohortOverview): MetricTable => ({
  name: 'weeks',
  title: ['Meetings by week', 'Treffen nach Wochen', 'اللقاءات حسب الأسبوع'],
  metrics: ['meetings-held'],
  columns: [c.week, c.held, c.planned],
  rows: heldByWeek.map(({ weekStartsOn, held, planned }) => ({ week: weekStartsOn, held, planned })),
});

export const healthTable = ({ health }: CohortOverview): MetricTable => ({
  name: 'health',
  title: ['Pairings by health', 'Paare nach Zustand', 'الثنائيات حسب الحالة'],
  metrics: ['pairing-health'],
  columns: [c.state, c.pairings],
  rows: Object.entries(health).map(([state, pairings]) => ({ state, pairings })),
});

export const evidenceTable = ({ meetingEvidence }: CohortOverview): MetricTable => ({
  name: 'evidence',
  title: ['How meetings are known', 'Woher Treffen bekannt sind', 'كيف عُرف انعقاد اللقاءات'],
  metrics: ['meetings-held', 'meetings-held-confirmed'],
  columns: [c.evidence, c.meetings],
  rows: Object.entries(meetingEvidence).map(([evidence, meetings]) => ({ evidence, meetings })),
});

export function accessTable({ stages, by, names }: AccessReport): MetricTable {
  return {
    name: `access-${by}`,
    title: ['Access by groups', 'Zugang nach Gruppen', 'الوصول حسب المجموعات'],
    metrics: ['access-ratio'],
    columns: [
      c.stage,
      c.group,
      c.n,
      c.reached,
      c.share,
      c.shareLo,
      c.shareHi,
      c.reference,
      c.ratio,
      c.ratioLo,
      c.ratioHi,
      c.others,
      c.othersLo,
      c.othersHi,
      c.adjusted,
      c.adjustedLo,
      c.adjustedHi,
      c.flag,
      c.q,
      c.suppressed,
    ],
    rows: stages.flatMap(({ stage, reference, groups, suppressed }): Row[] =>
      suppressed
        ? [{ stage, suppressed: suppressed.reason }]
        : groups.map((one) => ({
            stage,
            group: names[one.group] ?? one.group,
            n: one.n,
            reached: one.reached,
            share: one.rate,
            lo: one.lo,
            hi: one.hi,
            reference: reference === null ? null : (names[reference] ?? reference),
            ...ratioCells('ratio', one.toReference),
            ...ratioCells('others', one.toOthers),
            ...ratioCells('adjusted', one.adjusted),
            flag: one.flag,
            q: one.q ?? null,
            suppressed: one.suppressed?.reason ?? null,
          })),
    ),
  };
}

/** What the mentors of each group carry; of what people declared without minutes. */
export function burdenTable({ burden, by, names }: AccessReport): MetricTable {
  return {
    name: `burden-${by}`,
    title: ['Who carries the mentoring', 'Wer das Mentoring trägt', 'من يحمل الإرشاد'],
    metrics: ['mentor-burden'],
    columns: [
      c.group,
      c.n,
      c.reached,
      c.share,
      c.shareLo,
      c.shareHi,
      c.ofMinutes,
      c.ofMentors,
      c.ofEligible,
      c.perMentor,
      c.difference,
      c.differenceLo,
      c.differenceHi,
      c.q,
      c.state,
      c.suppressed,
    ],
    rows: (burden?.groups ?? []).map((one) => ({
      group: names[one.group] ?? one.group,
      n: one.mentors,
      reached: one.heavy,
      share: one.rate,
      lo: one.lo,
      hi: one.hi,
      of_minutes: one.shareOfMinutes,
      of_mentors: one.shareOfMentors,
      of_eligible: one.shareOfEligible,
      per_mentor: one.perMentor,
      difference: one.difference?.estimate ?? null,
      difference_lo: one.difference?.lo ?? null,
      difference_hi: one.difference?.hi ?? null,
      q: one.q,
      state: one.verdict,
      suppressed: one.suppressed?.reason ?? null,
    })),
  };
}

const ratioCells = (key: string, found: { ratio: number; lo: number; hi: number } | null): Row => ({
  [key]: found?.ratio ?? null,
  [`${key}_lo`]: found?.lo ?? null,
  [`${key}_hi`]: found?.hi ?? null,
});

/** What the comparisons found, that of mentors below; a measure that the data cannot carry is a row without figures. */
export function retentionTable({
  retention,
  retentionOfMentors,
  sensitivity,
}: Pick<OutcomesReport, 'retention' | 'retentionOfMentors' | 'sensitivity'>): MetricTable {
  return {
    name: 'retention',
    title: ['Who stays', 'Wer bleibt', 'من يبقى'],
    metrics: [
      'retention-difference',
      'retention-kept-days',
      'retention-naive',
      ...(retentionOfMentors ? (['mentor-retention-difference', 'mentor-retention-kept-days'] as const) : []),
    ],
    columns: [c.side, c.measure, c.n, c.exits, c.estimate, c.lo, c.hi, c.state],
    rows: [
      ...comparisonRows(retention, sensitivity),
      ...(retentionOfMentors ? comparisonRows(retentionOfMentors, []) : []),
    ],
  };
}

function comparisonRows(retention: Retention, sensitivity: OutcomesReport['sensitivity']): Row[] {
  const { side, participants, others, difference, restrictedMeanDays, hazard } = retention;
  const { overTime, weighted, naive } = retention;
  const ranged = (measure: string, found: { lo: number; hi: number } | null, estimate: number | null) => ({
    measure,
    estimate,
    lo: found?.lo ?? null,
    hi: found?.hi ?? null,
  });
  const found: Row[] = [
    { measure: 'design', state: retention.design },
    ...(retention.within ? [{ measure: 'compared-within', state: retention.within }] : []),
    { measure: 'verdict', state: retention.verdict },
    { measure: 'status', state: retention.status },
    { measure: 'participants', n: participants.n, exits: participants.events },
    { measure: 'comparable-others', n: others.n, exits: others.events },
    ranged('difference-of-shares-after-12-months', difference, difference?.estimate ?? null),
    ...sensitivity.map(({ landmarkDays, difference: other }) =>
      ranged(`difference-with-landmark-of-${landmarkDays}-days`, other, other?.estimate ?? null),
    ),
    ranged('difference-of-days-within-12-months', restrictedMeanDays, restrictedMeanDays?.estimate ?? null),
    ranged('hazard-ratio', hazard, hazard?.ratio ?? null),
    ...(side === 'mentor'
      ? []
      : [
          ranged('hazard-ratio-over-time', overTime, overTime?.ratio ?? null),
          ranged('hazard-ratio-weighted', weighted, weighted?.ratio ?? null),
          ranged('weighted-participants-worth', null, weighted?.participants ?? null),
          ranged('weighted-others-worth', null, weighted?.others ?? null),
        ]),
    ranged('log-rank-p', null, retention.logRankP),
    ranged('smallest-detectable-hazard-ratio', null, retention.smallestDetectableHazardRatio),
    ...retention.balance.map(({ fact, difference: apart }) => ranged(`balance-${fact}`, null, apart)),
    ...(weighted?.balance ?? []).map(({ fact, difference: apart }) =>
      ranged(`balance-weighted-${fact}`, null, apart),
    ),
    { measure: 'without-counterpart', n: retention.noCounterpart },
    { measure: 'other-side-left-out', n: retention.otherSide },
    ...(side === 'mentor'
      ? []
      : [
          ranged('naive-share-of-participants', null, naive?.participants ?? null),
          ranged('naive-share-of-others', null, naive?.others ?? null),
        ]),
  ];
  return found.map((row) => ({ side, ...row }));
}

export const curvesTable = ({
  retention,
  retentionOfMentors,
}: Pick<CohortWorkforce, 'retention' | 'retentionOfMentors'>): MetricTable => ({
  name: 'curves',
  title: ['Still employed, day by day', 'Noch beschäftigt, Tag für Tag', 'من لا يزال يعمل، يومًا بيوم'],
  metrics: [
    'retention-difference',
    'retention-kept-days',
    ...(retentionOfMentors ? (['mentor-retention-difference', 'mentor-retention-kept-days'] as const) : []),
  ],
  columns: [c.side, c.group, c.day, c.employed, c.shareLo, c.shareHi, c.atRisk],
  rows: [retention, ...(retentionOfMentors ? [retentionOfMentors] : [])].flatMap(curveRows),
});

const curveRows = ({ side, curves }: Retention): Row[] =>
  (['participants', 'others'] as const).flatMap((group) => {
    const curve = curves?.[group];
    return (curve?.days ?? []).map((day, index) => ({
      side,
      group,
      day,
      employed: curve?.survival[index] ?? null,
      lo: curve?.lo[index] ?? null,
      hi: curve?.hi[index] ?? null,
      at_risk: curve?.atRisk[index] ?? null,
    }));
  });
