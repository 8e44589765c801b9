import { reportFoot, goalsPart, retentionPart, scopeOf, tilesPart, weeksPart } from './report-parts.ts';
import { measures, type ToldQuarter, type Writer } from './report-words.ts';
import type { Part, Sheet } from './sheet.ts';

/** The number of a quarter and its year, of its key: "2026-Q3". */
export function quarterOf({ number }: Writer['format'], key: string): { quarter: string; year: string } {
  const [year = '', quarter = ''] = key.split('-Q');
  return { quarter: number(Number(quarter)), year: number(Number(year), { useGrouping: false }) };
}

function findingOf({ say, format }: Writer, { quarter, spent }: ToldQuarter): string {
  const when = quarterOf(format, quarter.key);
  const took = spent.find(({ span }) => span === 'quarter');
  if (!took || took.meetings === null || took.hours === null)
    return say('reports.quarter.finding.withheld', when);
  return say('reports.quarter.finding', {
    ...when,
    meetings: format.number(took.meetings),
    hours: format.number(took.hours, { maximumFractionDigits: 0 }),
  });
}

function spentPart({ say, format }: Writer, { spent, report }: ToldQuarter, rate: number | null): Part {
  const spans = (['quarter', 'whole'] as const).map((span) => spent.find((one) => one.span === span));
  const told = (value: number | null | undefined) =>
    value == null ? say('metrics.withheld') : format.number(value, { maximumFractionDigits: 0 });
  const shown = measures.filter((measure) => report.cohort.format !== 'peer' || !measure.startsWith('ment'));
  const cost = (price: number) => [
    say('reports.quarter.took.cost', { rate: format.number(price) }),
    ...spans.map((found) => told(found?.hours == null ? null : found.hours * price)),
  ];
  return {
    kind: 'table',
    id: 'spent',
    title: say('reports.quarter.took'),
    table: {
      headers: [
        say('reports.quarter.took.measure'),
        say('reports.quarter.took.quarter'),
        say('reports.quarter.took.whole'),
      ],
      rows: [
        ...shown.map((measure) => [
          say(`reports.quarter.took.${measure}`),
          ...spans.map((found) => told(found?.[measure])),
        ]),
        ...(rate === null ? [] : [cost(rate)]),
      ],
    },
  };
}

/**
 * The page of a quarter, for whoever pays: what came of it, what it took, and what the data cannot carry. `rate` is what an
 * hour costs; null counts hours alone.
 */
export function quarterSheet(writer: Writer, page: ToldQuarter, rate: number | null): Sheet {
  const { say, format } = writer;
  const { report, quarter, limits } = page;
  const { cohort } = report;
  const name = say('reports.quarter.title', { cohort: `${cohort.programName}, ${cohort.name}` });
  const carries: Part = {
    kind: 'list',
    id: 'limits',
    title: say('reports.quarter.limits'),
    items: limits.map(({ code, facts }) =>
      say(`reports.quarter.limits.${code}`, {
        count: facts['count'] ?? 0,
        percent: format.percent(facts['share'] ?? 0),
      }),
    ),
  };
  return {
    title: `${name}, ${quarter.key}`,
    organisation: report.organisationName,
    scope: scopeOf(writer, report),
    heading: { name, days: format.dayRange(quarter.from, quarter.to) },
    finding: findingOf(writer, page),
    purpose: null,
    isDense: true,
    rows: [
      [tilesPart(writer, report, say('reports.quarter.took.whole'))],
      [weeksPart(writer, report)],
      [goalsPart(writer, report), retentionPart(writer, report)],
      [spentPart(writer, page, rate)],
      [carries],
    ],
    foot: reportFoot(writer, report),
  };
}
