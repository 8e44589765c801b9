import type { Metric } from '@ithaca/contracts/metrics';
import type { BuiltReport } from '@ithaca/contracts/saved-reports';
import { isOfPeriod } from '@ithaca/domain/built-report';
import type { Locale } from '@ithaca/domain/vocabulary';
import { metricWords } from '@ithaca/metrics/metric-words';
import { definitionOf, stampWords } from '@ithaca/metrics/sheets/sheet';
import { standingOf } from '@ithaca/metrics/standing';

import { Paper, colours } from '../../../platform/paper/paper.ts';
import { groupName, periodName } from '../built/built-words.ts';
import { reportWords } from '../words/report-words.ts';
import { formatsOf } from './formats.ts';
import type { Formats } from './formats.ts';

interface Writer {
  paper: Paper;
  t: ReturnType<typeof reportWords>;
  format: Formats;
}
type OfMetric = BuiltReport['metrics'][number];
/** One line of a metric: who it is of, and the number. */
interface Line {
  name: string;
  isWhole: boolean;
  metric: Metric;
}

const MUTED = { size: 8, colour: colours.muted } as const;
const ROW = 14;
const GAP = 12;
/** Heading, note and two lines: less of a metric never stands alone at the foot of a page. */
const LEAST = 66;

/** A built report on A4, page after page where one does not hold it: each number with its base and its range. */
export async function writeBuilt(
  report: BuiltReport,
  asked: { name: string; locale: Locale; timeZone: string; address: string },
): Promise<Buffer> {
  const t = reportWords(asked.locale);
  const format = formatsOf(asked.locale, asked.timeZone);
  const paper = await Paper.open({
    title: `${asked.name}, ${report.programName}`,
    author: report.organisationName,
    at: new Date(report.asOf),
    locale: asked.locale,
  });
  const writer = { paper, t, format };
  writeHead(writer, report, asked.name);
  for (const metric of report.metrics) writeMetric(writer, report, metric);
  writeFoot(writer, report, asked.address);
  return paper.close();
}

function writeHead({ paper, t, format }: Writer, report: BuiltReport, name: string): void {
  const [start, end] = paper.columns(2);
  paper.beside([
    () => paper.text('P', report.organisationName, { size: 9, bold: true, gap: 6 }, start),
    () =>
      paper.text(
        'P',
        t('metrics.asOf', { at: format.instant(report.asOf) }),
        { ...MUTED, gap: 6, isAtEnd: true },
        end,
      ),
  ]);
  paper.rule(12);
  paper.text('H1', name, { size: 15, bold: true, gap: 4 });
  paper.text(
    'P',
    `${report.programName} · ${format.list(report.cohorts.map((cohort) => cohort.name))} · ${periodName(t, format, report)}`,
    { size: 9, colour: colours.muted, gap: 14 },
  );
}

function linesOf({ t }: Writer, report: BuiltReport, { cohorts }: OfMetric, cohortId: string | null): Line[] {
  const nameOf = (id: string) => report.cohorts.find((cohort) => cohort.id === id)?.name ?? '';
  return cohorts
    .filter((of) => cohortId === null || of.cohortId === cohortId)
    .flatMap((of) => [
      ...(of.whole
        ? [
            {
              name: cohortId === null ? nameOf(of.cohortId) : t('builder.group.all'),
              isWhole: true,
              metric: of.whole,
            },
          ]
        : []),
      ...of.groups.map(({ group, metric }) => ({
        name: groupName(t, report.split, group),
        isWhole: false,
        metric,
      })),
    ]);
}

function writeMetric(writer: Writer, report: BuiltReport, of: OfMetric): void {
  const { paper, t, format } = writer;
  paper.turnUnless(LEAST);
  paper.text('H2', t(`metrics.label.${of.key}`), { size: 11, bold: true, gap: 1 });
  const last = of.cohorts.flatMap(({ whole, groups }) => [whole, groups[0]?.metric ?? null]).find(Boolean);
  const when =
    report.period && isOfPeriod(of.key)
      ? periodName(t, format, report)
      : t('builder.asOf', { day: format.day(last?.asOf ?? report.asOf) });
  paper.text('P', [when, ...(last ? [definitionOf(last)] : [])].join(' · '), { ...MUTED, gap: 5 });
  if (report.split === null) writeLines(writer, linesOf(writer, report, of, null));
  else
    for (const { id, name } of report.cohorts) {
      paper.turnUnless(ROW * 3);
      if (report.cohorts.length > 1) paper.text('P', name, { size: 9, bold: true, gap: 3 });
      writeLines(writer, linesOf(writer, report, of, id));
    }
  paper.y += GAP;
}

/** Where the parts of a line begin, as shares of its width. */
const BAR = { from: 0.22, width: 0.17 };
const VALUE = 0.405;
const NOTES = 0.48;

/** Name, bar with its range, value, base and range in words, and whoever listens hears the same; then who is not told of, and why. */
function writeLines(writer: Writer, lines: readonly Line[]): void {
  const { paper, t, format } = writer;
  const told = lines.filter(({ metric }) => restOf(metric) === null);
  for (const line of told) writeLine(writer, line);
  const rest = (['small-group', 'protects-others', 'nothing'] as const).flatMap((why) => {
    const names = lines.filter(({ metric }) => restOf(metric) === why).map(({ name }) => name);
    return names.length > 0 ? [t(`builder.rest.${why}`, { names: format.list(names) })] : [];
  });
  if (rest.length === 0) return;
  paper.turnUnless(2 * ROW);
  paper.text('P', rest.join(' '), { ...MUTED, gap: 2 });
}

/** Why a number is not told; null where it is. */
function restOf(metric: Metric): 'small-group' | 'protects-others' | 'nothing' | null {
  const standing = standingOf(metric);
  if (standing === 'nothing') return 'nothing';
  if (standing !== 'withheld') return null;
  return metric.suppressed?.reason === 'small-group' ? 'small-group' : 'protects-others';
}

function writeLine({ paper, t, format }: Writer, { name, isWhole, metric }: Line): void {
  const said = metricWords(t, format).said(metric);
  const notes = said.base === null ? said.notes : [said.base, ...said.notes];
  const { x, width } = paper.full;
  const isRight = paper.direction === 'rtl';
  const anchor = isRight ? 'end' : 'start';
  const edge = (share: number) => (isRight ? x + width - share * width : x + share * width);
  const style = { size: 8.5, bold: isWhole };
  const small = { ...MUTED, size: 7.5 };
  const { estimate, lo, hi } = metric;
  paper.turnUnless(ROW);
  paper.figure(`${name}: ${said.value}. ${notes.join('. ')}`, ROW, (top) => {
    paper.label(paper.fit(name, width * (BAR.from - 0.02), style), edge(0), top, anchor, style);
    if (said.isTold && estimate !== null) {
      const placeOf = (share: number) => BAR.from + Math.min(1, Math.max(0, share)) * BAR.width;
      const box = (from: number, to: number, y: number, tall: number, colour: string) => {
        const [start, end] = [edge(placeOf(from)), edge(placeOf(to))];
        paper.box(Math.min(start, end), y, Math.abs(end - start), tall, colour);
      };
      box(0, 1, top + 4.5, 2, colours.track);
      if (lo !== null && hi !== null) box(lo, hi, top + 3.5, 4, '#aab3ee');
      paper.box(edge(placeOf(estimate)) - 1.5, top + 1.5, 3, 8, colours.accent);
    }
    paper.label(said.value, edge(VALUE), top, anchor, {
      ...style,
      ...((said.isFew || !said.isTold) && { colour: colours.muted }),
    });
    if (said.isTold) paper.label(notes.slice(0, 2).join(' · '), edge(NOTES), top + 0.5, anchor, small);
  });
}

function writeFoot(
  { paper, t, format }: Writer,
  { minimumGroup, stamp }: BuiltReport,
  address: string,
): void {
  paper.turnUnless(58);
  paper.y = Math.max(paper.y, paper.y + paper.left - 58);
  paper.rule(7);
  const style = { ...MUTED, size: 7.5 };
  const [start, end] = paper.columns(2, 26);
  paper.beside([
    () => {
      paper.text('P', `${t('reports.method')}: ${t('reports.method.words')}`, { ...style, gap: 1 }, start);
      if (stamp) paper.text('P', stampWords(t, format.instant, stamp), style, start);
    },
    () =>
      paper.text(
        'P',
        `${t('reports.privacy')}: ${t('reports.privacy.words', { minimum: format.number(minimumGroup) })}`,
        style,
        end,
      ),
  ]);
  paper.text('P', address, { ...style, colour: colours.accent, link: address, gap: 0 });
}
