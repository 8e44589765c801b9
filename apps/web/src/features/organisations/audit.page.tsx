import type { auditRow } from '@ithaca/contracts/organisations';
import type * as z from 'zod/mini';
import { useDeedColumns } from '../../lib/deed-columns.tsx';
import { useText } from '../../lib/i18n.tsx';
import { Page } from '../../lib/page.tsx';
import { usePaged } from '../../lib/paging.ts';
import { ProblemState } from '../../lib/problem.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { auditQuery } from './organisations.queries.ts';

type Row = z.infer<typeof auditRow>;

const codeOf = ({ action }: Row) => (
  <code className="block font-mono text-caption font-normal text-muted">{action}</code>
);

/** Who did what? Every change and every refused try, newest first. */
export default function AuditPage() {
  const t = useText();
  const { query, rows, isError, pagination } = usePaged(auditQuery);
  const columns = useDeedColumns<Row>(codeOf);
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
