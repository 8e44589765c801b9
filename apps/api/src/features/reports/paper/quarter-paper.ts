import type { QuarterPage } from '@ithaca/contracts/reports';
import type { Locale } from '@ithaca/domain/vocabulary';

import { Paper, colours } from '../../../platform/paper/paper.ts';
import { reportWords } from '../words/report-words.ts';
import { formatsOf } from './formats.ts';
import { writeFoot, writeGoals, writeNumbers, writeRetention, writeTop, writeWeeks } from './report-paper.ts';
import type { Writer } from './report-paper.ts';

type Spent = QuarterPage['spent'][number];
const MEASURES = ['meetings', 'people', 'hours', 'mentorHours', 'menteeHours'] as const;

/** The page of a quarter as one tagged sheet: the record of the screen; with the price of an hour it tells the cost as well. */
export async function writeQuarter(
  page: QuarterPage,
  asked: { rate: number | null; locale: Locale; timeZone: string; address: string },
): Promise<Buffer> {
  const { report, quarter } = page;
  const t = reportWords(asked.locale);
  const format = formatsOf(asked.locale, asked.timeZone);
  const { cohort } = report;
  const title = t('reports.quarter.title', { cohort: `${cohort.programName}, ${cohort.name}` });
  const paper = await Paper.open({
    title: `${title}, ${quarter.key}`,
    author: report.organisationName,
    at: new Date(report.asOf),
    locale: asked.locale,
  });
  const writer = { paper, t, format };
  writeTop(writer, report);
  paper.text('H1', `${title} · ${format.dayRange(quarter.from, quarter.to)}`, {
    size: 9,
    colour: colours.muted,
    gap: 5,
  });
  paper.text('P', findingOf(writer, page), { size: 15, bold: true, gap: 12 });
  paper.text('P', t('reports.quarter.took.whole'), { size: 8, colour: colours.muted, gap: 4 });
  writeNumbers(writer, report);
  writeWeeks(writer, report, 96);
  paper.y += 8;
  paper.rule(10);
  const [start, end] = paper.columns(2, 26);
  if (!start || !end) throw new Error('a page has two halves');
  paper.beside([() => writeGoals(writer, report, start), () => writeRetention(writer, report, end)]);
  paper.y += 8;
  paper.rule(10);
  writeSpent(writer, page, asked.rate);
  paper.y += 6;
  paper.rule(10);
  writeLimits(writer, page);
  writeFoot(writer, report, asked.address);
  return paper.close();
}

function findingOf({ t, format }: Writer, { quarter, spent }: QuarterPage): string {
  const [year = '', number = ''] = quarter.key.split('-Q');
  const when = {
    quarter: format.number(Number(number)),
    year: format.number(Number(year), { useGrouping: false }),
  };
  const took = spent.find(({ span }) => span === 'quarter');
  if (!took || took.meetings === null || took.hours === null)
    return t('reports.quarter.finding.withheld', when);
  return t('reports.quarter.finding', {
    ...when,
    meetings: format.number(took.meetings),
    hours: format.number(took.hours, { maximumFractionDigits: 0 }),
  });
}

function writeSpent({ paper, t, format }: Writer, { spent, report }: QuarterPage, rate: number | null): void {
  const told = (value: number | null) =>
    value === null ? t('metrics.withheld') : format.number(value, { maximumFractionDigits: 0 });
  const cells = (valueOf: (one: Spent) => number | null) =>
    (['quarter', 'whole'] as const).map((span) => {
      const found = spent.find((one) => one.span === span);
      return told(found ? valueOf(found) : null);
    });
  const measures = MEASURES.filter(
    (measure) => report.cohort.format !== 'peer' || !measure.startsWith('ment'),
  );
  paper.text('H2', t('reports.quarter.took'), { size: 10, bold: true, gap: 4 });
  paper.table(
    [t('reports.quarter.took.measure'), t('reports.quarter.took.quarter'), t('reports.quarter.took.whole')],
    [
      ...measures.map((measure) => [t(`reports.quarter.took.${measure}`), ...cells((one) => one[measure])]),
      ...(rate === null
        ? []
        : [
            [
              t('reports.quarter.took.cost', { rate: format.number(rate) }),
              ...cells((one) => (one.hours === null ? null : one.hours * rate)),
            ],
          ]),
    ],
  );
}

function writeLimits({ paper, t, format }: Writer, { limits }: QuarterPage): void {
  paper.text('H2', t('reports.quarter.limits'), { size: 10, bold: true, gap: 4 });
  for (const { code, facts } of limits)
    paper.text(
      'P',
      t(`reports.quarter.limits.${code}`, {
        count: facts['count'] ?? 0,
        percent: format.percent(facts['share'] ?? 0),
      }),
      { size: 8, gap: 2 },
    );
}
