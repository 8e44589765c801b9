import type { Cohort } from '@ithaca/contracts/programs';
import { cohortStates } from '@ithaca/domain/cohort';
import { useQuery } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import Sprout from 'lucide-react/icons/sprout';
import { useMemo } from 'react';
import { useFormat } from '../../lib/format.ts';
import { listOf, useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { Page } from '../../lib/page.tsx';
import { ProblemState } from '../../lib/problem.tsx';
import { CohortStatus } from '../../shell/cohort-state.tsx';
import { useCan } from '../../shell/session.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Status } from '../../ui/status.tsx';
import type { Column } from '../../ui/table-columns.ts';
import { programsQuery } from './programs.queries.ts';

/** A cohort, or a program that has none yet. */
type Row = {
  id: string;
  programId: string;
  programName: string;
  cohort: Cohort | undefined;
  isArchived: boolean;
};

function useColumns(): Column<Row>[] {
  const t = useText();
  const { dayRange, number } = useFormat();
  return useMemo(
    () => [
      {
        id: 'program',
        header: t('programs.column.program'),
        cell: ({ programName, cohort }) => (
          <span className="flex flex-col">
            <span dir="auto" className="font-medium">
              {programName}
            </span>
            <span dir="auto" className="font-normal text-muted">
              {cohort?.name ?? t('programs.noCohort')}
            </span>
          </span>
        ),
        sortValue: ({ programName }) => programName,
      },
      {
        id: 'stage',
        header: t('programs.column.stage'),
        cell: ({ cohort, isArchived }) =>
          isArchived ? (
            <CohortStatus state="archived" look="plain" />
          ) : cohort ? (
            <CohortStatus state={cohort.state} look="plain" />
          ) : (
            <Status tone="neutral" look="plain">
              {t('programs.toPlan')}
            </Status>
          ),
        sortValue: ({ cohort }) => (cohort ? cohortStates.indexOf(cohort.state) : -1),
      },
      {
        id: 'dates',
        header: t('programs.column.dates'),
        className: 'whitespace-nowrap',
        cell: ({ cohort }) => cohort && dayRange(cohort.startsOn, cohort.endsOn),
        sortValue: ({ cohort }) => cohort?.startsOn,
      },
      {
        id: 'mentees',
        header: t('programs.column.mentees'),
        align: 'end',
        cell: ({ cohort }) =>
          cohort && (
            <span className="tabular-nums">
              {t('programs.ofGoal', {
                count: number(cohort.counts.enrolledMentees + cohort.counts.enrolledPeers),
                goal: number(cohort.menteeGoal),
              })}
            </span>
          ),
        sortValue: ({ cohort }) => cohort && cohort.counts.enrolledMentees + cohort.counts.enrolledPeers,
      },
      {
        id: 'places',
        header: t('programs.column.places'),
        align: 'end',
        cell: ({ cohort }) =>
          // Peers need no places: each is there for one other.
          cohort &&
          cohort.programFormat !== 'peer' && (
            <span className="tabular-nums">
              {t('programs.placesBy', {
                places: number(cohort.counts.places),
                mentors: t('cohort.mentors', { count: cohort.counts.enrolledMentors }),
              })}
            </span>
          ),
        sortValue: ({ cohort }) => cohort?.counts.places,
      },
      {
        id: 'pairings',
        header: t('programs.column.pairings'),
        align: 'end',
        cell: ({ cohort }) =>
          cohort && <span className="tabular-nums">{number(cohort.counts.openPairings)}</span>,
        sortValue: ({ cohort }) => cohort?.counts.openPairings,
      },
    ],
    [t, dayRange, number],
  );
}

/** What is running, at which stage? */
export default function ManagePage() {
  const t = useText();
  const { number } = useFormat();
  const mayCreate = useCan('program.create');
  const query = useQuery(programsQuery);
  const [filters, setFilters] = useUrlState({ q: '', stage: '', sort: '' });
  const columns = useColumns();
  const rows = useMemo(
    () =>
      query.data?.items.flatMap((program): Row[] => {
        const base = {
          programId: program.id,
          programName: program.name,
          isArchived: program.state === 'archived',
        };
        return program.cohorts.length === 0
          ? [{ ...base, id: program.id, cohort: undefined }]
          : program.cohorts.map((cohort) => ({ ...base, id: cohort.id, cohort }));
      }),
    [query.data],
  );
  const stages = listOf(filters.stage);
  const words = filters.q.toLocaleLowerCase();
  const shown = rows?.filter(
    ({ programName, cohort }) =>
      `${programName} ${cohort?.name ?? ''}`.toLocaleLowerCase().includes(words) &&
      (stages.length === 0
        ? cohort?.state !== 'archived'
        : cohort !== undefined && stages.includes(cohort.state)),
  );
  const isFiltered = filters.q !== '' || stages.length > 0;
  const clear = () => setFilters({ q: '', stage: '' });
  const [by = '', direction] = filters.sort.split('.');
  const create = (
    <LinkButton variant="primary" icon={Plus} href="/manage/new">
      {t('shell.newProgram')}
    </LinkButton>
  );
  return (
    <Page title={t('shell.manage')}>
      <PageHeader
        title={t('shell.manage')}
        description={t('programs.manage.what')}
        actions={
          mayCreate ? (
            create
          ) : (
            <Button icon={Plus} disabledReason={t('programs.create.who')}>
              {t('shell.newProgram')}
            </Button>
          )
        }
      />
      {query.isError && !query.data ? (
        <ProblemState problem={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <>
          {rows?.length !== 0 && (
            <FilterBar label={t('programs.filter')} onClear={isFiltered ? clear : undefined}>
              <SearchField
                label={t('programs.search')}
                value={filters.q}
                onChange={(q) => setFilters({ q })}
                className="w-full sm:w-64"
              />
              <FilterChip
                label={t('programs.column.stage')}
                choices={cohortStates.map((id) => ({ id, label: t(`cohort.state.${id}`) }))}
                value={cohortStates.filter((state) => stages.includes(state))}
                onChange={(stage) => setFilters({ stage: stage.join(',') })}
              />
              {shown && (
                <p aria-live="polite" className="ms-auto text-dense text-muted">
                  {t('programs.cohorts', { count: shown.length, shown: number(shown.length) })}
                </p>
              )}
            </FilterBar>
          )}
          <DataTable
            label={t('shell.manage')}
            columns={columns}
            rows={shown}
            rowId={({ id }) => id}
            rowHref={({ programId, cohort }) =>
              cohort ? `/manage/${programId}?cohort=${cohort.id}` : `/manage/${programId}/setup`
            }
            sort={by === '' ? undefined : { by, direction: direction === 'desc' ? 'desc' : 'asc' }}
            onSortChange={(sort) => setFilters({ sort: `${sort.by}.${sort.direction}` })}
            narrow="cards"
            skeletonRows={5}
            empty={
              isFiltered ? (
                <EmptyState
                  title={t('programs.noHit')}
                  action={<Button onPress={clear}>{t('ui.clearFilters')}</Button>}
                >
                  {t('programs.noHit.why')}
                </EmptyState>
              ) : (
                <EmptyState icon={Sprout} title={t('programs.empty')} action={mayCreate && create}>
                  {t('programs.empty.why')}
                </EmptyState>
              )
            }
          />
        </>
      )}
    </Page>
  );
}
