import type { reportRoutes } from '@ithaca/contracts/reports';
import type { ReplyOf } from '@ithaca/contracts/route';
import { useQuery } from '@tanstack/react-query';
import ChartColumn from 'lucide-react/icons/chart-column';
import { useMemo } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { CohortStatus } from '../../shell/cohort-state.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import type { Column } from '../../ui/table-columns.ts';
import { reportsQuery } from './reports.queries.ts';

type Line = ReplyOf<typeof reportRoutes.list>['items'][number];

/** What has my area put in and got out? The cohorts whose page I may read. */
export default function ReportsPage() {
  const t = useText();
  const reports = useQuery(reportsQuery);
  const columns = useColumns();
  const table = (rows: readonly Line[] | undefined) => (
    <DataTable
      label={t('reports.title')}
      columns={columns}
      rows={rows}
      rowId={({ cohortId }) => cohortId}
      rowHref={({ cohortId }) => `/reports/${cohortId}`}
      narrow="cards"
      empty={
        <EmptyState
          icon={ChartColumn}
          title={t('reports.none')}
          action={<LinkButton href="/">{t('reports.none.do')}</LinkButton>}
        >
          {t('reports.none.why')}
        </EmptyState>
      }
    />
  );
  return (
    <Page title={t('reports.title')}>
      <PageHeader title={t('reports.title')} description={t('reports.what')} />
      <Loaded query={reports} skeleton={table(undefined)}>
        {({ items }) => table(items)}
      </Loaded>
    </Page>
  );
}

function useColumns(): Column<Line>[] {
  const t = useText();
  const { dayRange, number } = useFormat();
  return useMemo(
    () => [
      { id: 'cohort', header: t('reports.cohort'), cell: ({ cohortName }) => cohortName },
      { id: 'program', header: t('reports.program'), cell: ({ programName }) => programName },
      {
        id: 'stage',
        header: t('reports.stage'),
        cell: ({ state }) => <CohortStatus state={state} look="plain" />,
      },
      {
        id: 'period',
        header: t('reports.period'),
        cell: ({ startsOn, endsOn }) => dayRange(startsOn, endsOn),
      },
      {
        id: 'people',
        header: t('reports.people'),
        align: 'end',
        cell: ({ people, enough }) =>
          enough ? number(people) : <span className="text-muted">{t('reports.notEnough')}</span>,
      },
    ],
    [t, dayRange, number],
  );
}
