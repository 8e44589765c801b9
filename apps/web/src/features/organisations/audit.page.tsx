import type { auditRow } from '@ithaca/contracts/organisations';
import { useMemo } from 'react';
import type * as z from 'zod/mini';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Page } from '../../lib/page.tsx';
import { usePaged } from '../../lib/paging.ts';
import { ProblemState } from '../../lib/problem.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { Status } from '../../ui/status.tsx';
import type { Column } from '../../ui/table-columns.ts';
import { deedWords } from '../../lib/audit-words.ts';
import { auditQuery } from './organisations.queries.ts';

type Row = z.infer<typeof auditRow>;

/** Who did what? Every change and every refused try, newest first. */
export default function AuditPage() {
  const t = useText();
  const { instant } = useFormat();
  const { query, rows, isError, pagination } = usePaged(auditQuery);
  const columns = useMemo<Column<Row>[]>(
    () => [
      {
        id: 'action',
        header: t('organisations.audit.action'),
        cell: (row) => (
          <span>
            <span className="block">{deedWords(row.action, t)}</span>
            <code className="block font-mono text-caption font-normal text-muted">{row.action}</code>
          </span>
        ),
      },
      {
        id: 'who',
        header: t('organisations.audit.who'),
        cell: (row) =>
          row.actorId && row.actorName ? (
            <Link variant="quiet" href={`/people/${row.actorId}`}>
              {row.actorName}
            </Link>
          ) : (
            <span className="text-muted">{t('organisations.audit.system')}</span>
          ),
      },
      {
        id: 'outcome',
        header: t('organisations.audit.outcome'),
        cell: (row) => (
          <Status look="plain" tone={row.outcome === 'done' ? 'success' : 'warning'}>
            {t(`organisations.audit.${row.outcome}`)}
          </Status>
        ),
      },
      {
        id: 'at',
        header: t('organisations.audit.at'),
        cell: (row) => <time dateTime={row.at}>{instant(row.at)}</time>,
      },
    ],
    [t, instant],
  );
  return (
    <Page title={t('shell.audit')}>
      <PageHeader title={t('shell.audit')} description={t('organisations.audit.what')} />
      {isError ? (
        <ProblemState problem={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          label={t('shell.audit')}
          columns={columns}
          rows={rows}
          rowId={(row) => row.id}
          narrow="cards"
          empty={<EmptyState title={t('organisations.audit.empty')} />}
        />
      )}
      {(pagination.hasNext || pagination.hasPrevious) && <Pagination {...pagination} />}
    </Page>
  );
}
