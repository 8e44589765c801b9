import { enrolmentColumns, enrolmentRoutes, type enrolmentItem } from '@ithaca/contracts/enrolments';
import { enrolmentStates, type EnrolmentState } from '@ithaca/domain/enrolment';
import { sides, sidesOf } from '@ithaca/domain/vocabulary';
import UsersRound from 'lucide-react/icons/users-round';
import { useDeferredValue, useMemo } from 'react';
import type * as z from 'zod/mini';
import { call } from '../../lib/api.ts';
import { ExportMenu } from '../../lib/export-menu.tsx';
import { useFormat } from '../../lib/format.ts';
import { useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { usePaged } from '../../lib/paging.ts';
import { ProblemState } from '../../lib/problem.tsx';
import { useCohort } from '../../shell/cohort.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Status, type StatusProps } from '../../ui/status.tsx';
import type { Column } from '../../ui/table-columns.ts';
import { enrolmentsQuery } from './enrolments.queries.ts';
import { PersonCell } from './person-cell.tsx';

type Item = z.infer<typeof enrolmentItem>;

const tones: Record<EnrolmentState, StatusProps['tone']> = {
  draft: 'neutral',
  'awaiting-approval': 'warning',
  'in-pool': 'accent',
  waitlisted: 'warning',
  paused: 'neutral',
  matched: 'success',
  completed: 'success',
  withdrawn: 'neutral',
  declined: 'neutral',
};
const shownSkills = 3;

function useColumns(): Column<Item>[] {
  const t = useText();
  const { day, number } = useFormat();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('enrolments.column.name'),
        cell: ({ displayName, jobTitle, department }) => (
          <PersonCell name={displayName} below={[jobTitle, department].filter(Boolean).join(' · ')} />
        ),
      },
      { id: 'role', header: t('enrolments.column.role'), cell: ({ role }) => t(`enrolments.role.${role}`) },
      {
        id: 'state',
        header: t('enrolments.column.state'),
        cell: ({ state }) => (
          <Status tone={tones[state]} look="plain">
            {t(`enrolments.state.${state}`)}
          </Status>
        ),
      },
      {
        id: 'skills',
        header: t('enrolments.column.skills'),
        className: 'max-w-80',
        cell: ({ skills }) => (
          <span className="text-muted">
            {skills.slice(0, shownSkills).join(', ')}
            {skills.length > shownSkills && ` +${number(skills.length - shownSkills)}`}
          </span>
        ),
      },
      {
        id: 'places',
        header: t('enrolments.column.places'),
        align: 'end',
        cell: ({ role, openPairings, capacity }) => (
          <span className="tabular-nums">
            {role === 'mentor'
              ? t('enrolments.taken', { taken: number(openPairings), places: number(capacity) })
              : openPairings > 0
                ? number(openPairings)
                : '–'}
          </span>
        ),
      },
      {
        id: 'sent',
        header: t('enrolments.column.sent'),
        align: 'end',
        className: 'whitespace-nowrap',
        cell: ({ submittedAt }) => submittedAt && day(submittedAt),
      },
    ],
    [t, day, number],
  );
}

/** Everybody with an enrolment in the cohort, also those who only began one. */
export function EnrolledTable() {
  const t = useText();
  const { cohort, canCoordinate } = useCohort();
  const hasSides = cohort.programFormat !== 'peer';
  const all = useColumns();
  // Where everybody is a peer there is no role to tell.
  const columns = useMemo(() => all.filter(({ id }) => hasSides || id !== 'role'), [all, hasSides]);
  const [filters, setFilters] = useUrlState({ q: '', role: '', state: '' });
  const role = sides.find((side) => side === filters.role);
  const state = enrolmentStates.find((known) => known === filters.state);
  const q = useDeferredValue(filters.q.trim());
  const { query, rows, pagination, isError } = usePaged(enrolmentsQuery(cohort.id, { q, role, state }));
  const isFiltered = filters.q !== '' || role !== undefined || state !== undefined;
  const clear = () => setFilters({ q: '', role: '', state: '' });
  if (isError) return <ProblemState problem={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div className="flex flex-col gap-3 pt-3">
      <FilterBar
        label={t('enrolments.filter')}
        onClear={isFiltered ? clear : undefined}
        actions={
          <ExportMenu
            disabledReason={canCoordinate ? undefined : t('cohort.readOnly')}
            make={({ format }) =>
              call(enrolmentRoutes.export, {
                params: { cohortId: cohort.id },
                body: {
                  format,
                  columns: [...enrolmentColumns],
                  filters: { ...(q && { q }), ...(role && { role }), ...(state && { state }) },
                },
              })
            }
          />
        }
      >
        <SearchField
          label={t('enrolments.search')}
          value={filters.q}
          onChange={(next) => setFilters({ q: next })}
          className="w-full sm:w-64"
        />
        {hasSides && (
          <FilterChip
            label={t('enrolments.column.role')}
            isSingle
            choices={sidesOf(cohort.programFormat).map((id) => ({ id, label: t(`enrolments.role.${id}`) }))}
            value={role ? [role] : []}
            onChange={([next]) => setFilters({ role: next ?? '' })}
          />
        )}
        <FilterChip
          label={t('enrolments.column.state')}
          isSingle
          choices={enrolmentStates.map((id) => ({ id, label: t(`enrolments.state.${id}`) }))}
          value={state ? [state] : []}
          onChange={([next]) => setFilters({ state: next ?? '' })}
        />
      </FilterBar>
      <DataTable
        label={t('enrolments.tab.enrolled')}
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        rowHref={({ personId }) => `/people/${personId}`}
        narrow="cards"
        empty={
          isFiltered ? (
            <EmptyState
              title={t('enrolments.noHit')}
              action={<Button onPress={clear}>{t('ui.clearFilters')}</Button>}
            >
              {t('enrolments.noHit.why')}
            </EmptyState>
          ) : (
            <EmptyState icon={UsersRound} title={t('enrolments.none')}>
              {t(cohort.state === 'enrolling' ? 'enrolments.none.why' : 'enrolments.none.closed')}
            </EmptyState>
          )
        }
      />
      {rows && (pagination.hasNext || pagination.hasPrevious) && <Pagination {...pagination} />}
    </div>
  );
}
