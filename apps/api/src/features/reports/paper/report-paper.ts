import type { Metric } from '@ithaca/contracts/metrics';
import type { Report } from '@ithaca/contracts/reports';
import type { Stamp } from '@ithaca/contracts/stamp';
import type { Locale } from '@ithaca/domain/vocabulary';
import { grainOf } from '@ithaca/metrics/metric-grains';
import { metricWords } from '@ithaca/metrics/metric-words';
import { retentionWords } from '@ithaca/metrics/retention-words';

import { Paper, colours } from '../../../platform/paper/paper.ts';
import type { Place } from '../../../platform/paper/paper.ts';
import { reportWords } from '../words/report-words.ts';
import { drawLegend, drawStackedBar, drawTargetColumns } from './charts.ts';
import { formatsOf } from './formats.ts';
import type { Formats } from './formats.ts';

type Words = ReturnType<typeof reportWords>;
/** What the parts of a report are written with. */
export interface Writer {
  paper: Paper;
  t: Words;
  format: Formats;
}

const NUMBERS = ['match-rate', 'meetings-held', 'cadence-adherence', 'satisfaction'];
const GOALS = ['reached', 'claimed', 'open', 'abandoned'] as const;
const MUTED = { size: 8, colour: colours.muted } as const;

/**
 * The report as one tagged page of A4: the same record, words and rules as the page on the screen, so that neither says more
 * than the other.
 */
export async function writeReport(
  report: Report,
  { locale, timeZone, address }: { locale: Locale; timeZone: string; address: string },
): Promise<Buffer> {
  const t = reportWords(locale);
  const format = formatsOf(locale, timeZone);
  const { cohort } = report;
  const title = t('reports.of', { cohort: `${cohort.programName}, ${cohort.name}` });
  const paper = await Paper.open({
    title,
    author: report.organisationName,
    at: new Date(report.asOf),
    locale,
  });
  const writer = { paper, t, format };
  writeHead(writer, report, title);
  writeNumbers(writer, report);
  writeWeeks(writer, report);
  paper.y += 16;
  paper.rule(14);
  const [start, end] = paper.columns(2, 26);
  if (!start || !end) throw new Error('a page has two halves');
  paper.beside([() => writeGoals(writer, report, start), () => writeHours(writer, report, end)]);
  paper.y += 16;
  paper.rule(14);
  paper.beside([() => writeRetention(writer, report, start), () => writeNext(writer, report, end)]);
  writeFoot(writer, report, address);
  return paper.close();
}

function frozenNote(t: Words, format: Formats, { period }: Report): string {
  if (!period) return '';
  return period.nextOn ? t('reports.frozen', { day: format.day(period.nextOn) }) : t('reports.frozen.last');
}

/** Who, of whom and as of when, above everything. */
export function writeTop({ paper, t, format }: Writer, report: Report): void {
  const [start, end] = paper.columns(2);
  paper.beside([
    () => paper.text('P', report.organisationName, { size: 9, bold: true, gap: 6 }, start),
    () =>
      paper.text(
        'P',
        `${t(`reports.audience.${report.audience}`, { count: report.areaPeople })} · ${t('metrics.asOf', { at: format.instant(report.asOf) })}`,
        { ...MUTED, gap: 6, isAtEnd: true },
        end,
      ),
  ]);
  paper.rule(12);
}

function writeHead(writer: Writer, report: Report, title: string): void {
  const { paper, t, format } = writer;
  const { cohort } = report;
  writeTop(writer, report);
  paper.text('H1', `${title} · ${format.dayRange(cohort.startsOn, cohort.endsOn)}`, {
    ...MUTED,
    size: 9,
    gap: 5,
  });
  paper.text('P', verdictOf(t, format, report), { size: 15, bold: true, gap: 5 });
  if (cohort.purpose) paper.text('P', cohort.purpose, { colour: colours.muted, lines: 2, gap: 14 });
  else paper.y += 9;
}

function verdictOf(t: Words, format: Formats, { verdict: { code, facts } }: Report): string {
  const [part, base] = code === 'over' ? [facts['held'], facts['set']] : [facts['active'], facts['pairings']];
  return t(`reports.verdict.${code}`, { part: format.number(part ?? 0), base: format.number(base ?? 0) });
}

const numbersOf = ({ metrics }: Report) =>
  NUMBERS.flatMap((key) => metrics.find((metric) => metric.key === key) ?? []);

export function writeNumbers(writer: Writer, report: Report): void {
  const { metrics, cohort, asOf, minimumGroup } = report;
  const { paper, t, format } = writer;
  const found = numbersOf(report);
  const response = metrics.find(({ key }) => key === 'check-in-response');
  const places = paper.columns(NUMBERS.length, 14);
  const words = metricWords(t, format);
  paper.beside(
    found.map((metric, at) => () => {
      const lines = words.said(metric);
      const place = places[at];
      paper.text('H2', lines.label, { ...MUTED, gap: 2 }, place);
      paper.text(
        'P',
        lines.value,
        lines.isTold
          ? { size: 19, bold: true, gap: 2, ...(lines.isFew && { colour: colours.muted }) }
          : { size: 11, bold: true, colour: colours.muted, gap: 3 },
        place,
      );
      const notes = [
        ...(lines.base === null ? [] : [lines.base]),
        ...lines.notes,
        ...(metric.asOf < asOf
          ? [t('reports.kept', { day: format.instant(metric.asOf), minimum: format.number(minimumGroup) })]
          : []),
        ...(metric.key === 'satisfaction' && response
          ? [responseOf(writer, response, cohort.format === 'peer')]
          : []),
      ];
      for (const note of notes) paper.text('P', note, { ...MUTED, size: 7.5, gap: 1 }, place);
    }),
  );
  paper.y += 10;
}

function responseOf({ t, format }: Writer, response: Metric, isOfPeers: boolean): string {
  const answered =
    response.suppressed || response.estimate === null
      ? t('reports.response.withheld')
      : t('reports.response', {
          percent: format.percent(response.estimate),
          part: format.number(response.numerator ?? 0),
          base: format.number(response.denominator ?? 0),
        });
  return isOfPeers ? answered : `${t('reports.mentees')} · ${answered}`;
}

export function writeWeeks({ paper, t, format }: Writer, { heldByWeek: weeks }: Report, height = 170): void {
  paper.rule(10);
  const isTold = weeks.some(({ held }) => (held ?? 0) > 0) || weeks.every(({ held }) => held === 0);
  if (weeks.length === 0 || !isTold) {
    paper.text('H2', t('reports.weeks.title.plain'), { size: 10, bold: true });
    paper.text('P', t('reports.weeks.none'), MUTED);
    return;
  }
  const told = weeks.filter(({ held, expected }) => held !== null && expected !== null);
  const isComplete = weeks.every(({ held }) => held !== null);
  const sum = (of: 'held' | 'expected') => told.reduce((total, week) => total + (week[of] ?? 0), 0);
  const title =
    isComplete && sum('expected') > 0
      ? t('reports.weeks.title', {
          percent: format.percent(sum('held') / sum('expected')),
          held: format.number(sum('held')),
          expected: format.number(sum('expected')),
        })
      : t('reports.weeks.title.plain');
  const hasHidden = weeks.some(({ held }) => held === null);
  paper.text('H2', title, { size: 10, bold: true, gap: 2 });
  paper.text('P', t(hasHidden ? 'reports.weeks.summary.withheld' : 'reports.weeks.summary'), {
    ...MUTED,
    gap: 6,
  });
  const say = (value: number | null) => (value === null ? t('metrics.withheld') : format.number(value));
  drawLegend(
    paper,
    t('metrics.weeks.held'),
    t('reports.weeks.expected'),
    hasHidden ? t('metrics.withheld') : null,
  );
  drawTargetColumns(
    paper,
    weeks.map(({ weekStartsOn, held, expected }) => ({
      label: format.shortDay(weekStartsOn),
      value: held,
      target: expected,
    })),
    {
      height,
      number: format.number,
      alt: [
        title,
        ...weeks.map(
          ({ weekStartsOn, held, expected }) =>
            `${format.shortDay(weekStartsOn)}: ${t('metrics.weeks.held')} ${say(held)}, ${t('reports.weeks.expected')} ${say(expected)}`,
        ),
      ].join('. '),
    },
  );
}

export function writeGoals({ paper, t, format }: Writer, { goals }: Report, place: Place): void {
  const told = GOALS.filter((state) => goals?.[state] != null);
  const hidden = GOALS.filter((state) => goals === null || goals[state] === null);
  const all = told.reduce((sum, state) => sum + (goals?.[state] ?? 0), 0);
  const title =
    hidden.length === 0 && all > 0
      ? t('reports.goals.title', { reached: format.number(goals?.reached ?? 0), all: format.number(all) })
      : t('reports.goals.title.plain');
  paper.text('H2', title, { size: 10, bold: true, gap: 5 }, place);
  const parts = told.map((state) => ({ label: t(`reports.goals.${state}`), value: goals?.[state] ?? 0 }));
  if (all > 0)
    drawStackedBar(paper, parts, {
      place,
      number: format.number,
      alt: [title, ...parts.map(({ label, value }) => `${label}: ${format.number(value)}`)].join('. '),
    });
  if (goals === null) paper.text('P', t('reports.goals.none'), MUTED, place);
  else if (hidden.length > 0)
    paper.text(
      'P',
      t('reports.goals.withheld', {
        states: format.list(hidden.map((state) => t(`reports.goals.${state}`))),
      }),
      MUTED,
      place,
    );
}

function writeHours({ paper, t, format }: Writer, { hours, areaPeople }: Report, place: Place): void {
  paper.text('H2', t('reports.hours'), { size: 10, bold: true, gap: 3 }, place);
  if (hours === null) return paper.text('P', t('reports.hours.withheld'), MUTED, place);
  paper.text(
    'P',
    t('reports.hours.total', { count: Math.round(hours) }),
    { size: 19, bold: true, gap: 2 },
    place,
  );
  const each = areaPeople > 0 ? hours / areaPeople : 0;
  paper.text(
    'P',
    t('reports.hours.each', { hours: format.number(each, { maximumFractionDigits: 1 }) }),
    MUTED,
    place,
  );
}

export function writeRetention({ paper, t, format }: Writer, report: Report, place: Place): void {
  const { retention, retentionOfMentors } = report;
  paper.text('H2', t('metrics.retention'), { size: 10, bold: true, gap: 3 }, place);
  if (!retention) return paper.text('P', t('reports.retention.area'), MUTED, place);
  const wordsOf = retentionWords(t, format);
  const { finding, details, naive } = wordsOf(retention);
  paper.text('P', finding, { size: 9, gap: 3 }, place);
  if (details.length > 0) paper.text('P', details.slice(0, 3).join(' '), { ...MUTED, gap: 3 }, place);
  if (naive) paper.text('P', `${naive.number} ${naive.why}`, { ...MUTED, size: 7.5, gap: 3 }, place);
  // What it is too early for, it is too early for of mentors as well.
  const ofMentors = retentionOfMentors && wordsOf(retentionOfMentors).finding;
  if (ofMentors && ofMentors !== finding) paper.text('P', ofMentors, { size: 8 }, place);
}

function writeNext({ paper, t, format }: Writer, { verdict, cohort }: Report, place: Place): void {
  paper.text('H2', t('reports.next'), { size: 10, bold: true, gap: 3 }, place);
  paper.text('P', t(`reports.next.${verdict.code}`, { day: format.day(cohort.endsOn) }), { size: 9 }, place);
}

/** Of which state of the data a page is; a page that was frozen before that was noted says when it was formed alone. */
export const stampLine = (t: Words, format: Formats, stamp: Stamp): string =>
  stamp.dataVersion === null
    ? t('metrics.computed', { at: format.instant(stamp.computedAt) })
    : t('metrics.stamp', { version: stamp.dataVersion, at: format.instant(stamp.computedAt) });

/** Under what name and version the dictionary defines a number, and what one unit of it is: as every file and answer says it. */
export const definitionOf = ({ key, version }: Pick<Metric, 'key' | 'version'>): string =>
  [`${key} v${version}`, ...[grainOf(key)].flatMap((grain) => (grain ? [`(${grain})`] : []))].join(' ');

export function writeFoot({ paper, t, format }: Writer, report: Report, address: string): void {
  paper.y = Math.max(paper.y + 12, paper.y + paper.left - 68);
  paper.rule(7);
  const style = { ...MUTED, size: 7.5 };
  const [start, end] = paper.columns(2, 26);
  paper.beside([
    () => {
      paper.text('P', `${t('reports.method')}: ${t('reports.method.words')}`, { ...style, gap: 1 }, start);
      paper.text('P', stampLine(t, format, report.stamp), style, start);
    },
    () =>
      paper.text(
        'P',
        `${t('reports.privacy')}: ${t('reports.privacy.words', { minimum: format.number(report.minimumGroup) })} ${frozenNote(t, format, report)}`.trim(),
        style,
        end,
      ),
  ]);
  paper.text('P', numbersOf(report).map(definitionOf).join(' · '), { ...style, gap: 1 });
  paper.text('P', address, { ...style, colour: colours.accent, link: address, gap: 0 });
}
