import { useQuery } from '@tanstack/react-query';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded, Page } from '../../../lib/page.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { BuiltSheet } from './built-sheet.tsx';
import { reportRunQuery } from './report-schedules.queries.ts';

/** A report as it went out by mail: the numbers of then, for those who may read reports. */
export default function SentReportPage({ reportRunId }: { reportRunId: string }) {
  const t = useText();
  const run = useQuery(reportRunQuery(reportRunId));
  return (
    <Page title={run.data?.name ?? t('shared.title')}>
      <Loaded query={run} level="page">
        {({ name, report }) => (
          <>
            <PageHeader
              title={name}
              crumbs={[{ label: t('shell.reports'), href: '/reports' }]}
              description={`${report.organisationName} · ${report.programName}`}
            />
            <BuiltSheet report={report} more={t('shared.mail.sent')} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
