import { useQuery } from '@tanstack/react-query';
import { ApiProblem } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { Breadcrumb } from '../../ui/breadcrumb.tsx';
import { NotYet } from './not-yet.tsx';
import { ReportActs } from './report-acts.tsx';
import { ReportSheet } from './report-sheet.tsx';
import { reportQuery } from './reports.queries.ts';
import { SheetSkeleton } from './sheet-skeleton.tsx';
import { TooFew } from './too-few.tsx';

/** Was it worth the time? One page, read in a minute, printed on one sheet. */
export default function ReportPage({ cohortId }: { cohortId: string }) {
  const t = useText();
  const report = useQuery(reportQuery(cohortId));
  const title = report.data
    ? t('reports.of', { cohort: `${report.data.cohort.programName}, ${report.data.cohort.name}` })
    : t('reports.title');
  if (report.error instanceof ApiProblem && report.error.code === 'report.too-few')
    return (
      <Page title={t('reports.tooFew')} width="reading">
        <TooFew facts={report.error.facts} />
      </Page>
    );
  if (report.error instanceof ApiProblem && report.error.code === 'report.not-yet')
    return (
      <Page title={t('reports.title')} width="reading">
        <NotYet facts={report.error.facts} />
      </Page>
    );
  return (
    <Page title={title} width="reading">
      <div className="no-print flex flex-wrap items-center justify-between gap-3">
        <Breadcrumb crumbs={[{ label: t('reports.title'), href: '/reports' }]} />
        {report.data && <ReportActs cohortId={cohortId} hasQuarter={report.data.audience === 'cohort'} />}
      </div>
      <Loaded query={report} level="page" skeleton={<SheetSkeleton />}>
        {(data) => <ReportSheet report={data} level={1} />}
      </Loaded>
    </Page>
  );
}
