import type { Report } from '@ithaca/contracts/reports';
import type { ReactNode } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { useRetentionWords } from '../../lib/retention-words.ts';
import { StampLine } from '../../lib/stamp.tsx';
import { TableLinks } from '../../lib/table-links.tsx';
import { Link } from '../../ui/link.tsx';
import { GoalsChart } from './goals-chart.tsx';
import { ReportNumbers } from './report-numbers.tsx';
import { useReportVerdict } from './report-verdict.ts';
import { ReportWeeks } from './report-weeks.tsx';

/** The report as one sheet of A4; `level` is the rank of its title in the page around it. */
export function ReportSheet({ report, level }: { report: Report; level: 1 | 2 }) {
  const t = useText();
  const { day, dayRange, instant, number } = useFormat();
  const { verdict, next } = useReportVerdict()(report);
  const { cohort } = report;
  const Title = level === 1 ? 'h1' : 'h2';
  return (
    <article
      data-sheet
      className="flex flex-col gap-5 rounded-lg border bg-card p-5 sm:p-8 print:gap-3 print:border-0 print:p-0"
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-b pb-3 text-dense text-muted">
        <span className="font-medium text-text">{report.organisationName}</span>
        <span>
          {t(`reports.audience.${report.audience}`, { count: report.areaPeople })} ·{' '}
          {t('metrics.asOf', { at: instant(report.asOf) })}
        </span>
      </div>
      <div className="flex flex-col gap-2">
        <Title tabIndex={-1} className="text-dense font-medium text-muted outline-none">
          {t('reports.of', { cohort: `${cohort.programName}, ${cohort.name}` })} ·{' '}
          <span className="whitespace-nowrap">{dayRange(cohort.startsOn, cohort.endsOn)}</span>
        </Title>
        <p className="text-title font-semibold text-balance">{verdict}</p>
        {cohort.purpose && (
          <p className="line-clamp-3 text-body text-pretty text-muted print:line-clamp-2">
            <span dir="auto">{cohort.purpose}</span>
          </p>
        )}
      </div>
      <ReportNumbers report={report} />
      <TableLinks of="report" cohortId={cohort.id} table="numbers" name={t('metrics.numbers')} />
      <div className="min-w-0">
        <ReportWeeks report={report} level={level} />
        <TableLinks of="report" cohortId={cohort.id} table="weeks" name={t('reports.weeks.title.plain')} />
      </div>
      <div className="grid gap-x-8 gap-y-5 border-t pt-4 sm:grid-cols-2 print:grid-cols-2 print:pt-3">
        <div className="min-w-0">
          <GoalsChart goals={report.goals} level={level} />
          <TableLinks of="report" cohortId={cohort.id} table="goals" name={t('reports.goals.title.plain')} />
        </div>
        <Part level={level} title={t('reports.hours')}>
          <Hours report={report} />
        </Part>
      </div>
      <div className="grid gap-x-8 gap-y-5 border-t pt-4 sm:grid-cols-2 print:grid-cols-2 print:pt-3">
        <Part level={level} title={t('metrics.retention')}>
          <RetentionSentence report={report} />
        </Part>
        <Part level={level} title={t('reports.next')}>
          <p className="text-body text-pretty">{next}</p>
        </Part>
      </div>
      <div className="grid gap-x-8 gap-y-1.5 border-t pt-3 text-caption text-muted sm:grid-cols-2 print:grid-cols-2">
        <p>
          <span className="font-medium">{t('reports.method')}:</span> {t('reports.method.words')}{' '}
          <Link href="/metrics">{t('reports.definitions')}</Link>
        </p>
        <p>
          <span className="font-medium">{t('reports.privacy')}:</span>{' '}
          {t('reports.privacy.words', { minimum: number(report.minimumGroup) })}{' '}
          {report.period &&
            (report.period.nextOn
              ? t('reports.frozen', { day: day(report.period.nextOn) })
              : t('reports.frozen.last'))}
        </p>
        <StampLine stamp={report.stamp} />
        <p dir="ltr" className="hidden text-start print:block">
          {`${window.location.origin}/reports/${cohort.id}`}
        </p>
      </div>
    </article>
  );
}

/** A part of a sheet under its own title. */
export function Part({ title, level, children }: { title: string; level: 1 | 2; children: ReactNode }) {
  const Title = level === 1 ? 'h2' : 'h3';
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <Title className="text-body font-semibold">{title}</Title>
      {children}
    </div>
  );
}

function Hours({ report: { hours, areaPeople } }: { report: Report }) {
  const t = useText();
  const { number } = useFormat();
  if (hours === null) return <p className="text-dense text-muted">{t('reports.hours.withheld')}</p>;
  const each = areaPeople > 0 ? hours / areaPeople : 0;
  return (
    <p className="flex flex-col">
      <span className="text-figure font-semibold tabular-nums">
        {t('reports.hours.total', { count: Math.round(hours) })}
      </span>
      <span className="text-dense text-muted">
        {t('reports.hours.each', { hours: number(each, { maximumFractionDigits: 1 }) })}
      </span>
    </p>
  );
}

/** What may be said about who stays, and the number everybody would compute. */
export function RetentionSentence({ report: { retention, retentionOfMentors } }: { report: Report }) {
  const t = useText();
  const wordsOf = useRetentionWords();
  if (!retention) return <p className="text-dense text-muted">{t('reports.retention.area')}</p>;
  const { finding, details, naive } = wordsOf(retention);
  // What it is too early for, it is too early for of mentors as well.
  const ofMentors = retentionOfMentors && wordsOf(retentionOfMentors).finding;
  return (
    <>
      <p className="text-body text-pretty">{finding}</p>
      <p className="text-caption text-muted">{details.slice(0, 3).join(' ')}</p>
      {naive && (
        <p className="text-caption text-muted">
          {naive.number} {naive.why}
        </p>
      )}
      {ofMentors && ofMentors !== finding && <p className="text-dense text-pretty">{ofMentors}</p>}
    </>
  );
}
