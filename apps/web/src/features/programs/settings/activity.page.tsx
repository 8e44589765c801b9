import { actKinds, type ProgramAct } from '@ithaca/contracts/program-settings';
import { useQuery } from '@tanstack/react-query';
import { useDeedColumns } from '../../../lib/deed-columns.tsx';
import { useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Page } from '../../../lib/page.tsx';
import { usePaged } from '../../../lib/paging.ts';
import { ProblemState } from '../../../lib/problem.tsx';
import { useProgramFrame } from '../../../shell/cohort.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { FilterBar } from '../../../ui/filter-bar.tsx';
import { FilterChip } from '../../../ui/filter-chip.tsx';
import { Pagination } from '../../../ui/pagination.tsx';
import { activityQuery, coordinatorsQuery } from './settings.queries.ts';

const outcomes = ['done', 'denied'] as const;

const cohortOf = ({ cohortName }: ProgramAct) =>
  cohortName && (
    <span dir="auto" className="block text-dense font-normal text-muted">
      {cohortName}
    </span>
  );

/** Who did what in this program? Newest first; what people do in their pairings is theirs. */
export default function ActivityPage() {
  const t = useText();
  const { program } = useProgramFrame();
  const [{ kind, by, outcome }, setFilters] = useUrlState({ kind: '', by: '', outcome: '' });
  const asked = {
    kind: actKinds.find((one) => one === kind),
    by: by === '' ? undefined : by,
    outcome: outcomes.find((one) => one === outcome),
  };
  const { query, rows, isError, pagination } = usePaged(activityQuery(program.id, asked));
  const coordinators = useQuery(coordinatorsQuery(program.id)).data?.items ?? [];
  const columns = useDeedColumns<ProgramAct>(cohortOf);
  const isNarrowed = [kind, by, outcome].some((value) => value !== '');
  const people = new Map(coordinators.map(({ personId, name }) => [personId, name]));
  return (
    <Page title={`${t('cohort.tab.activity')} · ${program.name}`} width="full">
      <div className="flex flex-col gap-4">
        <p className="max-w-prose text-dense text-muted">{t('settings.activity.what')}</p>
        <FilterBar
          label={t('cohort.tab.activity')}
          onClear={isNarrowed ? () => setFilters({ kind: '', by: '', outcome: '' }) : undefined}
        >
          <FilterChip
            isSingle
            label={t('settings.activity.kind')}
            choices={actKinds.map((id) => ({ id, label: t(`settings.activity.kind.${id}`) }))}
            value={asked.kind ? [asked.kind] : []}
            onChange={([next = '']) => setFilters({ kind: next })}
          />
          <FilterChip
            isSingle
            label={t('organisations.audit.who')}
            choices={[
              ...[...people].map(([id, label]) => ({ id, label })),
              { id: 'product', label: t('organisations.audit.system') },
            ]}
            value={by === '' ? [] : [by]}
            onChange={([next = '']) => setFilters({ by: next })}
          />
          <FilterChip
            isSingle
            label={t('organisations.audit.outcome')}
            choices={outcomes.map((id) => ({ id, label: t(`organisations.audit.${id}`) }))}
            value={asked.outcome ? [asked.outcome] : []}
            onChange={([next = '']) => setFilters({ outcome: next })}
          />
        </FilterBar>
        {isError ? (
          <ProblemState problem={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <DataTable
            label={t('cohort.tab.activity')}
            columns={columns}
            rows={rows}
            rowId={(row) => row.id}
            narrow="cards"
            empty={
              <EmptyState title={t(isNarrowed ? 'settings.activity.noMatch' : 'organisations.audit.empty')} />
            }
          />
        )}
        {(pagination.hasNext || pagination.hasPrevious) && <Pagination {...pagination} />}
      </div>
    </Page>
  );
}
