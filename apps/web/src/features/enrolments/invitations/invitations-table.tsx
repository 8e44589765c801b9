import type { invitee } from '@ithaca/contracts/enrolments';
import Mail from 'lucide-react/icons/mail';
import UserPlus from 'lucide-react/icons/user-plus';
import { useMemo } from 'react';
import type * as z from 'zod/mini';
import { useFormat } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { usePaged } from '../../../lib/paging.ts';
import { ProblemState } from '../../../lib/problem.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { FilterBar } from '../../../ui/filter-bar.tsx';
import { FilterChip } from '../../../ui/filter-chip.tsx';
import { Pagination } from '../../../ui/pagination.tsx';
import { Status } from '../../../ui/status.tsx';
import type { Column } from '../../../ui/table-columns.ts';
import { invitationsQuery } from '../enrolments.queries.ts';
import { PersonCell } from '../person-cell.tsx';

type Item = z.infer<typeof invitee>;
const answers = ['enrolled', 'open'] as const;

function useColumns(): Column<Item>[] {
  const t = useText();
  const { day } = useFormat();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('enrolments.column.name'),
        cell: ({ displayName, department }) => <PersonCell name={displayName} below={department} />,
      },
      {
        id: 'role',
        header: t('enrolments.column.invitedAs'),
        cell: ({ role }) => t(`enrolments.role.${role ?? 'either'}`),
      },
      {
        id: 'answer',
        header: t('enrolments.column.answer'),
        cell: ({ enrolled }) => (
          <Status tone={enrolled ? 'success' : 'neutral'} look="plain">
            {t(enrolled ? 'enrolments.answer.enrolled' : 'enrolments.answer.open')}
          </Status>
        ),
      },
      {
        id: 'on',
        header: t('enrolments.column.invitedOn'),
        align: 'end',
        className: 'whitespace-nowrap',
        cell: ({ invitedAt }) => day(invitedAt),
      },
    ],
    [t, day],
  );
}

/** Who was invited, and who has enrolled since. */
export function InvitationsTable({ onInvite }: { onInvite: (() => void) | undefined }) {
  const t = useText();
  const { cohort } = useCohort();
  const columns = useColumns();
  const [filters, setFilters] = useUrlState({ answer: '' });
  const answer = answers.find((known) => known === filters.answer);
  const { query, rows, pagination, isError } = usePaged(invitationsQuery(cohort.id, answer));
  if (isError) return <ProblemState problem={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div className="flex flex-col gap-3 pt-3">
      <FilterBar
        label={t('enrolments.filter')}
        onClear={answer ? () => setFilters({ answer: '' }) : undefined}
      >
        <FilterChip
          label={t('enrolments.column.answer')}
          isSingle
          choices={answers.map((id) => ({ id, label: t(`enrolments.answer.${id}`) }))}
          value={answer ? [answer] : []}
          onChange={([next]) => setFilters({ answer: next ?? '' })}
        />
      </FilterBar>
      <DataTable
        label={t('enrolments.tab.invited')}
        columns={columns}
        rows={rows}
        rowId={({ invitationId }) => invitationId}
        rowHref={({ personId }) => `/people/${personId}`}
        narrow="cards"
        empty={
          answer ? (
            <EmptyState
              title={t('enrolments.noHit')}
              action={<Button onPress={() => setFilters({ answer: '' })}>{t('ui.clearFilters')}</Button>}
            >
              {t('enrolments.noHit.why')}
            </EmptyState>
          ) : (
            <EmptyState
              icon={Mail}
              title={t('enrolments.invited.none')}
              action={
                onInvite && (
                  <Button icon={UserPlus} onPress={onInvite}>
                    {t('enrolments.invite')}
                  </Button>
                )
              }
            >
              {t('enrolments.invited.none.why')}
            </EmptyState>
          )
        }
      />
      {rows && (pagination.hasNext || pagination.hasPrevious) && <Pagination {...pagination} />}
    </div>
  );
}
