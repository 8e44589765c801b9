import type { WaitingItem } from '@ithaca/contracts/admission';
import { useQuery } from '@tanstack/react-query';
import ListOrdered from 'lucide-react/icons/list-ordered';
import { useMemo } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { usePaged } from '../../../lib/paging.ts';
import { ProblemState } from '../../../lib/problem.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Pagination } from '../../../ui/pagination.tsx';
import { Status } from '../../../ui/status.tsx';
import type { Column } from '../../../ui/table-columns.ts';
import { admissionQuery, waitingListQuery } from './admission.queries.ts';
import { LotteryCard } from './lottery-card.tsx';
import { PersonCell } from '../person-cell.tsx';

function useColumns(): Column<WaitingItem>[] {
  const t = useText();
  const { day, instant, number } = useFormat();
  return useMemo(
    () => [
      {
        id: 'person',
        header: t('admission.column.person'),
        cell: ({ displayName, department }) => <PersonCell name={displayName} below={department} />,
      },
      {
        id: 'place',
        header: t('admission.column.place'),
        align: 'end',
        cell: ({ place }) => <span className="tabular-nums">{place === null ? '–' : number(place)}</span>,
      },
      {
        id: 'offer',
        header: t('admission.column.offer'),
        cell: ({ offer, place }) =>
          offer ? (
            <Status tone="accent" look="plain">
              {t('admission.offered', { day: instant(offer.dueAt) })}
            </Status>
          ) : (
            place === null && (
              <Status tone="neutral" look="plain">
                {t('admission.forDraw')}
              </Status>
            )
          ),
      },
      {
        id: 'since',
        header: t('admission.column.since'),
        align: 'end',
        className: 'whitespace-nowrap',
        cell: ({ submittedAt }) => submittedAt && day(submittedAt),
      },
    ],
    [t, day, instant, number],
  );
}

/** Who waits for a seat, in order; above it the draw, where one decides. */
export function WaitingTable() {
  const t = useText();
  const { cohort } = useCohort();
  const columns = useColumns();
  const admission = useQuery(admissionQuery(cohort.id)).data;
  const { query, rows, pagination, isError } = usePaged(waitingListQuery(cohort.id));
  if (isError) return <ProblemState problem={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div className="flex flex-col gap-4 pt-3">
      {admission?.lottery && <LotteryCard />}
      <DataTable
        label={t('enrolments.tab.waiting')}
        columns={columns}
        rows={rows}
        rowId={({ enrolmentId }) => enrolmentId}
        rowHref={({ personId }) => `/people/${personId}`}
        narrow="cards"
        empty={
          <EmptyState icon={ListOrdered} title={t('admission.waiting.none')}>
            {t('admission.waiting.none.why')}
          </EmptyState>
        }
      />
      {rows && (pagination.hasNext || pagination.hasPrevious) && <Pagination {...pagination} />}
    </div>
  );
}
