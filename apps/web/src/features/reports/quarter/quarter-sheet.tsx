import type { QuarterPage } from '@ithaca/contracts/reports';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { StampWords } from '../../../lib/stamp.tsx';
import { TableLinks } from '../../../lib/table-links.tsx';
import { cx } from '../../../ui/cx.ts';
import { GoalsChart } from '../goals-chart.tsx';
import { ReportNumbers } from '../report-numbers.tsx';
import { Part, RetentionSentence } from '../report-sheet.tsx';
import { ReportWeeks } from '../report-weeks.tsx';

/** The page of a quarter as one sheet of A4. `rate` is what an hour costs; null counts hours alone. */
export function QuarterSheet({ page, rate }: { page: QuarterPage; rate: number | null }) {
  const t = useText();
  const { dayRange, instant, number, percent } = useFormat();
  const { report, quarter, limits } = page;
  const { cohort } = report;
  return (
    <article
      data-sheet
      className="flex flex-col gap-5 rounded-lg border bg-card p-5 sm:p-8 print:gap-2.5 print:border-0 print:p-0"
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-b pb-3 text-dense text-muted print:pb-2">
        <span className="font-medium text-text">{report.organisationName}</span>
        <span>
          {t('reports.audience.cohort', { count: report.areaPeople })} ·{' '}
          {t('metrics.asOf', { at: instant(report.asOf) })}
        </span>
      </div>
      <div className="flex flex-col gap-2">
        <h1 tabIndex={-1} className="text-dense font-medium text-muted outline-none">
          {t('reports.quarter.title', { cohort: `${cohort.programName}, ${cohort.name}` })} ·{' '}
          <span className="whitespace-nowrap">{dayRange(quarter.from, quarter.to)}</span>
        </h1>
        <Finding page={page} />
      </div>
      <div className="flex flex-col gap-2">
        <p className="text-caption text-muted">{t('reports.quarter.took.whole')}</p>
        <ReportNumbers report={report} />
      </div>
      <ReportWeeks report={report} level={1} />
      <div className="grid gap-x-8 gap-y-5 border-t pt-4 sm:grid-cols-2 print:grid-cols-2 print:pt-2">
        <GoalsChart goals={report.goals} level={1} />
        <Part level={1} title={t('metrics.retention')}>
          <RetentionSentence report={report} />
        </Part>
      </div>
      <Spent page={page} rate={rate} />
      <div className="border-t pt-4 print:pt-2">
        <Part level={1} title={t('reports.quarter.limits')}>
          <ul className="flex list-disc flex-col gap-1 ps-4 text-dense text-pretty print:gap-0 print:text-caption">
            {limits.map(({ code, facts }) => (
              <li key={code}>
                {t(`reports.quarter.limits.${code}`, {
                  count: facts['count'] ?? 0,
                  percent: percent(facts['share'] ?? 0),
                })}
              </li>
            ))}
          </ul>
        </Part>
      </div>
      <p className="border-t pt-3 text-caption text-muted print:pt-2">
        {t('reports.method.words')} {t('reports.privacy.words', { minimum: number(report.minimumGroup) })}{' '}
        <StampWords stamp={report.stamp} />
      </p>
    </article>
  );
}

function Finding({ page: { quarter, spent } }: { page: QuarterPage }) {
  const t = useText();
  const { number } = useFormat();
  const [year = '', part = ''] = quarter.key.split('-Q');
  const when = {
    quarter: number(Number(part)),
    year: number(Number(year), { useGrouping: false }),
  };
  const took = spent.find(({ span }) => span === 'quarter');
  return (
    <p className="text-title font-semibold text-balance">
      {took && took.meetings !== null && took.hours !== null
        ? t('reports.quarter.finding', {
            ...when,
            meetings: number(took.meetings),
            hours: number(took.hours, { maximumFractionDigits: 0 }),
          })
        : t('reports.quarter.finding.withheld', when)}
    </p>
  );
}

const measures = ['meetings', 'people', 'hours', 'mentorHours', 'menteeHours'] as const;

function Spent({ page: { spent, report, quarter }, rate }: { page: QuarterPage; rate: number | null }) {
  const t = useText();
  const { number } = useFormat();
  const spans = (['quarter', 'whole'] as const).map((span) => ({
    span,
    found: spent.find((one) => one.span === span),
  }));
  const told = (value: number | null) =>
    value === null ? t('metrics.withheld') : number(value, { maximumFractionDigits: 0 });
  const rows = [
    ...measures
      .filter((measure) => report.cohort.format !== 'peer' || !measure.startsWith('ment'))
      .map((measure) => ({
        id: measure as string,
        name: t(`reports.quarter.took.${measure}`),
        cells: spans.map(({ found }) => told(found?.[measure] ?? null)),
      })),
    ...(rate === null
      ? []
      : [
          {
            id: 'cost',
            name: t('reports.quarter.took.cost', { rate: number(rate) }),
            cells: spans.map(({ found }) => told(found?.hours == null ? null : found.hours * rate)),
          },
        ]),
  ];
  return (
    <div className="border-t pt-4 print:pt-2">
      <Part level={1} title={t('reports.quarter.took')}>
        <table aria-label={t('reports.quarter.took')} className="w-full text-dense">
          <thead>
            <tr className="text-muted">
              <th scope="col" className="py-1 text-start font-medium">
                {t('reports.quarter.took.measure')}
              </th>
              {spans.map(({ span }) => (
                <th key={span} scope="col" className="py-1 text-end font-medium">
                  {t(`reports.quarter.took.${span}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, name, cells }) => (
              <tr key={id} className={cx('border-t', id === 'cost' && 'font-medium')}>
                <th scope="row" className="py-1 text-start font-normal">
                  {name}
                </th>
                {cells.map((cell, at) => (
                  <td key={spans[at]?.span} className="py-1 text-end tabular-nums">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <TableLinks
          cohortId={report.cohort.id}
          table="spent"
          name={t('reports.quarter.took')}
          query={{ quarter: quarter.key }}
        />
      </Part>
    </div>
  );
}
