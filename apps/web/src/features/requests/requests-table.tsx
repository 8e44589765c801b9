import type { CohortRequest } from '@ithaca/contracts/mentor-requests';
import { mentorRequestStates, type MentorRequestState } from '@ithaca/domain/mentor-request';
import Inbox from 'lucide-react/icons/inbox';
import { useMemo } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded } from '../../lib/page.tsx';
import { usePaged } from '../../lib/paging.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import type { Column } from '../../ui/table-columns.ts';
import type { Tone } from '../../ui/tone.ts';
import { cohortRequestsQuery } from './requests-desk.queries.ts';

const tones: Record<MentorRequestState, Tone> = {
  suggested: 'info',
  waiting: 'neutral',
  asked: 'info',
  accepted: 'success',
  declined: 'neutral',
  lapsed: 'warning',
  withdrawn: 'neutral',
  passed: 'neutral',
};
const isState = (value: string): value is MentorRequestState =>
  (mentorRequestStates as readonly string[]).includes(value);

/** Who asked whom, since when and until when; why a mentor declined is for coordinators alone. */
export function RequestsTable({ cohortId }: { cohortId: string }) {
  const t = useText();
  const [filters, setFilters] = useUrlState({ state: '' });
  const state = isState(filters.state) ? filters.state : '';
  const list = usePaged(cohortRequestsQuery(cohortId, state));
  const columns = useColumns();
  return (
    <Section title={t('desk.requests')}>
      <FilterBar label={t('desk.filters')} {...(state ? { onClear: () => setFilters({ state: '' }) } : {})}>
        <FilterChip
          label={t('desk.state')}
          isSingle
          choices={mentorRequestStates.map((id) => ({ id, label: t(`desk.state.${id}`) }))}
          value={state ? [state] : []}
          onChange={([next]) => setFilters({ state: next ?? '' })}
        />
      </FilterBar>
      <Loaded query={{ ...list.query, data: list.page }}>
        {({ items }) => (
          <>
            <DataTable
              label={t('desk.table')}
              narrow="cards"
              columns={columns}
              rows={items}
              rowId={({ id }) => id}
              empty={
                <EmptyState icon={Inbox} level="part" title={t(state ? 'desk.none.found' : 'desk.none')}>
                  {t(state ? 'desk.none.found.why' : 'desk.none.why')}
                </EmptyState>
              }
            />
            {(list.pagination.hasNext || list.pagination.hasPrevious) && <Pagination {...list.pagination} />}
          </>
        )}
      </Loaded>
    </Section>
  );
}

function useColumns(): Column<CohortRequest>[] {
  const t = useText();
  const { day, relative } = useFormat();
  return useMemo(() => {
    /** How long ago or ahead, with the day itself. */
    const when = (at: string) => (
      <time dateTime={at}>
        {day(at)}
        {relative(at) !== day(at) && <span className="block text-dense text-muted">{relative(at)}</span>}
      </time>
    );
    return [
      { id: 'mentee', header: t('desk.mentee'), cell: ({ mentee }) => <bdi>{mentee.displayName}</bdi> },
      { id: 'mentor', header: t('desk.mentor'), cell: ({ mentor }) => <bdi>{mentor.displayName}</bdi> },
      {
        id: 'state',
        header: t('desk.state'),
        cell: ({ state, declineReason }) => (
          <span className="flex flex-col items-start gap-0.5">
            <Status tone={tones[state]} look="plain">
              {t(`desk.state.${state}`)}
            </Status>
            {declineReason && (
              <span dir="auto" className="text-dense text-pretty text-muted">
                {declineReason}
              </span>
            )}
          </span>
        ),
      },
      { id: 'asked', header: t('desk.asked'), cell: ({ askedAt }) => (askedAt ? when(askedAt) : '–') },
      {
        id: 'due',
        header: t('desk.due'),
        cell: ({ state, dueAt }) => (state === 'asked' && dueAt ? when(dueAt) : '–'),
      },
    ];
  }, [t, day, relative]);
}
