import type { EngagementReport, OutcomesReport, PulseReport, RhythmReport } from '@ithaca/contracts/measures';
import type { Locale } from '@ithaca/domain/vocabulary';

import { numbersTable } from './cohort-tables.ts';
import { columns as c } from './columns.ts';
import type { MetricTable } from './metric-table.ts';

/** Who met in their own rhythm, by group and week; all groups together stand first. */
export function rhythmTable({ weeks, groups, all, by }: RhythmReport): MetricTable {
  const rowsOf = (group: string | null, pairings: number | null, cells: RhythmReport['all']) =>
    cells.map(({ met, due, paused, young, suppressed }, at) => ({
      group,
      pairings,
      week: weeks[at] ?? null,
      met,
      due,
      paused,
      young,
      suppressed,
    }));
  return {
    name: `rhythm-${by}`,
    title: [
      'Who meets, by group and week',
      'Wer sich trifft, nach Gruppe und Woche',
      'من يلتقي، حسب المجموعة والأسبوع',
    ],
    metrics: ['weekly-rhythm'],
    columns: [c.group, c.pairings, c.week, c.met, c.due, c.paused, c.young, c.suppressed],
    rows: [
      ...rowsOf(null, null, all),
      ...groups.flatMap(({ group, pairings, cells }) => rowsOf(group, pairings, cells)),
    ],
  };
}

/** The numbers over the weeks: who met, and how well it is known. */
export const rhythmNumbersTable = ({ metrics }: RhythmReport, locale: Locale): MetricTable => ({
  ...numbersTable(metrics, locale),
  name: 'rhythm-numbers',
});

/** What check-ins say, side by side with their response, who would recommend the program, and what has changed by more than chance. */
export function pulseTable({ sides, recommendations }: PulseReport, locale: Locale): MetricTable {
  const changes = [
    ...sides.flatMap(({ side, change }) =>
      change
        ? [
            {
              difference: { ...change.difference, side },
              cells: { wave: change.latest.wave, state: change.verdict },
            },
          ]
        : [],
    ),
    ...recommendations.flatMap(({ change }) =>
      change ? [{ difference: change.difference, cells: { wave: null, state: change.verdict } }] : [],
    ),
  ];
  const table = numbersTable(
    [
      ...sides.flatMap(({ satisfaction, mean, response, side }) =>
        [satisfaction, mean, response].map((metric) => ({ ...metric, side })),
      ),
      ...recommendations.map(({ recommendation }) => recommendation),
      ...changes.map(({ difference }) => difference),
    ],
    locale,
  );
  return {
    ...table,
    name: 'check-ins',
    columns: [...table.columns, c.wave, c.state],
    rows: table.rows.map((row, at) => ({
      ...row,
      wave: null,
      state: null,
      ...changes[at - (table.rows.length - changes.length)]?.cells,
    })),
  };
}

/** The response wave by wave. */
export function wavesTable({ sides }: PulseReport, locale: Locale): MetricTable {
  const waves = sides.flatMap(({ side, waves: own }) => own.map((wave) => ({ ...wave, side })));
  const table = numbersTable(
    waves.map(({ response, side }) => ({ ...response, side })),
    locale,
  );
  return {
    ...table,
    name: 'check-in-waves',
    title: ['Check-ins by wave', 'Check-ins nach Wellen', 'الاستطلاعات حسب الموجة'],
    metrics: ['check-in-response'],
    columns: [c.wave, c.askedOn, ...table.columns],
    rows: table.rows.map((row, at) => ({
      ...row,
      wave: waves[at]?.wave ?? null,
      asked_on: waves[at]?.askedOn ?? null,
    })),
  };
}

/** What came of a cohort: goals, completion, what mentors carry, and careers against comparable colleagues. */
export const outcomesTable = (
  { metrics, matching, requests, mentors, workforce, careers }: OutcomesReport,
  locale: Locale,
): MetricTable => {
  const table = numbersTable(
    [
      ...metrics,
      ...matching,
      ...requests.map(({ acceptance }) => acceptance),
      ...mentors,
      ...workforce,
      ...careers.map(({ difference }) => difference),
    ],
    locale,
  );
  const nameOf = (key: unknown, side: unknown) => `${String(key)} ${String(side)}`;
  const detectable = new Map(careers.map((one) => [nameOf(one.key, one.difference.side), one.detectable]));
  const ranks = new Map(requests.map(({ rank }, at) => [metrics.length + matching.length + at, rank]));
  return {
    ...table,
    name: 'outcomes',
    title: ['Outcomes', 'Ergebnisse', 'النتائج'],
    columns: [...table.columns, c.detectable, c.rank],
    rows: table.rows.map((row, at) => ({
      ...row,
      detectable: detectable.get(nameOf(row['metric'], row['side'])) ?? null,
      rank: ranks.get(at) ?? null,
    })),
  };
};

/**
 * The engagement score of the cohort, what its parts weigh and out of how much. Never pairing by pairing: by name it is for the
 * screen of who looks after them alone, and goes into no file.
 */
export function engagementTable(
  { metric, parts, judgement }: Pick<EngagementReport, 'metric' | 'parts' | 'judgement'>,
  locale: Locale,
): MetricTable {
  const table = numbersTable([metric], locale);
  const { auc, slope, counted, holds } = judgement;
  const judged = (measure: string, found: typeof auc) => ({
    measure,
    estimate: found?.estimate ?? null,
    lo: found?.lo ?? null,
    hi: found?.hi ?? null,
    n: counted,
  });
  return {
    ...table,
    name: 'engagement',
    title: ['Engagement score and its parts', 'Engagement-Wert und seine Teile', 'درجة المشاركة وأجزاؤها'],
    metrics: ['engagement-score', 'engagement-discrimination'],
    columns: [c.measure, c.weight, c.pairings, c.state, ...table.columns],
    rows: [
      ...table.rows.map((row) => ({ measure: 'score', ...row })),
      ...parts.map(({ part, weight, share, met, of, pairings }) => ({
        measure: part,
        weight,
        pairings,
        numerator: met,
        denominator: of,
        estimate: share,
      })),
      {
        ...judged('discrimination', auc),
        state: holds === null ? 'not-yet-known' : holds ? 'holds' : 'withdrawn',
      },
      judged('slope', slope),
    ],
  };
}
