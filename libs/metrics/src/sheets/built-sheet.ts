import type { ChartTable } from '../charts/chart-table.ts';
import { shareAxis, type ShareAxis } from '../charts/share-axis.ts';
import { isOfPeriod } from '../metric-grains.ts';
import { metricWords, type SaidMetric, type ToldMetric } from '../metric-words.ts';
import {
  groupName,
  periodName,
  silences,
  type BuiltWriter,
  type Silence,
  type ToldBuilt,
} from './built-words.ts';
import { footOf, type Foot } from './sheet.ts';

/** A number of a built report, of everybody or of a group: a share on an axis, and what is said of it. */
export type BuiltLine = {
  id: string;
  name: string;
  isWhole: boolean;
  value: string;
  isFew: boolean;
  base: string | null;
  notes: string[];
  /** Null where only words can be told. */
  share: { value: number; low: number; high: number } | null;
};

/** A metric of one cohort with its groups, or of all cohorts beside each other. */
export type BuiltPicture = {
  id: string;
  finding: string;
  /** Of which time, where it is not that of the report. */
  when: string | null;
  lines: BuiltLine[];
  axis: ShareAxis & { words: string };
  /** What groups are held against: everybody. */
  mark: { at: number; words: string } | null;
  /** Of whom nothing is told, and why. */
  rest: string | null;
  /** The same numbers, with what is withheld. */
  table: ChartTable;
};

/** A built report in the words of its reader: what the screen shows and its sheets of paper hold. */
export type BuiltSheet = {
  /** Of which time it is, and as of when. */
  scope: string;
  cohorts: string;
  metrics: { key: string; label: string; pictures: BuiltPicture[] }[];
  foot: Foot;
};

type Metric = NonNullable<ToldBuilt['metrics'][number]['cohorts'][number]['whole']>;
/** Somebody of whom there is a number. */
type Row = { id: string; name: string; isWhole: boolean; metric: Metric; said: SaidMetric };
type Of = { key: string; cohort: string | null; whole: Row | null; rows: Row[] };

/** Puts a built report together: what is told of whom, in which order, and what is withheld. */
export function builtSheet(writer: BuiltWriter, report: ToldBuilt): BuiltSheet {
  const { say, format } = writer;
  const { asOf, cohorts, metrics } = report;
  const words = metricWords(say, format);
  const cells = metrics.flatMap(({ cohorts: of }) =>
    of.map(({ whole, groups }) => whole ?? groups[0]?.metric),
  );
  return {
    scope: `${periodName(say, format, report.period)} · ${say('metrics.asOf', { at: format.instant(asOf) })}`,
    cohorts: format.list(cohorts.map(({ name }) => name)),
    metrics: metrics.map((metric) => ({
      key: metric.key,
      label: words.label(metric.key),
      pictures: picturesOf(writer, report, metric).map((of) => pictureOf(writer, report, of)),
    })),
    foot: footOf(writer, {
      ...report,
      metrics: metrics.flatMap(({ key }) => cells.find((cell) => cell?.key === key) ?? []),
    }),
  };
}

function picturesOf(
  { say, format }: BuiltWriter,
  report: ToldBuilt,
  metric: ToldBuilt['metrics'][number],
): Of[] {
  const words = metricWords(say, format);
  const { split, cohorts } = report;
  const nameOf = (id: string) => cohorts.find((cohort) => cohort.id === id)?.name ?? '';
  const row = (id: string, name: string, of: Metric, isWhole: boolean): Row => ({
    id,
    name,
    isWhole,
    metric: of,
    said: words.said(of),
  });
  const { key } = metric;
  if (split === null)
    return [
      {
        key,
        cohort: null,
        whole: null,
        rows: metric.cohorts.flatMap(({ cohortId, whole }) =>
          whole ? [row(cohortId, nameOf(cohortId), whole, false)] : [],
        ),
      },
    ];
  return metric.cohorts.map(({ cohortId, whole, groups }) => ({
    key,
    cohort: metric.cohorts.length > 1 ? nameOf(cohortId) : null,
    whole: whole && row('all', say('builder.group.all'), whole, true),
    rows: groups.map(({ group, metric: of }) => row(group, groupName(say, split, group), of, false)),
  }));
}

function pictureOf(writer: BuiltWriter, report: ToldBuilt, of: Of): BuiltPicture {
  const { say, format } = writer;
  const { whole, rows } = of;
  const all = whole ? [whole, ...rows] : rows;
  const lines = all.filter(({ said, metric }) => silenceOf(said, metric) === null).map(lineOf);
  const mark =
    whole?.said.isTold && whole.metric.estimate !== null && lines.length > 1
      ? { at: whole.metric.estimate, words: say('builder.line.whole', { value: whole.said.value }) }
      : null;
  const axis = shareAxis([...lines.map(({ share }) => share?.high ?? 0), mark?.at ?? 0]);
  const rest = silences.flatMap((why) => {
    const names = all.filter(({ said, metric }) => silenceOf(said, metric) === why).map(({ name }) => name);
    return names.length > 0 ? [say(`builder.rest.${why}`, { names: format.list(names) })] : [];
  });
  return {
    id: of.cohort ?? of.key,
    finding: findingOf(writer, of),
    when: whenOf(writer, report, of),
    lines,
    axis: {
      ...axis,
      words: say('ui.chart.axis', { from: format.percent(0), to: format.percent(axis.end) }),
    },
    mark,
    rest: rest.length > 0 ? rest.join(' ') : null,
    table: tableOf(writer, all),
  };
}

/** Why a number is not told; null where it is. */
function silenceOf({ standing }: SaidMetric, { suppressed }: ToldMetric): Silence | null {
  if (standing === 'nothing') return 'nothing';
  if (standing !== 'withheld') return null;
  return suppressed?.reason === 'small-group' ? 'small-group' : 'protects-others';
}

function lineOf({ id, name, isWhole, metric, said }: Row): BuiltLine {
  const { estimate, lo, hi } = metric;
  const { value, isTold, isFew, base, notes } = said;
  return {
    id,
    name,
    isWhole,
    value,
    isFew: isFew || !isTold,
    base,
    notes,
    share:
      isTold && estimate !== null ? { value: estimate, low: lo ?? estimate, high: hi ?? estimate } : null,
  };
}

function findingOf({ say, format }: BuiltWriter, { key, cohort, whole, rows }: Of): string {
  const name = metricWords(say, format).label(key);
  const label = cohort === null ? name : `${name} · ${cohort}`;
  const only = whole?.said.isTold ? whole : rows.length === 1 ? rows[0] : null;
  if (only?.said.isTold) return say('builder.finding.value', { label, value: only.said.value });
  const shares = rows.flatMap(({ metric, said }) => (said.isTold ? (metric.estimate ?? []) : []));
  if (shares.length > 1)
    return say('builder.finding.range', {
      label,
      low: format.percent(Math.min(...shares)),
      high: format.percent(Math.max(...shares)),
    });
  const isHidden = [whole, ...rows].some((row) => row?.metric.suppressed);
  return say(isHidden ? 'builder.finding.withheld' : 'builder.finding.nothing', { label });
}

/** What happened within the report's period is of it; what stood at its end is of that day. The report's own day is said once, by itself. */
function whenOf(
  { say, format }: BuiltWriter,
  { period, asOf }: ToldBuilt,
  { key, whole, rows }: Of,
): string | null {
  if (isOfPeriod(key)) return null;
  const day = format.day((whole ?? rows[0])?.metric.asOf ?? asOf);
  return period === null && day === format.day(asOf) ? null : say('builder.asOf', { day });
}

function tableOf({ say, format }: BuiltWriter, rows: readonly Row[]): ChartTable {
  const words = metricWords(say, format);
  return {
    headers: [
      say('builder.header.group'),
      say('builder.header.value'),
      say('builder.header.base'),
      say('builder.header.range'),
    ],
    rows: rows.map(({ name, metric, said }) => [
      name,
      said.value,
      (metric.suppressed ? words.withheld(metric) : words.base(metric)) ?? '',
      (said.isTold && words.interval(metric)) || '–',
    ]),
  };
}
